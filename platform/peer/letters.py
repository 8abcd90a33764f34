"""What this room writes to people: never a level, never the words of an opinion."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from assessment.referential import referential
from kernel.db import UnitOfWork
from kernel.mail import Letter
from kernel.settings import Settings
from peer.models import Asked, ReviewRequest, Statement
from tenants.models import Membership
from tenants.queries.cooperatives import cooperative


@dataclass(frozen=True)
class ToMember:
    """A letter and the person it goes to."""

    letter: Letter
    person_id: UUID


def request_letter(session: UnitOfWork, asked_id: UUID, settings: Settings) -> ToMember | None:
    """Somebody would like this member's opinion; None once the request is withdrawn."""
    asked = session.scalar(select(Asked).where(Asked.id == asked_id))
    request = session.get(ReviewRequest, (session.cooperative, asked.request_id)) if asked else None
    if asked is None or request is None or request.withdrawn_at or request.answer_by is None:
        return None
    facts = {
        "member": _name(session, asked.subject_id),
        "axis": referential().sheets[request.axis].label,
        "drawn": asked.drawn,
        "until": request.answer_by,
        "link": f"{_home(session, settings)}/reviews/{asked.id}",
    }
    return _to(session, asked.reviewer_id, "peer/mail/request", facts)


def statement_letter(session: UnitOfWork, statement_id: UUID, settings: Settings) -> ToMember | None:
    """Somebody has given their opinion on this member's level; None once it is withdrawn."""
    said = session.scalar(select(Statement).where(Statement.id == statement_id))
    if said is None or said.withdrawn_at or said.author_id is None:
        return None
    facts = {
        "author": _name(session, said.author_id),
        "axis": referential().sheets[said.axis].label,
        "link": f"{_home(session, settings)}/levels/{said.axis.replace('_', '-')}",
    }
    return _to(session, said.subject_id, "peer/mail/statement", facts)


def answer_letter(session: UnitOfWork, statement_id: UUID, settings: Settings) -> ToMember | None:
    """The member has answered the author of a view that differs."""
    said = session.scalar(select(Statement).where(Statement.id == statement_id))
    if said is None or said.author_id is None:
        return None
    asked = session.scalar(
        select(Asked.id).where(Asked.request_id == said.request_id, Asked.reviewer_id == said.author_id)
    )
    facts = {
        "member": _name(session, said.subject_id),
        "axis": referential().sheets[said.axis].label,
        "link": f"{_home(session, settings)}/reviews/{asked}",
    }
    return _to(session, said.author_id, "peer/mail/answer", facts)


def _to(session: UnitOfWork, member_id: UUID, template: str, facts: dict[str, object]) -> ToMember | None:
    found = session.get(Membership, (session.cooperative, member_id))
    if found is None or found.person_id is None or found.until is not None:
        return None
    return ToMember(Letter(template, "fr", facts), found.person_id)


def _name(session: UnitOfWork, member_id: UUID) -> str:
    found = session.get(Membership, (session.cooperative, member_id))
    return found.display_name if found else ""


def _home(session: UnitOfWork, settings: Settings) -> str:
    return f"{settings.public_url}/c/{cooperative(session).slug}"
