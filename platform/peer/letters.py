"""What this room writes to people: never a level, never the words of an opinion."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from assessment.referential import Axis, referential
from kernel.db import UnitOfWork
from kernel.mail import Letter
from kernel.settings import Settings
from peer.models.mediations import Mediation, Report, Stage
from peer.models.requests import Asked, AskedState, ReviewRequest, Witness
from peer.models.statements import Statement
from peer.models.thanks import Thanks
from peer.queries.availability import answered
from peer.service.acts import Act
from peer.service.testimonies import token_of
from people.letters import Addressed
from tenants.models import Membership
from tenants.queries.cooperatives import cooperative, present_day

REACHED = {
    Act.ASK_MEDIATION: Stage.PROPOSED,
    Act.AGREE_MEDIATION: Stage.UNDER_WAY,
    Act.PROPOSE_OUTCOME: Stage.UNDER_WAY,
    Act.DECLINE_MEDIATION: Stage.DECLINED,
    Act.AGREE_OUTCOME: Stage.OUTCOME,
    Act.LEAVE_DISAGREEMENT: Stage.LEFT,
}


@dataclass(frozen=True)
class ToMember:
    """A letter and the person it goes to."""

    letter: Letter
    person_id: UUID


def request_letter(session: UnitOfWork, asked_id: UUID, settings: Settings) -> ToMember | None:
    """Somebody would like this member's opinion; None once it is no longer awaited."""
    return _asking(session, asked_id, settings, "peer/mail/request")


def reminder_letter(session: UnitOfWork, asked_id: UUID, settings: Settings) -> ToMember | None:
    """The one reminder of a request; None once an opinion is no longer awaited."""
    return _asking(session, asked_id, settings, "peer/mail/reminder")


def joined_letter(session: UnitOfWork, statement_id: UUID, settings: Settings) -> ToMember | None:
    """The level has come near a view that differed: its author may withdraw it."""
    return _to_author(session, statement_id, settings, "peer/mail/joined")


def _asking(session: UnitOfWork, asked_id: UUID, settings: Settings, template: str) -> ToMember | None:
    awaited = select(Asked).where(Asked.id == asked_id, Asked.state == AskedState.ASKED, ~answered())
    asked = session.scalar(awaited)
    request = session.get(ReviewRequest, (session.cooperative, asked.request_id)) if asked else None
    if asked is None or request is None or request.withdrawn_at or request.answer_by is None:
        return None
    if request.answer_by < present_day(session):
        return None
    home = _home(session, settings)
    facts = {
        "member": _name(session, asked.subject_id),
        "axis": referential().sheets[request.axis].label,
        "drawn": asked.drawn,
        "until": request.answer_by,
        "link": f"{home}/reviews/{asked.id}",
        "pause_link": f"{home}/reviews/settings",
    }
    return _to(session, asked.reviewer_id, template, facts)


def statement_letter(session: UnitOfWork, statement_id: UUID, settings: Settings) -> ToMember | None:
    """Somebody has given their opinion on this member's level; None once it is withdrawn."""
    said = session.scalar(select(Statement).where(Statement.id == statement_id))
    if said is None or said.withdrawn_at:
        return None
    author = _author(session, said)
    if author is None:
        return None
    facts = {
        "author": author,
        "axis": referential().sheets[said.axis].label,
        "link": f"{_home(session, settings)}/levels/{said.axis.replace('_', '-')}",
    }
    return _to(session, said.subject_id, "peer/mail/statement", facts)


def answer_letter(session: UnitOfWork, statement_id: UUID, settings: Settings) -> ToMember | None:
    """The member has answered the author of a view that differs."""
    return _to_author(session, statement_id, settings, "peer/mail/answer")


def _to_author(session: UnitOfWork, statement_id: UUID, settings: Settings, template: str) -> ToMember | None:
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
    return _to(session, said.author_id, template, facts)


def mediation_letter(
    session: UnitOfWork, statement_id: UUID, to: UUID, step: Act, settings: Settings
) -> ToMember | None:
    """A mediation has taken this step; None when it has gone further since."""
    mediation = session.get(Mediation, (session.cooperative, statement_id))
    if mediation is None or mediation.stage is not REACHED[step]:
        return None
    facts: dict[str, object] = {
        "step": step.value,
        "member": _name(session, mediation.subject_id),
        "author": _name(session, mediation.author_id),
        "mediator": _name(session, mediation.mediator_id),
        "link": f"{_home(session, settings)}/mediations/{statement_id}",
    }
    return _to(session, to, "peer/mail/mediation", facts)


