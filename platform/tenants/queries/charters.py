"""The charter of the cooperative in scope: its versions, the next one being written, who has read which."""

from collections.abc import Sequence

from sqlalchemy import Date, cast, func, select

from kernel.db import UnitOfWork
from kernel.refusals import Unknown
from tenants.charters import Charter, CharterDraft, CharterRead
from tenants.models import Cooperative, Membership
from tenants.terms import Reach


def versions(session: UnitOfWork) -> Sequence[Charter]:
    """Every version, the one in force first."""
    return session.scalars(select(Charter).order_by(Charter.number.desc())).all()


def in_force(session: UnitOfWork) -> Charter:
    """The version in force: the last one."""
    found = session.scalars(select(Charter).order_by(Charter.number.desc()).limit(1)).first()
    if found is None:
        raise Unknown
    return found


def closed(session: UnitOfWork) -> frozenset[Reach]:
    """The audiences the charter in force closes; none where no cooperative is in scope."""
    if session.scope.cooperative is None:
        return frozenset()
    return in_force(session).terms.closed


def version(session: UnitOfWork, number: int) -> Charter:
    """One version by its number, counted from 1; raises Unknown when there is none."""
    found = session.scalar(select(Charter).where(Charter.number == number))
    if found is None:
        raise Unknown
    return found


def draft(session: UnitOfWork) -> CharterDraft | None:
    """The next version, if coordinators are writing one."""
    return session.get(CharterDraft, session.cooperative)


def unread(session: UnitOfWork) -> Charter | None:
    """The version in force, until the member in scope says they read it; none to who joined after it."""
    published_on = cast(func.timezone(Cooperative.zone, Charter.published_at), Date)
    statement = (
        select(Charter)
        .join(Cooperative, Cooperative.cooperative_id == Charter.cooperative_id)
        .join(Membership, Membership.id == session.member)
        .outerjoin(CharterRead, CharterRead.member_id == Membership.id)
        .where(Charter.number > func.coalesce(CharterRead.number, 1), Membership.since <= published_on)
    )
    return session.scalars(statement.order_by(Charter.number.desc()).limit(1)).first()
