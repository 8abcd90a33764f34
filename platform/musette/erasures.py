"""The list of erased accounts, kept outside of the database: what a backup brings back is erased again.

A file of lines, `<random id of the account> <day>`: nobody is named, and an id means nothing once its account
is gone. It only grows; lines older than the oldest backup may be removed by hand.
"""

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import UUID

MODE = 0o600


class OddLineError(ValueError):
    """A line of the list is none of ours; the number says which, from 1."""

    def __init__(self, number: int) -> None:
        super().__init__(f"Line {number} is not « <account> <day> ».")


def note(path: Path, person: UUID, day: date) -> None:
    """Add a line, and see that it is on the disk; raises OSError. The same account twice harms nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, MODE)
    try:
        os.write(file, f"{person} {day.isoformat()}\n".encode())
        os.fsync(file)
    finally:
        os.close(file)


def noted(path: Path) -> Iterator[UUID]:
    """The accounts of a list, each once; raises OSError, and OddLineError for a line that is none of ours."""
    seen: set[UUID] = set()
    for number, line in enumerate(path.read_text(encoding="utf8").splitlines(), start=1):
        try:
            person, day = line.split()
            found, _day = UUID(person), date.fromisoformat(day)
        except ValueError as fault:
            raise OddLineError(number) from fault
        if found not in seen:
            seen.add(found)
            yield found
