"""What the crowd asks and says, composed from words that fit any trade and any person."""

from collections.abc import Iterator
from dataclasses import replace

from assessment.referential import referential
from demo.plot.cast import Character
from demo.plot.chance import between, happens, pick, share, some
from demo.plot.crowd import frame, words
from demo.plot.days import CLOSINGS, YESTERDAY
from demo.plot.plots import Plot
from demo.plot.script import asking
from demo.plot.talk import Asking, Reply, Voice
from peer.rules import WITHIN, Stance, stance_allowed

ASKING = 0.1  # the chance that somebody who took stock asks for reviews
CHOSEN = 3  # peers at most, besides those drawn
ANSWERED_WITHIN = 15  # days
STANCES = ((0.66, Stance.ENDORSE), (0.81, Stance.CONTEST), (0.88, Stance.ABSTAIN))  # nothing said above
KEEPING = 0.6  # the share of views below that get an answer
HIGHER = 0.3  # the share of views that differ by being above
FARTHEST = 32  # points


def large() -> Plot:
    """The large cooperative with everything its members asked."""
    plot = frame()
    told = [asking(item) for item in words()["askings"]]
    known = {each.by for each in told}
    made = [each for who in plot.cast if who.name not in known for each in _askings(plot, who)]
    return replace(plot, askings=(*told, *made))


def improvised(request: Asking, seen: int, peer: str) -> Voice | None:
    """What a peer says of the level seen, if they answer in time."""
    key = (request.by, request.axis, request.day, peer)
    day = request.day + between(1, ANSWERED_WITHIN, *key, "day")
    rolled = share(*key, "stance")
    stance = next((stance for upto, stance in STANCES if rolled < upto), None)
    if stance is None or day > YESTERDAY:
        return None
    if stance is Stance.ABSTAIN:
        return Voice(day, stance)
    grounds = tuple(some([each.id for each in referential().grounds[:5]], between(1, 2, *key), *key))
    level = _seen_otherwise(seen, key) if stance is Stance.CONTEST else None
    if level is None:
        return Voice(day, Stance.ENDORSE, grounds, pick(words()["confirms"][request.axis], *key, "words"))
    said = words()["raises"] if level > seen else words()["contests"][request.axis]
    return Voice(day, stance, grounds, pick(said, *key, "words"), level, reply=_reply(day, seen, level, key))


def _askings(plot: Plot, who: Character) -> Iterator[Asking]:
    """What somebody asks over time, about another axis each time."""
    if who.until is not None or who.roles:
        return  # what those who hold a role ask is written
    left = [axis for axis, sheet in referential().sheets.items() if sheet.peer_reviewed]
    for taken in who.answers:
        day = taken + between(2, 7, who.name, taken, "asks")
        if day > YESTERDAY or taken < CLOSINGS[0] or not who.is_here(day) or not left:
            continue
        if not happens(ASKING, who.name, taken):
            continue
        axis = left.pop(between(0, len(left) - 1, who.name, taken, "axis"))
        message = pick(words()["messages"][axis], who.name, taken, "message")
        chosen = tuple(_chosen(plot, who, day))
        yield Asking(by=who.name, axis=axis, day=day, message=message, chosen=chosen, improvised=True)


def _chosen(plot: Plot, who: Character, day: int) -> list[str]:
    near = [
        each.name
        for each in plot.cast
        if each is not who and each.is_here(day) and each.groups.keys() & who.groups.keys()
    ]
    return some(near, between(0, CHOSEN, who.name, day, "count"), who.name, day)


def _seen_otherwise(seen: int, key: tuple[object, ...]) -> int | None:
    """Another level, more than fifteen points away; None where the scale has no room for it."""
    gap = between(WITHIN + 1, FARTHEST, *key, "gap")
    level = seen + gap if happens(HIGHER, *key, "higher") else seen - gap
    level = max(0, min(100, round(level / 2) * 2))
    return level if stance_allowed(seen, level) is Stance.CONTEST else None


def _reply(day: int, seen: int, level: int, key: tuple[object, ...]) -> Reply | None:
    answered = day + between(1, 9, *key, "reply")
    if level > seen or answered > YESTERDAY or not happens(KEEPING, *key, "keeps"):
        return None
    return Reply(answered, pick(words()["keeps"], *key, "reply words"))
