"""Taking stock with somebody who types: a short code lets them in once, and the member confirms or not."""

import hmac
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from sqlalchemy import Select, delete, select

from assessment.drafts import AxisDraft
from assessment.models import Assessment
from assessment.referential import LEVELS, Axis
from assessment.service import stock
from kernel import clock
from kernel.db import UnitOfWork
from kernel.jobs import later
from kernel.refusals import N_, Invalid, Refusal
from kernel.scope import Belonging, Scope
from musette import jobs, permissions
from musette.models import Typed

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that is taken for another
LENGTH = 8
CODE_LASTS = timedelta(hours=1)
WAITS = timedelta(days=30)
NO_CODE = N_("This code opens nothing: it may be mistyped, used already, or more than an hour old.")
ONESELF = N_("This is your own code: give it to whoever types for you.")
NO_LEVEL = N_("Type at least one level.")
NOTHING = N_("Nothing waits for you to confirm it.")


@dataclass(frozen=True)
class Helped:
    """Who is being helped, as whoever types is told."""

    member_id: UUID


def ask_for_help(session: UnitOfWork, *, secret_key: str, by: Scope) -> str:
    """A short code, good for an hour and for one use; an earlier one opens nothing any more."""
    permissions.BE_HELPED.check(by)
    forget(session, by=by)
    code = "".join(secrets.choice(LETTERS) for _each in range(LENGTH))
    place, over = place_of(secret_key, session.cooperative, code), clock.now() + CODE_LASTS
    session.add(Typed(id=place, member_id=session.member, levels={}, expires_at=over))
    session.flush()
    _forget_in_time(session, place, over)
    return code


def type_for(session: UnitOfWork, *, levels: Mapping[Axis, int | None], by: Scope) -> Helped:
    """Write down levels for the member whose code opened this scope; they wait for that member alone.

    Raises Invalid for a code that opens nothing, or that is one's own.
    """
    permissions.TYPE_FOR_ANOTHER.check(by)
    row = session.scalar(select(Typed).where(Typed.id == session.member).with_for_update())
    if row is None or row.typed_at is not None or row.expires_at <= clock.now():
        raise Invalid(NO_CODE, field="typed_code")
    if row.member_id == by.member:
        raise Invalid(ONESELF, field="typed_code")
    known = {axis.value: level for axis, level in levels.items() if level is not None and level in LEVELS}
    if not known:
        raise Invalid(NO_LEVEL)
    row.helper_id, row.levels, row.typed_at = by.member, known, clock.now()
    row.expires_at = clock.now() + WAITS
    return Helped(row.member_id)


def waiting(session: UnitOfWork) -> Typed | None:
    """What waits for the member in scope: a code that was given, or levels to confirm."""
    return session.scalar(_waiting(session))


def confirm(session: UnitOfWork, *, places: Sequence[Belonging], by: Scope) -> Assessment:
    """Make what somebody typed one's own assessment, from now; raises Refusal when nothing waits."""
    permissions.BE_HELPED.check(by)
    row = session.scalar(_waiting(session).with_for_update())
    if row is None or row.typed_at is None:
        raise Refusal(NOTHING)
    for axis in Axis:
        level = row.levels.get(axis.value)
        stock.save_axis(session, axis=axis, answers=AxisDraft(level=level), by=by)
    draft = stock.begin(session, by=by)
    session.flush()
    made = stock.submit(session, draft_id=draft.id, places=places, by=by)
    session.delete(row)
    return made


def forget(session: UnitOfWork, *, by: Scope) -> None:
    """Throw away a code, or what was typed: nothing of it is kept."""
    permissions.BE_HELPED.check(by)
    session.execute(delete(Typed).where(Typed.member_id == session.member))


def forget_over(session: UnitOfWork, *, typed_id: UUID) -> None:
    """Forget a code nobody used, or levels nobody confirmed, once their time is over."""
    row = session.scalar(select(Typed).where(Typed.id == typed_id))
    if row is None:
        return
    if row.expires_at <= clock.now():
        session.delete(row)
    else:
        _forget_in_time(session, row.id, row.expires_at)


def scope_of(secret_key: str, cooperative_id: UUID, code: str) -> Scope:
    """The scope a code opens: one row of a cooperative, if there is one."""
    return Scope(cooperative=cooperative_id, member=place_of(secret_key, cooperative_id, code))


def place_of(secret_key: str, cooperative_id: UUID, code: str) -> UUID:
    """The id of the row a code opens; nobody makes it from the code without the key of the installation."""
    cleaned = "".join(each for each in code.upper() if each in LETTERS)
    told = f"typed:{cooperative_id}:{cleaned}"
    return UUID(hmac.new(secret_key.encode(), told.encode(), sha256).hexdigest()[:32])


def _waiting(session: UnitOfWork) -> Select[Typed]:
    return select(Typed).where(Typed.member_id == session.member, Typed.expires_at > clock.now())


def _forget_in_time(session: UnitOfWork, typed_id: UUID, over: datetime) -> None:
    later(
        session,
        jobs.FORGET_TYPED,
        not_before=over,
        typed=typed_id,
        cooperative=session.cooperative,
        member=session.member,
    )
