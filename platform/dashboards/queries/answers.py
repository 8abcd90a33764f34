"""The answers a portrait is made of, read as the machine role: each member's last, never their history."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from sqlalchemy import Row, Select, select
from sqlalchemy.dialects.postgresql import distinct_on

from assessment.models import Contribution
from assessment.referential import Axis
from dashboards.answers import NONE, UNSAID, Answers
from dashboards.ledger import KEY
from kernel.db import UnitOfWork
from tenants.models import Campaign, Membership

SAID = ("status", "seniority", "trade", "territory")
FREE = frozenset(("trade", "territory"))  # people's own words, seen without regard to case and spaces
FIRST_LEVEL = 3
FIRST_SAID = FIRST_LEVEL + len(Axis)


def due_campaigns(session: UnitOfWork, today: date) -> Sequence[Campaign]:
    """The campaigns whose closing day is over and whose portrait is not made, oldest first, locked."""
    statement = select(Campaign).where(Campaign.closes_on < today, Campaign.closed_at.is_(None))
    return session.scalars(statement.order_by(Campaign.closes_on).with_for_update()).all()


def answers_at(session: UnitOfWork, closed_on: date, zone: str) -> Answers:
    """Each present member's last contribution of the twelve months up to the end of a day."""
    last = _answers(closed_on, zone).ext(distinct_on(Contribution.member_id))
    return _columns(
        session.execute(last.order_by(Contribution.member_id, Contribution.submitted_at.desc())).all()
    )


def earlier_answers(session: UnitOfWork, closed_on: date, zone: str) -> Answers:
    """All contributions of present members in the twelve months up to an earlier day."""
    return _columns(session.execute(_answers(closed_on, zone)).all())


def answered_since(session: UnitOfWork, opened_on: date, zone: str) -> int:
    """How many present members have taken stock since a day."""
    since = datetime.combine(opened_on, time(), ZoneInfo(zone))
    members = (
        select(Contribution.member_id)
        .join(Membership, Membership.id == Contribution.member_id)
        .where(Contribution.submitted_at >= since, Membership.until.is_(None))
    )
    return len(set(session.scalars(members)))


def window_start(closed_on: date) -> date:
    """The first of the twelve months whose answers count at a close."""
    last_day = 28 if (closed_on.month, closed_on.day) == (2, 29) else closed_on.day
    return closed_on.replace(year=closed_on.year - 1, day=last_day) + timedelta(days=1)


def _answers(closed_on: date, zone: str) -> Select[*tuple[Any, ...]]:
    until = datetime.combine(closed_on + timedelta(days=1), time(), ZoneInfo(zone))
    since = datetime.combine(window_start(closed_on), time(), ZoneInfo(zone))
    levels, said = (
        (getattr(Contribution, axis) for axis in Axis),
        (getattr(Contribution, each) for each in SAID),
    )
    return (
        select(Contribution.key, Contribution.member_id, Contribution.submitted_at, *levels, *said)
        .join(Membership, Membership.id == Contribution.member_id)
        .where(
            Contribution.submitted_at >= since,
            Contribution.submitted_at < until,
            Membership.until.is_(None),
        )
    )


def _columns(rows: Sequence[Row[*tuple[Any, ...]]]) -> Answers:
    ordered = sorted(rows, key=lambda row: row[0].bytes)
    columns = [list(each) for each in zip(*ordered, strict=True)] or [
        [] for _ in range(FIRST_SAID + len(SAID))
    ]
    return Answers(
        keys=np.frombuffer(b"".join(key.bytes for key in columns[0]), KEY),
        members=tuple(columns[1]),
        submitted_at=tuple(columns[2]),
        levels={
            axis: np.array([NONE if level is None else level for level in columns[place]], np.int16)
            for place, axis in enumerate(Axis, FIRST_LEVEL)
        },
        attributes={name: _words(name, columns[place]) for place, name in enumerate(SAID, FIRST_SAID)},
    )


def _words(name: str, said: Sequence[str | None]) -> np.ndarray:
    known = [
        " ".join(word.split()).casefold() if name in FREE else word for word in (each or "" for each in said)
    ]
    return np.array([word or UNSAID for word in known], np.str_)
