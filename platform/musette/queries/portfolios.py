"""The page a person composes."""

from sqlalchemy import select

from kernel.db import UnitOfWork
from musette.models import Portfolio


def own_portfolio(session: UnitOfWork) -> Portfolio | None:
    """The page of the person in scope, if they have begun one."""
    return session.scalar(select(Portfolio))
