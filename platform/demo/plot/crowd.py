"""A large cooperative, whose members nobody wrote one by one: they are composed, always the same way."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

from assessment.referential import Axis
from demo.plot.cast import OFTEN_AGREED, PRIVATE, Character, Circle, Decision, Turn
from demo.plot.chance import about, between, happens, pick, share, some
from demo.plot.days import BEGINNING, CAMPAIGN, CLOSINGS, NEXT_CLOSING
from demo.plot.plots import Plot, words_of
from demo.plot.script import character, circle, guest, turn, written
from tenants.models import GroupKind

FIRST_WEEKS = 25  # days in which those who were there at first opened their account
OPENINGS = tuple(day - CAMPAIGN for day in (*CLOSINGS, NEXT_CLOSING))
ANSWERING = 38  # days of a campaign in which people answer
RECENT = 14  # days of the campaign that is open
AMONG_AGREED = ("all",) * 11 + ("five",) * 4 + ("six",) * 2 + ("none", "later", "later")
SPREAD = 34  # points between people of one trade
SLOPES = {Axis.LOCAL_UTILITY: 6, Axis.REST_TIME: -6, Axis.COMMERCIAL_RELATION: 4}  # points a year
NEWCOMERS = {Axis.LOCAL_UTILITY: -10, Axis.COMMERCIAL_RELATION: -6, Axis.FINANCIAL_AUTONOMY: -8}
SILENT = 0.14  # the share of those who never take stock
TURNS = 0.3  # the share of those to whom something happened
SETTLED = -60  # a first answer older than this has had time to be thought over
CHANGES = 0.05  # the share of those who took a consent back


@cache
def words() -> Any:  # noqa: ANN401 - the content of a file, read by this module and by `voices`
    """What the crowd is made from."""
    return words_of("crowd.yaml")


def cast() -> tuple[Character, ...]:
    """Everybody: those who were written, then those who were composed."""
    chosen = [_written(item) for item in words()["members"]]
    here = words()["members_today"] - len(chosen)
    names = _names(here + words()["gone"], {each.name for each in chosen})
    return (*chosen, *(_composed(name, number, here) for number, name in enumerate(names)))


def groups() -> Iterator[Circle]:
    """Branches, trades and projects."""
    for kind, part in (
        (GroupKind.BRANCH, "branches"),
        (GroupKind.TRADE, "trade_groups"),
        (GroupKind.PROJECT, "projects"),
    ):
        yield from (circle(key, item, kind) for key, item in words()[part].items())


def frame() -> Plot:
    """The cooperative and its people, before they asked anything."""
    item = words()
    guests = tuple(guest(each) for each in item["guests"])
    return Plot(item["name"], item["slug"], item["closed"], tuple(groups()), guests, cast(), ())


def _written(item: dict[str, Any]) -> Character:
    """Somebody written here, or told elsewhere, who is a member here too."""
    if "from" not in item:
        return character(item)
    home = next(plot for plot in written() if plot.name == item["from"])
    told = home.named[item["name"]]
    agreed = OFTEN_AGREED[item["agreed"]]
    return replace(told, since=item["since"], groups=item["groups"], roles={}, agreed=agreed, changed=())


def _names(count: int, taken: set[str]) -> list[str]:
    known = {each.name for plot in written() for each in plot.cast} | taken
    names: list[str] = []
    tries = 0
    while len(names) < count:
        tries += 1
        name = f"{pick(words()['first_names'], 'first', tries)} {pick(words()['last_names'], 'last', tries)}"
        if name not in known:
            known.add(name)
            names.append(name)
    return names


def _composed(name: str, number: int, here: int) -> Character:
    since = _arrival(name, number, here)
    until = between(max(since + 120, -660), -30, name, "leaves") if number >= here else None
    trade = pick(words()["trades"], name, "trade")
    branch = pick(list(words()["branches"]), name, "branch")
    answers = _answers(name, since, until)
    agreed = pick(AMONG_AGREED, name, "agrees")
    return Character(
        name=name,
        since=since,
        until=until,
        trade=trade["name"] if happens(0.92, name, "says trade") else None,
        status=_status(name, since),
        seniority=_seniority(name, since),
        territory=words()["branches"][branch]["territory"] if happens(0.85, name, "says where") else None,
        groups=_groups(name, since, until, branch, trade["group"]),
        answers=answers,
        rows=(
            tuple(_base(name, since, level, axis) for axis, level in zip(Axis, trade["levels"], strict=True)),
        ),
        slopes=SLOPES,
        turns=_turns(name, answers),
        agreed=OFTEN_AGREED[agreed],
        changed=_changes(name, answers, OFTEN_AGREED[agreed]),
    )


def _arrival(name: str, number: int, here: int) -> int:
    gone = number >= here
    if gone or number < words()["at_first"]:
        return between(BEGINNING, BEGINNING + FIRST_WEEKS, name, "since")
    return between(CLOSINGS[0] + 10, -8, name, "since")


def _answers(name: str, since: int, until: int | None) -> tuple[int, ...]:
    """The days they took stock: some never do, the others once a campaign, or now and then."""
    if happens(SILENT, name, "silent"):
        return ()
    keen = 0.55 + 0.45 * share(name, "keen")
    days = []
    for campaign, opening in enumerate(OPENINGS):
        length, wanted = (RECENT, keen * 0.6) if opening + CAMPAIGN > 0 else (ANSWERING, keen)
        day = between(opening + 3, opening + 3 + length, name, campaign)
        if day > since and (until is None or day < until) and happens(wanted, name, "answers", campaign):
            days.append(day)
    return tuple(days)


def _base(name: str, since: int, level: int, axis: Axis) -> int:
    new = NEWCOMERS.get(axis, 0) if since > CLOSINGS[0] else 0
    return max(2, min(98, level + new + about(SPREAD, name, axis, "base")))


def _status(name: str, since: int) -> str | None:
    shares = words()["statuses"]
    ladder = [status for status, count in shares.items() for _ in range(count)]
    chosen: str = pick(ladder, name, "status")
    if chosen == "cape" and since < CLOSINGS[1]:
        chosen = "esa"  # a contract of support never lasts so long
    return None if chosen == "none" else chosen


def _seniority(name: str, since: int) -> str | None:
    if happens(0.1, name, "says nothing of time"):
        return None
    recent = ("under_1", "1_to_3", "1_to_3", "3_to_10")
    return pick(recent if since > CLOSINGS[1] else ("1_to_3", "3_to_10", "3_to_10", "over_10"), name, "time")


def _groups(name: str, since: int, until: int | None, branch: str, trade: str) -> dict[str, int]:
    joined = {branch: since, trade: since}
    for key, project in words()["projects"].items():
        ends = min(project.get("ends", 0), 0, until or 0)
        start = max(project["starts"], since)
        if start < ends - 20 and happens(0.16, name, key):
            joined[key] = between(start, start + 20, name, key, "since")
    return joined


def _turns(name: str, answers: tuple[int, ...]) -> tuple[Turn, ...]:
    if len(answers) < 2 or not happens(TURNS, name, "turn"):  # noqa: PLR2004 - a change is between two answers
        return ()
    day = between(answers[0] + 5, answers[-1] - 2, name, "turn day")
    return (turn(pick(words()["turns"], name, "what"), day),)


def _changes(name: str, answers: tuple[int, ...], agreed: dict[Axis, bool]) -> tuple[Decision, ...]:
    given = [axis for axis in PRIVATE if agreed.get(axis)]
    if not answers or answers[0] > SETTLED or not given or not happens(CHANGES, name, "changes"):
        return ()
    day = between(answers[0] + 20, -20, name, "change day")
    return tuple(Decision(day, axis, given=False) for axis in some(given, 1, name))
