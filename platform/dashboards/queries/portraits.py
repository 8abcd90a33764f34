"""Reading portraits and their charts, as any member does."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    Text,
    and_,
    bindparam,
    cast,
    func,
    literal_column,
    select,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by

from assessment.models import Contribution
from dashboards.models import Chart, Release
from kernel.db import Database, UnitOfWork
from kernel.prepared import Prepared, opened, scoped
from kernel.refusals import Unknown
from kernel.scope import Scope
from kernel.tables import Base
from kernel.walls import Role
from tenants.charters import Charter
from tenants.models import Campaign, Cooperative, Group


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


def _state() -> Select[Any]:
    walls = opened()
    here: BindParameter[UUID] = bindparam("home")
    drawn = select(func.count()).where(
        Chart.cooperative_id == here,
        Chart.closed_on == bindparam("closed_on"),
        Chart.language == bindparam("language"),
    )
    published = select(_joined(cast(Release.published_at, Text))).where(Release.cooperative_id == here)
    own = Contribution.member_id == bindparam("who")
    over = Campaign.closed_at.is_(None) & (Campaign.closes_on < bindparam("today"))
    being_made = select(func.count()).where(Campaign.cooperative_id == here, over)
    parts = (
        drawn,
        published,
        _rows(Cooperative, Cooperative.cooperative_id == here),
        _rows(Campaign, Campaign.cooperative_id == here),
        being_made,
        _rows(Charter, Charter.cooperative_id == here),
        _rows(Group, Group.cooperative_id == here),
        _rows(Contribution, and_(Contribution.cooperative_id == here, own)),
    )
    within = walls.c.here.is_not(None)
    return select(*(each.where(within).correlate(walls).scalar_subquery() for each in parts)).select_from(
        walls
    )


def _rows(model: type[Base], condition: ColumnElement[bool]) -> Select[str]:
    """The digest of whole rows, whatever their columns."""
    whole = cast(literal_column(f'"{model.__tablename__}"'), Text)
    return select(func.md5(_joined(whole))).select_from(model).where(condition)


def _joined(words: ColumnElement[str]) -> ColumnElement[str]:
    return func.string_agg(words, aggregate_order_by(literal_column("' '"), words))


STATE = Prepared(_state(), Role.APP)


def page_state(database: Database, scope: Scope, closed_on: date, language: str, today: date) -> str | None:
    """A text that changes with anything the page of a portrait may show; None until its charts are drawn.

    Whole rows are digested, so that a column added one day is in it: the cooperative, its charter and
    campaigns, what the member in scope contributed, and which releases there are; and whether another is
    being made `today`.
    """
    asked = {"home": scope.cooperative, "who": scope.member, "today": today}
    given = {"closed_on": closed_on, "language": language, **asked, **scoped(scope)}
    (found,) = STATE.rows(database, **given)
    return repr(tuple(found)) if found[0] else None
