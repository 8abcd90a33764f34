"""The answers a portrait is made of, read as the machine role: each member's last, never their history.

They come as columns, each put together by PostgreSQL, so that no object is made for any of them: at 35,000
members, this takes a third of the time of as many rows.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from sqlalchemy import Date, Select, SmallInteger, Subquery, Text, cast, func, literal, select
from sqlalchemy.dialects.postgresql import aggregate_order_by, distinct_on

from assessment.models import Contribution
from assessment.referential import Axis
from dashboards.answers import FIRST_DAY, NONE, Answers, Words
from dashboards.ledger import KEY
from dashboards.measures.categories import UNSAID
from kernel.db import UnitOfWork
from tenants.models import Campaign, Group, GroupKind, GroupMember, Membership

SAID = ("status", "seniority", "trade", "territory", "branch")
FREE = frozenset(("trade", "territory"))  # people's own words, seen without regard to case and spaces


def due_campaigns(session: UnitOfWork, today: date) -> Sequence[Campaign]:
    """The campaigns whose closing day is over and whose portrait is not made, oldest first, locked."""
    statement = select(Campaign).where(Campaign.closes_on < today, Campaign.closed_at.is_(None))
    return session.scalars(statement.order_by(Campaign.closes_on).with_for_update()).all()


def answers_at(session: UnitOfWork, closed_on: date, zone: str) -> Answers:
    """Each present member's last contribution of the twelve months up to the end of a day."""
    branch = _branches()
    said = [*(getattr(Contribution, each) for each in SAID[:-1]), cast(branch.c.id, Text).label(SAID[-1])]
    every = (
        _answers(closed_on, zone).add_columns(*said).outerjoin(branch, branch.c.member_id == Membership.id)
    )
    last = every.ext(distinct_on(Contribution.member_id))
    rows = last.order_by(Contribution.member_id, Contribution.submitted_at.desc())
    return _columns(session, rows.subquery(), SAID)


def earlier_answers(session: UnitOfWork, closed_on: date, zone: str) -> Answers:
    """All contributions of present members in the twelve months up to an earlier day, their levels only."""
    return _columns(session, _answers(closed_on, zone).subquery())


def answered_since(session: UnitOfWork, opened_on: date, zone: str) -> int:
    """How many present members have taken stock since a day."""
    since = datetime.combine(opened_on, time(), ZoneInfo(zone))
    members = (
        select(func.count(Contribution.member_id.distinct()))
        .join(Membership, Membership.id == Contribution.member_id)
        .where(Contribution.submitted_at >= since, Membership.until.is_(None))
    )
    return session.scalar(members) or 0


def window_start(closed_on: date) -> date:
    """The first of the twelve months whose answers count at a close."""
    last_day = 28 if (closed_on.month, closed_on.day) == (2, 29) else closed_on.day
    return closed_on.replace(year=closed_on.year - 1, day=last_day) + timedelta(days=1)


def _answers(closed_on: date, zone: str) -> Select[*tuple[Any, ...]]:
    until = datetime.combine(closed_on + timedelta(days=1), time(), ZoneInfo(zone))
    since = datetime.combine(window_start(closed_on), time(), ZoneInfo(zone))
    day = cast(func.timezone(zone, Contribution.submitted_at), Date) - cast(literal(FIRST_DAY), Date)
    levels = (
        cast(func.coalesce(getattr(Contribution, axis), NONE), SmallInteger).label(axis) for axis in Axis
    )
    return (
        select(Contribution.key, Contribution.member_id, day.label("day"), *levels)
        .join(Membership, Membership.id == Contribution.member_id)
        .where(
            Contribution.submitted_at >= since,
            Contribution.submitted_at < until,
            Membership.until.is_(None),
        )
    )


def _branches() -> Subquery:
    """The branch each member is in: one at most."""
    return (
        select(GroupMember.member_id, Group.id)
        .join(Group, Group.id == GroupMember.group_id)
        .where(Group.kind == GroupKind.BRANCH, GroupMember.until.is_(None))
        .subquery()
    )


def _columns(session: UnitOfWork, rows: Subquery, attributes: Sequence[str] = ()) -> Answers:
    """Every column of these rows, in the order of the keys; of what was said, these attributes."""
    of = rows.c
    numbers = [func.uuid_send(of.key), func.uuid_send(of.member_id), func.int4send(of.day)]
    numbers += [func.int2send(of[axis]) for axis in Axis]
    found = session.execute(
        select(
            *(func.string_agg(each, aggregate_order_by(literal(b""), of.key)) for each in numbers),
            *(func.array_agg(aggregate_order_by(of[name], of.key)) for name in attributes),
        )
    ).one()
    keys, members, days, *levels = (each or b"" for each in found[: len(numbers)])
    said = found[len(numbers) :]
    return Answers(
        keys=np.frombuffer(keys, KEY),
        members=np.frombuffer(members, KEY),
        days=np.frombuffer(days, ">i4").astype(np.int32),
        levels={
            axis: np.frombuffer(each, ">i2").astype(np.int16) for axis, each in zip(Axis, levels, strict=True)
        },
        attributes={name: _words(name, each or ()) for name, each in zip(attributes, said, strict=True)},
    )


def _words(name: str, said: Sequence[str | None]) -> Words:
    """What was said, seen without regard to case and spaces where it is people's own words."""
    plain = _plain if name in FREE else str
    return Words.called(said, {each: plain(each or "") or UNSAID for each in set(said)})


def _plain(words: str) -> str:
    return " ".join(words.split()).casefold()
