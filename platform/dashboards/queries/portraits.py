"""Reading portraits and their charts, as any member does."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from dashboards.models import Chart, Release
from kernel.db import UnitOfWork
from kernel.refusals import Unknown


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
