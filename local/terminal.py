"""What is said to the operator; a closed terminal never stops the work."""

import os
import sys
from typing import TextIO


def say(text: str) -> None:
    """One or more lines on the output."""
    _write(sys.stdout, text)


def complain(text: str) -> None:
    """One or more lines on the error output."""
    _write(sys.stderr, text)


def _write(stream: TextIO, text: str) -> None:
    try:
        print(text, file=stream, flush=True)
    except OSError:
        # Nobody reads any more: what Python flushes when it ends must not fail either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
