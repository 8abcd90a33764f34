"""Reading the cooperatives that were written one person at a time."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import Any

from assessment.referential import Axis, Skip
from demo.plot.cast import OFTEN_AGREED, PRIVATE, Character, Circle, Decision, Guest, Turn
from demo.plot.plots import Amended, Plot, adjusted, words_of
from demo.plot.talk import Asking, Gratitude, Mediated, Outcome, Reply, Voice
from peer.rules import Stance
from tenants.models import GroupKind, RoleName


@cache
def written() -> tuple[Plot, ...]:
    """The cooperatives of `stories.yaml`."""
    return tuple(_plot(each) for each in words_of("stories.yaml"))


def character(item: dict[str, Any]) -> Character:
    """Somebody, as the files describe them."""
    return Character(
        name=item["name"],
        since=item["since"],
        until=item.get("until"),
        trade=item.get("trade"),
        status=item.get("status"),
        seniority=item.get("seniority"),
        territory=item.get("territory"),
        roles={RoleName(name): day for name, day in item.get("roles", {}).items()},
        groups=item.get("groups", {}),
        answers=tuple(item.get("answers", ())),
        rows=tuple(tuple(row) for row in item.get("levels", ())),
        skips={Axis(axis): Skip(reason) for axis, reason in item.get("skips", {}).items()},
        turns=tuple(turn(each, each["day"]) for each in item.get("turns", ())),
        agreed=OFTEN_AGREED[item.get("agreed", "later")],
        changed=tuple(decision for each in item.get("changed", ()) for decision in _decisions(each)),
    )


def circle(key: str, item: dict[str, Any], kind: GroupKind) -> Circle:
    """A group, as the files describe it."""
    return Circle(key, item["name"], kind, item["starts"], item.get("ends"))


def guest(item: dict[str, Any]) -> Guest:
    """Somebody invited."""
    return Guest(item["name"], item["invited"], item.get("declined"))


def turn(item: dict[str, Any], day: int) -> Turn:
    """What moved somebody's levels from a day on."""
    return Turn(
        day=day,
        event=item.get("event", ""),
        shifts={Axis(axis): points for axis, points in item.get("shifts", {}).items()},
        notes={Axis(axis): words for axis, words in item.get("notes", {}).items()},
    )


def asking(item: dict[str, Any]) -> Asking:
    """A request, with what is said of it."""
    return Asking(
        by=item["by"],
        axis=Axis(item["axis"]),
        day=item["day"],
        message=item.get("message", ""),
        drawn=tuple(item.get("drawn", ())),
        chosen=tuple(item.get("chosen", ())),
        voices={name: _voice(each) for name, each in item.get("voices", {}).items()},
        outside={name: _voice(each) for name, each in item.get("outside", {}).items()},
        sent=item.get("sent", True),
        withdrawn=item.get("withdrawn"),
    )


def _plot(item: dict[str, Any]) -> Plot:
    askings = tuple(asking(each) for each in item["askings"])
    currents = item.get("currents", ())
    return Plot(
        name=item["name"],
        slug=item["slug"],
        closed=item["closed"],
        groups=tuple(circle(key, each, GroupKind(each["kind"])) for key, each in item["groups"].items()),
        guests=tuple(guest(each) for each in item["guests"]),
        cast=adjusted([_carried(character(each), currents) for each in item["members"]], askings),
        askings=askings,
        thanks=tuple(Gratitude(**{**each, "axis": Axis(each["axis"])}) for each in item.get("thanks", ())),
        amended=Amended(**item["charter"]) if "charter" in item else None,
    )


def _carried(who: Character, currents: Iterable[dict[str, Any]]) -> Character:
    """Somebody, with what moved the groups they are in."""
    own = [each for each in currents if who.groups.keys() & set(each["groups"])]
    return replace(who, turns=(*who.turns, *(turn(each, each["day"]) for each in own)))


def _decisions(item: dict[str, Any]) -> list[Decision]:
    """One axis by its name, or the five that are asked together."""
    five = [axis for axis in Axis if axis not in PRIVATE]
    given = {name: value for name, value in item.items() if name != "day"}
    axes = {Axis(name): value for name, value in given.items() if name != "five"}
    axes |= dict.fromkeys(five, given["five"]) if "five" in given else {}
    return [Decision(item["day"], axis, value) for axis, value in axes.items()]


def _voice(item: dict[str, Any]) -> Voice:
    """What somebody said: `confirms` lists grounds, `sees` gives a level, `abstains` says nothing."""
    stance = Stance.ENDORSE if "confirms" in item else Stance.CONTEST if "sees" in item else Stance.ABSTAIN
    reply = item.get("reply")
    return Voice(
        day=item["day"],
        stance=stance,
        grounds=tuple(item.get("confirms", item.get("grounds", ()))),
        words=item.get("words", ""),
        level=item.get("sees"),
        withdrawn=item.get("withdrawn"),
        reply=_reply(reply) if reply else None,
    )


def _reply(item: dict[str, Any]) -> Reply:
    mediation = item.get("mediation")
    return Reply(item["day"], item["words"], item.get("level"), _mediated(mediation) if mediation else None)


def _mediated(item: dict[str, Any]) -> Mediated:
    outcome = item.get("outcome")
    return Mediated(item["by"], item["agreed"], Outcome(**outcome) if outcome else None)
