"""What may be shown, to whom, and for how long; and who somebody is when they read."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from kernel.refusals import N_

PERSON_LASTS = timedelta(days=30)
LONGEST_LINK = 90  # days
MOST_PEERS = 12


class Item(StrEnum):
    """What a person may show; never more than one of them at a time."""

    PROFILE = "profile"
    AXIS = "axis"
    HISTORY = "history"
    EXPERIENCE = "experience"
    INTENTION = "intention"
    SCENARIO = "scenario"
    PORTFOLIO = "portfolio"


class Audience(StrEnum):
    """To whom, other than oneself: what nobody was granted is read by its owner alone."""

    PEERS = "peers"
    PERSON = "person"
    GROUP = "group"
    COOPERATIVE = "cooperative"
    LINK = "link"


NAMES = {
    Item.PROFILE: N_("My last profile"),
    Item.AXIS: N_("One axis"),
    Item.HISTORY: N_("My history"),
    Item.EXPERIENCE: N_("An experience"),
    Item.INTENTION: N_("An intention"),
    Item.SCENARIO: N_("A scenario"),
    Item.PORTFOLIO: N_("My portfolio page"),
}
SHOWN_NAMES = {
    Item.PROFILE: N_("A profile"),
    Item.AXIS: N_("One axis"),
    Item.HISTORY: N_("A history"),
    Item.EXPERIENCE: N_("An experience"),
    Item.INTENTION: N_("An intention"),
    Item.SCENARIO: N_("A scenario"),
    Item.PORTFOLIO: N_("A portfolio page"),
}


@dataclass(frozen=True)
class Reader:
    """A member who reads, as a value: real or imagined, they get the same pages by the same path.

    `groups` are those they are in at the moment; somebody who coordinates reads what is shown to the
    cooperative or to them by name, never what is shown to a group.
    """

    member: UUID
    groups: frozenset[UUID] = frozenset()
    coordinates: bool = False


def until_of(audience: Audience, days: int | None, now: datetime) -> datetime | None:
    """When a grant ends by itself; None when only its owner ends it.

    A person named reads for thirty days, a link opens for the days chosen; raises ValueError for a link
    of less than one day or more than ninety.
    """
    if audience is Audience.PERSON:
        return now + PERSON_LASTS
    if audience is not Audience.LINK:
        return None
    if days is None or not 1 <= days <= LONGEST_LINK:
        raise ValueError("a link opens for 1 to 90 days")
    return now + timedelta(days=days)
