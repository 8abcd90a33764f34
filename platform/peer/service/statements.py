"""A member asked says what they saw: confirm, see it otherwise, or abstain; and takes it back."""

from collections.abc import Collection
from uuid import UUID

from kernel.db import UnitOfWork
from kernel.jobs import later
from kernel.refusals import Unknown
from kernel.scope import Scope
from peer import jobs, permissions
from peer.models.statements import Statement
from peer.queries.inbox import own_statement, wanted
from peer.rules import Stance
from peer.service import opinions
from peer.service.exchanges import one_exchange_at_a_time
from peer.service.mediations import end_exchange
from peer.service.opinions import Speaker


def endorse(
    session: UnitOfWork,
    *,
    asked_id: UUID,
    grounds: Collection[str],
    words: str,
    named: bool = False,
    by: Scope,
) -> Statement:
    """Confirm the level seen: one's own view is within 15 points of it. Grounds are mandatory.

    `named`: the author agrees that the badges of this level show their name.
    """
    speaker = _speaker(session, asked_id, by)
    return opinions.endorse(session, speaker=speaker, grounds=grounds, words=words, named=named)


def contest(
    session: UnitOfWork, *, asked_id: UUID, level: int, grounds: Collection[str], words: str, by: Scope
) -> Statement:
    """See the level otherwise: give one's own, more than 15 points away, with grounds and words."""
    speaker = _speaker(session, asked_id, by)
    return opinions.contest(session, speaker=speaker, level=level, grounds=grounds, words=words)


def abstain(session: UnitOfWork, *, asked_id: UUID, by: Scope) -> Statement:
    """Say nothing of the level; the member does not know that it was read."""
    return opinions.abstain(session, speaker=_speaker(session, asked_id, by))


def withdraw(session: UnitOfWork, *, statement_id: UUID, by: Scope) -> None:
    """Take back what one said; it counts no more, and the journal keeps that it was said."""
    permissions.SAY_WHAT_ONE_SAW.check(by)
    one_exchange_at_a_time(session, statement_id=statement_id)
    found = own_statement(session, statement_id)
    if found.withdrawn_at is None:
        later(session, jobs.PART, one=session.member, other=found.subject_id)  # the request is open again
        end_exchange(session, about=found)
        opinions.take_back(session, said=found)


def be_named(session: UnitOfWork, *, statement_id: UUID, named: bool, by: Scope) -> Statement:
    """Agree to be named beside what one said, or agree no more; only its author may.

    A confirmation names them on badges, in public; a view that differs, in what its member takes along alone.
    """
    permissions.SAY_WHAT_ONE_SAW.check(by)
    found = own_statement(session, statement_id)
    if found.stance is Stance.ABSTAIN or found.withdrawn_at is not None:
        raise Unknown
    opinions.be_named(session, said=found, named=named)
    return found


def _speaker(session: UnitOfWork, asked_id: UUID, by: Scope) -> Speaker:
    permissions.SAY_WHAT_ONE_SAW.check(by)
    found = wanted(session, asked_id)
    opinions.check_open(session, request=found.request)
    return Speaker(found.request, author_id=session.member, drawn=found.asked.drawn)
