"""Closing a campaign at SMart's size, and auditing what is published."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from time import perf_counter
from unittest.mock import patch
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select, text

from assessment.referential import Language
from bench.baselines import grouping_sets
from bench.dashboards.ground import Ground
from bench.dashboards.timing import in_turns
from bench.goals import Bound, Goal, Reached
from dashboards import proposals
from dashboards.admission import admissible
from dashboards.candidates import Candidate
from dashboards.disclosure import Floors
from dashboards.ledger import Ledger
from dashboards.pictures import draw_charts
from dashboards.queries.answers import window_start
from dashboards.service.closing import close_due
from demo.large.rows import ZONE
from kernel.db import Database, UnitOfWork
from kernel.scope import Scope
from kernel.walls import Role
from tenants.models import Campaign

TIMES = 3
PATIENCE = 60.0  # seconds after which no further axis is audited: the goal is missed anyway

CLOSE = Goal("close at 35,000, audit apart, to one query", Bound.AT_MOST, 1.0)
HISTORY = Goal("close at 120 months of history, to 24", Bound.AT_MOST, 1.1)
AUDIT = Goal("audit at 35,000, seconds", Bound.AT_MOST, 60, "{:.1f}")
AUDIT_USUAL = Goal("audit at 300, seconds", Bound.AT_MOST, 2, "{:.2f}")

REOPEN = text("UPDATE campaign SET closed_at = NULL WHERE cooperative_id = :home AND closes_on = :day")


@dataclass
class Audits:
    """The audit, timed and remembered: what it allowed may be taken as given, to time the rest of a close."""

    spent: float = 0.0
    looked: int = 0
    allowed: list[set[str]] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        """How long the whole of it takes; where it was stopped, reckoned from the axes it looked at."""
        return self.spent * len(self.allowed) / self.looked

    def look(self, ledger: Ledger, tables: Sequence[Candidate], floors: Floors) -> list[Candidate]:
        """The audit itself, of one axis, as long as it does not take too long."""
        found = list(tables)
        if self.spent <= PATIENCE:
            start = perf_counter()
            found = admissible(ledger, tables, floors)
            self.spent += perf_counter() - start
            self.looked += 1
        self.allowed.append({each[0].series for each in found})
        return found

    @contextmanager
    def looking(self) -> Iterator[None]:
        """Within this, closes are audited, timed."""
        self.spent, self.looked, self.allowed = 0.0, 0, []
        with patch.object(proposals, "admissible", self.look):
            yield

    @contextmanager
    def remembered(self) -> Iterator[None]:
        """Within this, one close takes what was allowed last time as given."""
        answers = iter(self.allowed)

        def given(_ledger: Ledger, tables: Sequence[Candidate], _floors: Floors) -> list[Candidate]:
            names = next(answers)
            return [table for table in tables if table[0].series in names]

        with patch.object(proposals, "admissible", given):
            yield


@contextmanager
def unaudited() -> Iterator[None]:
    """Within this, closes publish every table: a history of the greatest size, made quickly."""
    with patch.object(proposals, "admissible", lambda _ledger, tables, _floors: list(tables)):
        yield


@dataclass
class Closing:
    """One cooperative with campaigns to close."""

    ground: Ground
    home: UUID
    audits: Audits = field(default_factory=Audits)

    @property
    def database(self) -> Database:
        """The database of the ground."""
        return self.ground.house.database

    @property
    def scope(self) -> Scope:
        """The scope of its jobs."""
        return Scope(cooperative=self.home)

    def days(self) -> list[date]:
        """The closing days, oldest first."""
        with self.database.reading(self.scope) as session:
            return list(session.scalars(select(Campaign.closes_on).order_by(Campaign.closes_on)))

    def close_earlier(self) -> None:
        """Close every campaign but the last, as if each had just ended."""
        for day in self.days()[:-1]:
            with self.ground.administrator() as connection:
                connection.execute(REOPEN, {"home": self.home, "day": day})
            self.close_earliest(day)

    def close_earliest(self, day: date) -> None:
        """Close the one campaign that waits before the last."""
        last = self.days()[-1]
        with self.hidden(last), self.database.unit_of_work(self.scope, Role.MACHINE) as session:
            if close_due(session) != [day]:
                raise LookupError(day)
            session.info["after_commit"].clear()

    @contextmanager
    def hidden(self, day: date) -> Iterator[None]:
        """Within this, a campaign is over and waits for nothing."""
        over = text("UPDATE campaign SET closed_at = now() WHERE cooperative_id = :home AND closes_on = :day")
        for statement in (over, REOPEN):
            with self.ground.administrator() as connection:
                connection.execute(statement, {"home": self.home, "day": day})
            if statement is over:
                yield

    def tried(self) -> None:
        """Close the last campaign, and undo it."""
        with self.undone() as session:
            close_due(session)

    def tried_remembering(self) -> None:
        """The same, the audit apart."""
        with self.audits.remembered():
            self.tried()

    def publish(self) -> date:
        """Close the last campaign for good, the audit apart, and draw its charts; gives its day."""
        day = self.days()[-1]
        with self.audits.remembered(), self.database.unit_of_work(self.scope, Role.MACHINE) as session:
            close_due(session)
            session.info["after_commit"].clear()
        for language in Language:
            with self.database.unit_of_work(self.scope, Role.MACHINE) as session:
                draw_charts(session, day.isoformat(), language)
        return day

    def queried(self) -> None:
        """The same cells by one query."""
        day = self.days()[-1]
        since, until = (
            datetime.combine(each, time(), ZoneInfo(ZONE))
            for each in (window_start(day), day + timedelta(days=1))
        )
        with self.undone() as session:
            grouping_sets.cells(session, since, until)

    @contextmanager
    def undone(self) -> Iterator[UnitOfWork]:
        """A unit of work of the machine of which nothing stays."""
        with self.database.unit_of_work(self.scope, Role.MACHINE) as session:
            yield session
            session.rollback()
            session.info["after_commit"].clear()


def closes(long: Closing, short: Closing, usual: Closing) -> Iterator[Reached]:
    """The rows of the close and of the audit; the last campaign of each is still to be closed afterwards."""
    with unaudited():
        long.close_earlier()
        short.close_earlier()
    usual.close_earlier()
    for each in (long, short, usual):
        with each.audits.looking():
            each.tried()
    yield Reached(AUDIT, long.audits.seconds)
    yield Reached(AUDIT_USUAL, usual.audits.seconds)
    acts = {"query": long.queried, "long": long.tried_remembering, "short": short.tried_remembering}
    taken = in_turns(acts, TIMES)
    yield Reached(CLOSE, taken["long"] / taken["query"])
    yield Reached(HISTORY, taken["long"] / taken["short"])
