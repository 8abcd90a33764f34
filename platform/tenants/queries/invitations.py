"""Invitations, and what is already known when a list is read."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select, true

from kernel import clock
from kernel.db import UnitOfWork
from kernel.keys import digest
from kernel.paging import Page, page_of
from kernel.refusals import Unknown
from tenants.models import (
    Group,
    Invitation,
)
from tenants.rules import Known


def waiting_invitations(
    session: UnitOfWork, branch: UUID | None = None, *, search: str = "", page: int = 0
) -> Page[Invitation]:
    """A page of the invitations nobody has answered, newest first; those too old are told by `expires_at`.

    `branch` narrows them to those into one branch, `search` to the addresses that contain a text.
    """
    found = Invitation.email.icontains(search.strip(), autoescape=True)
    waiting = _unanswered().where(_into(branch), found)
    ordered = waiting.order_by(Invitation.sent_at.desc(), Invitation.id)
    return page_of(session, ordered, page).of(lambda row: row[0])


def invitation_counts(session: UnitOfWork, branch: UUID | None = None) -> tuple[int, int]:
    """How many invitations were sent, into one branch if it is given, and how many of them were accepted."""
    statement = select(func.count(Invitation.id), func.count(Invitation.accepted_at)).where(_into(branch))
    sent, accepted = session.execute(statement.where(Invitation.cancelled_at.is_(None))).one()
    return sent, accepted


def invitation(session: UnitOfWork, invitation_id: UUID) -> Invitation:
    """An unanswered invitation of the cooperative in scope, locked; raises Unknown otherwise."""
    found = session.scalar(_unanswered().where(Invitation.id == invitation_id).with_for_update())
    if found is None:
        raise Unknown
    return found


def invitation_by_token(session: UnitOfWork, token: str) -> Invitation | None:
    """The invitation a link belongs to, if it may still be answered."""
    live = _unanswered().where(Invitation.token_hash == digest(token), Invitation.expires_at > clock.now())
    return session.scalar(live)


def known(session: UnitOfWork) -> Known:
    """The addresses and groups the cooperative already has, to check a list of members."""
    invited = session.scalars(
        _unanswered().where(Invitation.expires_at > clock.now()).with_only_columns(Invitation.email)
    )
    accepted = session.scalars(select(Invitation.email).where(Invitation.accepted_at.is_not(None)))
    names = session.scalars(select(Group.name))
    return Known(_lower(accepted), _lower(invited), _lower(names))


def _unanswered() -> Select[Invitation]:
    return select(Invitation).where(
        Invitation.accepted_at.is_(None),
        Invitation.declined_at.is_(None),
        Invitation.cancelled_at.is_(None),
    )


def _into(branch: UUID | None) -> ColumnElement[bool]:
    return true() if branch is None else Invitation.group_id == branch


def _lower(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(text.lower() for text in texts)
