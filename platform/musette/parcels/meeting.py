"""What two people of a file confirmed, each from their own parcel: the statements that may come in.

People are told apart by their place in the file until they arrive; then by who they are here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

Item = dict[str, Any]
ABOUT, BY = "about", "by"


@dataclass(frozen=True)
class Seated:
    """Somebody who arrived and confirmed: their place in the file, who they are here, what they let in.

    `of_me`: what was said of them, each with the place of its author (`by`); `by_me`: what they said, each
    with the place of whom it is `about`; the words themselves under `statement`, the same on both sides.
    """

    place: int
    member: UUID
    of_me: Sequence[Item] = ()
    by_me: Sequence[Item] = ()


@dataclass(frozen=True)
class Agreed:
    """A statement both its people have confirmed, and who they are here."""

    statement: UUID
    subject: UUID
    author: UUID


def placed(said: Iterable[tuple[UUID | None, Item]], places: Mapping[UUID, int], name: str) -> list[Item]:
    """What was said between two people of a file, the other one told by their place; the rest is left out."""
    return [{**item, name: places[other]} for other, item in said if other is not None and other in places]


def agreed(seats: Sequence[Seated]) -> Iterator[Agreed]:
    """The statements confirmed by both, told alike by both parcels, between two members."""
    at = {each.place: each for each in seats}
    for subject in seats:
        for item in subject.of_me:
            author = at.get(item[BY])
            if author is None or author.member == subject.member:
                continue
            if {ABOUT: subject.place, "statement": item["statement"]} in author.by_me:
                yield Agreed(UUID(item["statement"]["id"]), subject.member, author.member)
