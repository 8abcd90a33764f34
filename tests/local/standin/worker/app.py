"""One job, which writes in PostgreSQL then answers through Valkey."""

import os

import psycopg
import redis
from celery import Celery

app = Celery(broker="redis+socket" + os.environ["REDIS_URL"].removeprefix("unix"))
app.conf.update(worker_hijack_root_logger=False, broker_connection_retry_on_startup=True)


@app.task(name="standin.answer")
def answer(to: str) -> None:
    """Note the job and answer."""
    with psycopg.connect(os.environ["DATABASE_URL"], user="standin") as connection:
        connection.execute("INSERT INTO job VALUES (%s)", (to,))
    redis.Redis.from_url(os.environ["REDIS_URL"]).rpush(to, "done")
