"""A worker that starts at once, in place of Celery; as beat, it does nothing."""

import os
import signal
import sys
import time

from valkey_words import say


def serve(name: str) -> None:
    """Note each job in PostgreSQL, then answer through Valkey."""
    while True:
        try:
            job = say("BLPOP", name, "0").split(b"\r\n")[-2].decode()
        except (OSError, IndexError):
            time.sleep(0.02)  # the server is being started again
            continue
        note(job)
        say("RPUSH", job, "done")


def note(job: str) -> None:
    """Write the job down."""
    import psycopg  # noqa: PLC0415 - only the first job waits for it

    with psycopg.connect(os.environ["DATABASE_URL"], user="standin") as connection:
        connection.execute("INSERT INTO job VALUES (%s)", (job,))


if __name__ == "__main__":
    if "worker" in sys.argv:
        queue = sys.argv[sys.argv.index("--queues") + 1]
        if os.environ.get("STANDIN_BREAKS") == queue:
            sys.exit("the stand-in was told to break")
        serve(queue)
    signal.pause()