def report_letter(session: UnitOfWork, report_id: UUID, settings: Settings) -> ToMember | None:
    """Words wait for this mediator; None once they have decided."""
    made = session.get(Report, (session.cooperative, report_id))
    if made is None or made.decided_at is not None:
        return None
    facts: dict[str, object] = {"link": f"{_home(session, settings)}/reports/{made.id}"}
    return _to(session, made.mediator_id, "peer/mail/report", facts)


def decision_letter(session: UnitOfWork, report_id: UUID, settings: Settings) -> ToMember | None:
    """The words this member reported were hidden, or left as they are."""
    made = session.get(Report, (session.cooperative, report_id))
    if made is None or made.decided_at is None:
        return None
    link = f"{_home(session, settings)}/words/{made.kind}/{made.about_id}/report"
    return _to(session, made.reporter_id, "peer/mail/decision", {"hidden": made.hidden, "link": link})


def witness_letter(session: UnitOfWork, witness_id: UUID, settings: Settings) -> Addressed | None:
    """Somebody would like a word from outside; None once the request is withdrawn."""
    witness = session.get(Witness, (session.cooperative, witness_id))
    request = session.get(ReviewRequest, (session.cooperative, witness.request_id)) if witness else None
    if witness is None or request is None or request.withdrawn_at:
        return None
    facts = {"question": referential().sheets[request.axis].peer_question, "until": request.answer_by}
    return _outside(session, witness, "peer/mail/witness", request.axis, settings, facts)


def witness_answer_letter(session: UnitOfWork, statement_id: UUID, settings: Settings) -> Addressed | None:
    """The member has answered a witness; None once the address is forgotten."""
    said = session.scalar(select(Statement).where(Statement.id == statement_id))
    witness = (
        session.get(Witness, (session.cooperative, said.witness_id)) if said and said.witness_id else None
    )
    if said is None or witness is None:
        return None
    return _outside(session, witness, "peer/mail/reply", said.axis, settings, {})


def thanks_letter(session: UnitOfWork, thanks_id: UUID, settings: Settings) -> ToMember | None:
    """Somebody thanks this member, in words that are read on the platform."""
    found = session.get(Thanks, (session.cooperative, thanks_id))
    if found is None:
        return None
    link = f"{_home(session, settings)}/thanks/{found.id}"
    facts: dict[str, object] = {"author": _name(session, found.author_id), "link": link}
    return _to(session, found.recipient_id, "peer/mail/thanks", facts)


def _outside(
    session: UnitOfWork,
    witness: Witness,
    template: str,
    axis: Axis,
    settings: Settings,
    more: Mapping[str, object],
) -> Addressed | None:
    if witness.email is None:
        return None
    token = token_of(settings.secret_key, session.cooperative, witness.id)
    facts = {
        "member": _name(session, witness.subject_id),
        "cooperative": cooperative(session).name,
        "axis": referential().sheets[axis].label,
        "link": f"{settings.public_url}/witness/{token}",
        **more,
    }
    return Addressed(Letter(template, witness.language, facts), witness.email)


def _author(session: UnitOfWork, said: Statement) -> str | None:
    """The name of whoever speaks; None once they are forgotten."""
    if said.author_id:
        return _name(session, said.author_id)
    witness = session.get(Witness, (session.cooperative, said.witness_id)) if said.witness_id else None
    return witness.name if witness else None


def _to(session: UnitOfWork, member_id: UUID, template: str, facts: dict[str, object]) -> ToMember | None:
    found = session.get(Membership, (session.cooperative, member_id))
    if found is None or found.person_id is None or found.until is not None:
        return None
    return ToMember(Letter(template, "fr", facts), found.person_id)


def _name(session: UnitOfWork, member_id: UUID | None) -> str:
    found = session.get(Membership, (session.cooperative, member_id)) if member_id else None
    return found.display_name if found else ""


def _home(session: UnitOfWork, settings: Settings) -> str:
    return f"{settings.public_url}/c/{cooperative(session).slug}"
