"""Composing a page: words, axes and experiences, in the order their owner chose."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, update

from assessment.referential import Axis
from kernel import clock
from kernel.db import UnitOfWork
from kernel.refusals import N_, Invalid, Unknown, check_length
from kernel.scope import Scope
from musette import permissions
from musette.models import Portfolio
from musette.queries.experiences import told_days
from musette.queries.portfolios import own_portfolio
from musette.rules import LONGEST_DETAILS
from tenants.rules import LONGEST_NAME

MOST_EXPERIENCES = 12
TOO_MANY = N_("Twelve experiences at most: a page that is read to its end.")


@dataclass(frozen=True)
class Composed:
    """What a person puts on their page."""

    title: str
    words: str
    axes: Sequence[Axis] = ()
    experiences: Sequence[UUID] = ()


def compose(session: UnitOfWork, *, page: Composed, by: Scope) -> None:
    """Keep the page; the copies shown to others stay as they were until they are updated."""
    permissions.COMPOSE_PORTFOLIO.check(by)
    check_length(page.title, LONGEST_NAME, field="title")
    check_length(page.words, LONGEST_DETAILS, field="words")
    if len(page.experiences) > MOST_EXPERIENCES:
        raise Invalid(TOO_MANY, field="experiences")
    own = {key for key, _on, _words in told_days(session)}
    if not own >= set(page.experiences):
        raise Unknown
    row = own_portfolio(session)
    if row is None:
        row = Portfolio(title="", words="", axes=[], experiences=[])
        session.add(row)
    row.title, row.words = " ".join(page.title.split()), page.words.strip()
    row.axes = [axis.value for axis in Axis if axis in page.axes]
    row.experiences = list(dict.fromkeys(page.experiences))
    row.changed_at = clock.now()
    session.flush()


def leave_out(session: UnitOfWork, *, experience_id: UUID) -> None:
    """Take an experience that is being forgotten off the page of the person in scope."""
    held = update(Portfolio).where(Portfolio.person_id == session.person)
    session.execute(
        held.values(experiences=func.array_remove(Portfolio.experiences, experience_id)),
        execution_options={"synchronize_session": False},
    )
