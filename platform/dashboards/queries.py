"""Reading portraits as a member, and contributions and sealed sets as the machine role."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, ScalarSelect, Text, cast, func, literal_column, select, true
from sqlalchemy.dialects.postgresql import aggregate_order_by, distinct_on

from assessment.models import Contribution
from assessment.referential import Axis
from dashboards.models import Chart, Release, ReleaseSet
from kernel.db import UnitOfWork
from kernel.refusals import Unknown
from kernel.tables import Base
from tenants.models import Campaign, Cooperative, Membership


@dataclass(frozen=True)
class Answer:
    """One member's last contribution at a close: its random key, its date, its seven levels."""

    key: UUID
    submitted_at: datetime
    levels: dict[Axis, int | None]


def releases(session: UnitOfWork) -> Sequence[Release]:
    """Every portrait of the cooperative in scope, newest first."""
    return session.scalars(select(Release).order_by(Release.closed_on.desc())).all()


def release(session: UnitOfWork, closed_on: date) -> Release:
    """The portrait of a closing day; raises Unknown when there is none."""
    found = session.scalar(select(Release).where(Release.closed_on == closed_on))
    if found is None:
        raise Unknown
    return found


def latest_release(session: UnitOfWork) -> Release | None:
    """The last portrait of the cooperative in scope, with figures or not."""
    return session.scalars(select(Release).order_by(Release.closed_on.desc()).limit(1)).first()


def charts(session: UnitOfWork, closed_on: date, language: str) -> dict[str, str]:
    """The charts of a portrait in one language, by name; empty until they are drawn."""
    statement = select(Chart).where(Chart.closed_on == closed_on, Chart.language == language)
    return {each.name: each.svg for each in session.scalars(statement)}


def page_state(session: UnitOfWork, closed_on: date, language: str) -> str | None:
    """A text that changes with anything the page of a portrait may show; None until its charts are drawn.

    Whole rows are digested, so that a column added one day is in it: the cooperative, its campaigns, what
    the member in scope contributed, and which releases there are.
    """
    drawn = select(func.count()).where(Chart.closed_on == closed_on, Chart.language == language)
    own = Contribution.member_id == session.member
    parts = (
        drawn.scalar_subquery(),
        select(_joined(cast(Release.published_at, Text))).scalar_subquery(),
        _rows(Cooperative, Cooperative.cooperative_id == session.cooperative),
        _rows(Campaign, true()),
        _rows(Contribution, own),
    )
    found = session.execute(select(*parts)).one()
    return repr(tuple(found)) if found[0] else None


def due_campaigns(session: UnitOfWork, today: date) -> Sequence[Campaign]:
    """The campaigns whose closing day is over and whose portrait is not made, oldest first, locked."""
    statement = select(Campaign).where(Campaign.closes_on < today, Campaign.closed_at.is_(None))
    return session.scalars(statement.order_by(Campaign.closes_on).with_for_update()).all()


def answers_at(session: UnitOfWork, closed_on: date, zone: str) -> list[Answer]:
    """Each present member's last contribution of the twelve months up to the end of a day."""
    until = datetime.combine(closed_on + timedelta(days=1), time(), ZoneInfo(zone))
    since = datetime.combine(window_start(closed_on), time(), ZoneInfo(zone))
    last = (
        select(Contribution)
        .join(Membership, Membership.id == Contribution.member_id)
        .where(
            Contribution.submitted_at >= since,
            Contribution.submitted_at < until,
            Membership.until.is_(None),
        )
        .ext(distinct_on(Contribution.member_id))
        .order_by(Contribution.member_id, Contribution.submitted_at.desc())
    )
    return [Answer(each.key, each.submitted_at, each.levels) for each in session.scalars(last)]


def answered_since(session: UnitOfWork, opened_on: date, zone: str) -> int:
    """How many present members have taken stock since a day."""
    since = datetime.combine(opened_on, time(), ZoneInfo(zone))
    members = (
        select(Contribution.member_id)
        .join(Membership, Membership.id == Contribution.member_id)
        .where(Contribution.submitted_at >= since, Membership.until.is_(None))
    )
    return len(set(session.scalars(members)))


def sealed_history(session: UnitOfWork, measure: str, cell: str) -> list[frozenset[UUID]]:
    """The sets of contributions one cell was published on, oldest first."""
    statement = select(ReleaseSet.keys).where(ReleaseSet.measure == measure, ReleaseSet.cell == cell)
    return [frozenset(keys) for keys in session.scalars(statement.order_by(ReleaseSet.closed_on))]


def window_start(closed_on: date) -> date:
    """The first of the twelve months whose answers count at a close."""
    last_day = 28 if (closed_on.month, closed_on.day) == (2, 29) else closed_on.day
    return closed_on.replace(year=closed_on.year - 1, day=last_day) + timedelta(days=1)


def _rows(model: type[Base], condition: ColumnElement[bool]) -> ScalarSelect[str]:
    """The digest of whole rows, whatever their columns."""
    whole = cast(literal_column(f'"{model.__tablename__}"'), Text)
    return select(func.md5(_joined(whole))).select_from(model).where(condition).scalar_subquery()


def _joined(words: ColumnElement[str]) -> ColumnElement[str]:
    return func.string_agg(words, aggregate_order_by(literal_column("' '"), words))
