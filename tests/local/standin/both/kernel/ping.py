"""Asks a worker for one job and waits for its answer, in place of `kernel.ping`."""

import sys
import uuid

from valkey_words import say

from worker.app import ask

if __name__ == "__main__":
    to = str(uuid.uuid4())
    ask(to)
    sys.exit(0 if b"done" in say("BLPOP", to, "60") else 1)
