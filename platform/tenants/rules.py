"""Names, dates and lists of members, decided on plain values. Pure."""

import csv
import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from tenants.terms import Calendar

LONGEST_NAME = 80
LONGEST_NOTE = 2000
LONGEST_COMMITMENT = 200
MOST_COMMITMENTS = 3
MOST_IN_A_CATEGORY = 100_000
MOST_LINES = 2000
USUAL_NOTICE = timedelta(days=42)
YEAR = timedelta(days=365)
MONTHS_BETWEEN = 6  # half-yearly, unless many contribute
LONGEST_CAMPAIGN = timedelta(days=548)  # eighteen months: later, a year was mistyped
TOGETHER = timedelta(days=150)  # two closes nearer than that are quarterly: `docs/decisions/0015`
MANY_CONTRIBUTORS = 300
REMINDED_BEFORE = timedelta(days=10)
REMINDED_AFTER = timedelta(days=7)  # nobody is reminded of what began less than a week ago
ADDRESS = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]{2,}")
SPELLED = str.maketrans({"’": "'", "œ": "oe", "æ": "ae"})  # what has no plain form of its own
HEADINGS = {
    "email": ("email", "e-mail", "mail", "courriel", "adresse", "address"),
    "name": ("name", "nom", "nom affiché", "prénom et nom"),
    "group": ("group", "groupe"),
}


class Act(StrEnum):
    """What the coordination does; every member may read it in the journal."""

    INVITE = "invite"
    RESEND = "resend-invitation"
    CANCEL = "cancel-invitation"
    JOIN = "join"
    LEAVE = "leave"
    REMOVE_MEMBER = "remove-member"
    GIVE_ROLE = "give-role"
    END_ROLE = "end-role"
    CREATE_GROUP = "create-group"
    CHANGE_GROUP = "change-group"
    ADD_TO_GROUP = "add-to-group"
    TAKE_FROM_GROUP = "take-from-group"
    OPEN_CAMPAIGN = "open-campaign"
    MOVE_CAMPAIGN = "move-campaign"
    WRITE_NOTE = "write-note"
    SAY_WHO_WE_ARE = "say-who-we-are"
    PUBLISH_CHARTER = "publish-charter"


class FileProblem(StrEnum):
    """Why a list of members cannot be read at all."""

    ENCODING = "encoding"
    NOT_A_LIST = "not-a-list"
    EMPTY = "empty"
    NO_ADDRESS_COLUMN = "no-address-column"
    TOO_LONG = "too-long"


class LineProblem(StrEnum):
    """Why one line of a list of members would not be imported."""

    NO_ADDRESS = "no-address"
    NOT_AN_ADDRESS = "not-an-address"
    TWICE = "twice"
    ALREADY_MEMBER = "already-member"
    ALREADY_INVITED = "already-invited"
    NAME_TOO_LONG = "name-too-long"
    UNKNOWN_GROUP = "unknown-group"


@dataclass(frozen=True)
class Line:
    """One line of a list of members, and what is wrong with it, if anything."""

    number: int
    email: str
    name: str
    group: str
    problem: LineProblem | None = None


@dataclass(frozen=True)
class MemberList:
    """A list of members as read: all its lines, or why it could not be read."""

    lines: Sequence[Line] = field(default_factory=tuple)
    problem: FileProblem | None = None

    @property
    def good(self) -> list[Line]:
        """The lines that may be imported."""
        return [line for line in self.lines if line.problem is None]

    @property
    def bad(self) -> list[Line]:
        """The lines that may not."""
        return [line for line in self.lines if line.problem is not None]


@dataclass(frozen=True)
class Known:
    """What the cooperative already has, in lower case."""

    members: Collection[str] = ()
    invited: Collection[str] = ()
    groups: Collection[str] = ()


def slug_of(name: str) -> str:
    """The part of the address made from a cooperative's name: « L'Établi commun » gives `l-etabli-commun`."""
    spelled = name.lower().translate(SPELLED)
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def is_slug(text: str) -> bool:
    """Whether a text may stand in an address: lower-case letters, digits and single hyphens."""
    return re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text) is not None


