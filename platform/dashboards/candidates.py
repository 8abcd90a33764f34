"""The tables a portrait might hold, each a few sets of contributions to be audited together. Pure.

`all` is everybody who counts on an axis and `full` those who count on every axis; the others part the
first: by a dimension (« status:employee_permanent »), by what peers confirmed, by who came and went.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from assessment.referential import Axis
from dashboards.answers import NONE, Answers, Levels, Words
from dashboards.display import WHOLE_ONLY
from dashboards.ledger import Keys, Mask, Published

ALL, FULL, TURNOVER, STANDING = "all", "full", "turnover", "standing"
STAYED, JOINED, BEFORE, LEFT = "stayed", "joined", "before", "left"
BROKEN_DOWN = tuple(axis for axis in Axis if axis not in WHOLE_ONLY)

Candidate = tuple[Published, ...]


@dataclass(frozen=True)
class Earlier:
    """The last portrait of an axis: who was counted, and what is still known of them.

    `everyone` and `levels` follow its roster; a level is NONE where its contribution is gone, or may not
    count any more. `members` are the ids of those whose contribution is known, in order, and `places` where.
    """

    day: date
    everyone: Mask
    levels: Levels
    members: Keys
    places: NDArray[np.intp]


def earlier(day: date, roster: Keys, everyone: Mask, answers: Answers, axis: Axis) -> Earlier:
    """The last portrait of an axis, from its roster and the contributions that are left."""
    place = np.searchsorted(roster, answers.keys)
    known = np.flatnonzero(
        (place < len(roster)) & (roster[np.minimum(place, len(roster) - 1)] == answers.keys)
    )
    levels = np.full(len(roster), NONE, np.int16)
    levels[place[known]] = answers.levels[axis][known]
    order = np.argsort(answers.members[known])
    return Earlier(day, everyone, levels, answers.members[known][order], place[known][order])


def everybody(day: date, axis: Axis, answers: Answers) -> Candidate:
    """Everybody who counts on an axis."""
    return (Published(day, axis, ALL, day, answers.on(axis)),)


def on_every_axis(day: date, axis: Axis, answers: Answers) -> Candidate:
    """Those who count on every axis: their sums on this one are behind the savoirs."""
    return (Published(day, axis, FULL, day, answers.on_all),)


def parted(day: date, axis: Axis, answers: Answers, dimension: str, cells: Words) -> Candidate:
    """Those who count on an axis, by the cell each is in."""
    on = answers.on(axis)
    held = cells.counts(on)
    return tuple(
        Published(day, axis, f"{dimension}:{name}", day, on & (cells.codes == code))
        for code, name in enumerate(cells.names)
        if held[name]
    )


def turned_over(day: date, axis: Axis, answers: Answers, before: Earlier) -> Candidate:
    """Those who count now and counted then, those who came, and the same then with those who left."""
    stayed, then = still_here(axis, answers, before)
    sets = {STAYED: (day, stayed), JOINED: (day, answers.on(axis) & ~stayed)}
    sets |= {BEFORE: (before.day, then), LEFT: (before.day, before.everyone & ~then)}
    return tuple(
        Published(day, axis, f"{TURNOVER}:{name}", roster_on, mask)
        for name, (roster_on, mask) in sets.items()
    )


def still_here(axis: Axis, answers: Answers, before: Earlier) -> tuple[Mask, Mask]:
    """Among those who count now, and among those who counted then, those who are in both."""
    found = np.searchsorted(before.members, answers.members)
    found[found == len(before.members)] = 0
    stayed = answers.on(axis) & (before.members[found] == answers.members if len(before.members) else False)
    counted = before.everyone & (before.levels != NONE)
    stayed[stayed] = counted[before.places[found[stayed]]]
    then = np.zeros(len(before.everyone), bool)
    then[before.places[found[stayed]]] = True
    return stayed, then
