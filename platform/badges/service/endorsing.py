"""What a peer who agreed to be named signs, with the key of their own membership: a job in their scope."""

from datetime import UTC, datetime, time
from typing import Any
from uuid import UUID

from assessment.referential import Axis, Language
from badges.addresses import badge_path, endorsement_path
from badges.claims import EndorsementFacts, Endorser, Level
from badges.documents.voices import endorsement
from badges.queries.issued import published_document
from badges.service.keys import Desk, member_did, member_signer, places_of
from badges.service.publishing import DOCUMENT, publish
from badges.signing import signed
from kernel import clock
from kernel.db import UnitOfWork
from peer.models.statements import Statement
from peer.rules import Stance
from tenants.queries.members import member


def endorse(session: UnitOfWork, *, badge_id: UUID, statement_id: UUID, rank: int, desk: Desk) -> None:
    """Sign and publish what the member in scope confirms of a badge, if they still say so by name."""
    said = session.get(Statement, (session.cooperative, statement_id), populate_existing=True)
    page = published_document(session, badge_path(badge_id))
    badge = published_document(session, badge_path(badge_id, ".json"))
    if said is None or page is None or badge is None or not stands(said, session.member):
        return
    if page["axis"] != said.axis or page["state"] != "current":
        return
    path = endorsement_path(badge_id, rank)
    facts = _facts(session, said, page, badge, places_of(session, desk=desk).at(path), desk)
    made = signed(endorsement(facts), member_signer(session, desk=desk), at=facts.valid_from)
    publish(session, path=path, kind=DOCUMENT, body=made)


def stands(said: Statement, author_id: UUID) -> bool:
    """Whether a member confirms, under their own name, and has not taken it back."""
    return (
        said.author_id == author_id
        and said.named
        and said.stance is Stance.ENDORSE
        and said.withdrawn_at is None
    )


def _facts(
    session: UnitOfWork,
    said: Statement,
    page: dict[str, Any],
    badge: dict[str, Any],
    address: str,
    desk: Desk,
) -> EndorsementFacts:
    """The band is that of the level the peer saw: they confirmed no other."""
    name = member(session, session.member).display_name
    kept = member_did(session, desk=desk)
    return EndorsementFacts(
        id=address,
        endorser=Endorser(name, kept.did, tuple(said.grounds), said.said_at.date()),
        about=badge["id"],
        about_issuer=badge["issuer"]["id"],
        holder=badge["credentialSubject"]["id"],
        level=Level(Axis(page["axis"]), said.level_seen),
        language=Language(page["language"]),
        achievement=badge["credentialSubject"]["achievement"]["id"],
        valid_from=clock.now(),
        expires=datetime.combine(said.expires_on, time(), UTC),
    )