def read_members(raw: bytes, known: Known) -> MemberList:
    """A CSV list of members, each line checked; in UTF-8, separated by commas, semicolons or tabs."""
    try:
        rows = _rows(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return MemberList(problem=FileProblem.ENCODING)
    except csv.Error:
        return MemberList(problem=FileProblem.NOT_A_LIST)
    columns = _columns(rows[0]) if rows else {}
    problem = _file_problem(rows, columns)
    if problem:
        return MemberList(problem=problem)
    return MemberList(lines=_check([_line(n, row, columns) for n, row in enumerate(rows[1:], 2)], known))


def campaign_problem(
    opens: date, closes: date, earlier: Sequence[date], contributors: int | None, calendar: Calendar
) -> str | None:
    """Why a campaign may not close on a day; None when it may.

    « notice »: under the days of the charter, 21 at least. « frequency »: more closes within a year than the
    charter has, four at most. « rhythm »: less than 150 days from another close, when fewer than 300
    contributed to the last portrait (None when it showed nothing). « far »: after eighteen months.
    """
    if closes - opens < timedelta(days=calendar.notice_days):
        return "notice"
    if closes - opens > LONGEST_CAMPAIGN:
        return "far"
    if sum(abs(closes - day) < YEAR for day in earlier) >= calendar.closes_a_year:
        return "frequency"
    close_by = any(abs(closes - day) < TOGETHER for day in earlier)
    return "rhythm" if close_by and not may_be_quarterly(contributors) else None


def may_be_quarterly(contributors: int | None) -> bool:
    """Whether the last portrait had enough contributors, 300, for the next one to come within half a year."""
    return (contributors or 0) >= MANY_CONTRIBUTORS


def earliest_close(
    opens: date, earlier: Sequence[date], contributors: int | None, calendar: Calendar
) -> date:
    """The first day a campaign may close on, after all the others."""
    after = [day + TOGETHER for day in earlier] if not may_be_quarterly(contributors) else []
    return max([opens + timedelta(days=calendar.notice_days), *after, *_year_over(earlier, calendar)])


def proposed_close(today: date, earlier: Sequence[date], calendar: Calendar) -> date:
    """The closing day a form proposes: in six weeks, or six months after the last close if that is later."""
    notice = max(USUAL_NOTICE, timedelta(days=calendar.notice_days))
    spaced = (months_after(day, MONTHS_BETWEEN) for day in earlier)
    return max([today + notice, *spaced, *_year_over(earlier, calendar)])


def _year_over(earlier: Sequence[date], calendar: Calendar) -> list[date]:
    """The day from which a year holds one close less than the charter has; none while it has fewer."""
    latest = sorted(earlier)[-calendar.closes_a_year :]
    return [latest[0] + YEAR] if len(latest) == calendar.closes_a_year else []


def reminder_day(opens: date, closes: date) -> date:
    """The day the one reminder of a campaign leaves: ten days before it closes, a week after it opens."""
    return max(closes - REMINDED_BEFORE, opens + REMINDED_AFTER)


def is_near(closes: date, today: date) -> bool:
    """Whether a close is ten days away or less, with a day left to answer."""
    return closes - REMINDED_BEFORE <= today < closes


def may_remind(opens: date, closes: date, today: date) -> bool:
    """Whether the reminder may leave on a day: its own, or later as long as a day is left to answer."""
    return is_near(closes, today) and reminder_day(opens, closes) <= today


def months_after(day: date, months: int) -> date:
    """The same day of the month so many months later, or the last one of a month that is too short."""
    year, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + year, month + 1, 1)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), following - timedelta(days=1))


def _rows(text: str) -> list[list[str]]:
    lines = text.splitlines()
    separator = max(";,\t", key=(lines or [""])[0].count)
    return [row for row in csv.reader(lines, delimiter=separator) if any(map(str.strip, row))]


def _file_problem(rows: Sequence[Sequence[str]], columns: Mapping[str, int]) -> FileProblem | None:
    tests = (
        (any("\x00" in cell for row in rows for cell in row), FileProblem.ENCODING),
        (len(rows) <= 1, FileProblem.EMPTY),
        (len(rows) - 1 > MOST_LINES, FileProblem.TOO_LONG),
        ("email" not in columns, FileProblem.NO_ADDRESS_COLUMN),
    )
    return next((problem for wrong, problem in tests if wrong), None)


def _columns(headings: Sequence[str]) -> dict[str, int]:
    cleaned = [heading.strip().lower() for heading in headings]
    return {
        name: cleaned.index(word)
        for name, words in HEADINGS.items()
        for word in reversed(words)
        if word in cleaned
    }


def _line(number: int, row: Sequence[str], columns: dict[str, int]) -> Line:
    cells = {name: row[at].strip() if at < len(row) else "" for name, at in columns.items()}
    return Line(number, cells.get("email", ""), cells.get("name", ""), cells.get("group", ""))


def _check(lines: Sequence[Line], known: Known) -> list[Line]:
    seen: set[str] = set()
    checked = []
    for line in lines:
        problem = _problem(line, known, seen)
        seen.add(line.email.lower())
        checked.append(Line(line.number, line.email, line.name, line.group, problem))
    return checked


def _problem(line: Line, known: Known, seen: Collection[str]) -> LineProblem | None:
    email = line.email.lower()
    tests = (
        (not email, LineProblem.NO_ADDRESS),
        (not ADDRESS.fullmatch(email), LineProblem.NOT_AN_ADDRESS),
        (email in seen, LineProblem.TWICE),
        (email in known.members, LineProblem.ALREADY_MEMBER),
        (email in known.invited, LineProblem.ALREADY_INVITED),
        (len(line.name) > LONGEST_NAME, LineProblem.NAME_TOO_LONG),
        (bool(line.group) and line.group.lower() not in known.groups, LineProblem.UNKNOWN_GROUP),
    )
    return next((problem for wrong, problem in tests if wrong), None)
