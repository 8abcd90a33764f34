"""One job for Celery, which writes in PostgreSQL then answers through Valkey."""

import os

import psycopg
from celery import Celery
from valkey_words import say

app = Celery(broker="redis+socket" + os.environ["REDIS_URL"].removeprefix("unix"))


def answer(to: str) -> None:
    """Note the job and answer."""
    with psycopg.connect(os.environ["DATABASE_URL"], user="standin") as connection:
        connection.execute("INSERT INTO job VALUES (%s)", (to,))
    say("RPUSH", to, "done")


app.task(name="answer")(answer)


def ask(to: str) -> None:
    """Send the job."""
    app.send_task("answer", (to,), queue="fast")
