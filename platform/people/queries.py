"""Reading accounts and sign-ins, as the identity role."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import CTE, and_, bindparam, func, or_, select

from kernel import clock
from kernel.db import UnitOfWork
from kernel.keys import digest
from kernel.prepared import first
from people.models import Erased, Login, Person, Purpose, Token
from people.rules import BETWEEN_NOTICES, NOTICES, UNUSED_KEPT


def signed_in() -> CTE:
    """The first part of a statement: whose sign-in has this `digest` and is not over `now`; None or one row.

    Its column `here` opens that person's wall for the rest of the statement.
    """
    here = func.set_config("app.person_id", func.text(Person.id), True).label("here")
    columns = (Person.id, Person.email, Person.language, Login.id.label("login_id"), Login.last_seen_at, here)
    live = and_(Login.token_hash == bindparam("digest"), Login.expires_at > bindparam("now"))
    return first(select(*columns).join(Login, Login.person_id == Person.id).where(live), "signed_in")


def person_by_email(session: UnitOfWork, email: str) -> Person | None:
    """The account with this address, whatever its case."""
    return session.scalar(select(Person).where(Person.email == email))


def reader(session: UnitOfWork, person_id: UUID) -> Person | None:
    """The account of somebody who is about to be written to."""
    return session.get(Person, person_id)


def logins(session: UnitOfWork, person_id: UUID) -> Sequence[Login]:
    """The sign-ins of a person that are still open, last seen first."""
    statement = select(Login).where(Login.person_id == person_id, Login.expires_at > clock.now())
    return session.scalars(statement.order_by(Login.last_seen_at.desc(), Login.id)).all()


def live_token(session: UnitOfWork, token: str, purpose: Purpose) -> Token | None:
    """The row of a link that may still be used, locked; None when it is unknown, used or too old."""
    statement = select(Token).where(
        Token.token_hash == digest(token),
        Token.purpose == purpose,
        Token.person_id.is_not(None),
        Token.used_at.is_(None),
        Token.expires_at > clock.now(),
    )
    return session.scalar(statement.with_for_update())


def unused(session: UnitOfWork, limit: int) -> Sequence[Person]:
    """Accounts for which something is due because nobody uses them, the longest unseen first."""
    now = clock.now()
    seen = [Person.last_seen_at <= now - after for after in (*NOTICES, UNUSED_KEPT)]
    due = or_(*(and_(Person.notices == n, long_ago) for n, long_ago in enumerate(seen)))
    waited = or_(Person.noticed_at.is_(None), Person.noticed_at <= now - BETWEEN_NOTICES)
    statement = select(Person).where(due, waited).order_by(Person.last_seen_at, Person.id)
    return session.scalars(statement.limit(limit)).all()


def announced(session: UnitOfWork) -> tuple[int, int]:
    """How many accounts have received one notice of their end, and how many two."""
    once, twice = (func.count().filter(Person.notices == n) for n in (1, 2))
    found = session.execute(select(once, twice).select_from(Person)).one()
    return found[0], found[1]


def erased(session: UnitOfWork) -> Sequence[Erased]:
    """How many unused accounts were erased, month by month."""
    return session.scalars(select(Erased).order_by(Erased.month)).all()


def is_over(session: UnitOfWork) -> bool:
    """Whether the account in scope would be erased by now, had nobody depended on it."""
    found = session.get(Person, session.person)
    return (
        found is not None
        and found.notices == len(NOTICES)
        and clock.now() - found.last_seen_at >= UNUSED_KEPT
    )
