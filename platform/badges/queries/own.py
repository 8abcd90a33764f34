"""The badges of the person in scope, and what they may claim in the cooperative in scope."""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from assessment.referential import Axis
from badges.claims import Level
from badges.models import Attestation, Badge, BadgeEvidence, MemberKey
from badges.rules import Held, Place, Tally, Voice
from kernel.db import UnitOfWork
from kernel.refusals import Unknown
from peer.models.statements import Standing, Statement
from peer.queries.levels import Confirmed, Said, confirmed_by, standings, statements_about
from peer.rules import Stance, StandingState
from tenants.models import Membership


def own_badges(session: UnitOfWork) -> list[Badge]:
    """Every badge of the person in scope, in all their cooperatives, newest first."""
    return list(session.scalars(select(Badge).order_by(Badge.awarded_at.desc(), Badge.id)))


def own_badge(session: UnitOfWork, badge_id: UUID, *, hold: bool = False) -> Badge:
    """A badge of the person in scope, held from others while it changes; raises Unknown otherwise."""
    key = (session.person, badge_id)
    found = session.get(Badge, key, populate_existing=True, with_for_update=hold or None)
    if found is None:
        raise Unknown
    return found


def badges_here(session: UnitOfWork, axis: Axis) -> list[Badge]:
    """Those of one axis in the cooperative in scope, newest first."""
    mine = select(Badge).where(Badge.cooperative_id == session.cooperative, Badge.axis == axis)
    return list(session.scalars(mine.order_by(Badge.awarded_at.desc(), Badge.id)))


def axes_of_badges(session: UnitOfWork) -> list[Axis]:
    """The axes on which the person in scope has badges in the cooperative in scope."""
    here = select(Badge.axis).where(Badge.cooperative_id == session.cooperative)
    return list(session.scalars(here.distinct().order_by(Badge.axis)))


def places(session: UnitOfWork) -> dict[Axis, Place]:
    """Where each level of the member in scope stands, as badges are offered."""
    return {axis: place_of(each) for axis, each in standings(session).items()}


def place_of(standing: Standing) -> Place:
    """The same for one level."""
    band = Level(standing.axis, standing.level).band
    return Place(band, standing.state, standing.since, standing.confirmations)


def held(badges: Sequence[Badge]) -> list[Held]:
    """Badges as the rules read them."""
    return [Held(each.band, each.expires_at, each.withdrawn_at) for each in badges]


def tally(session: UnitOfWork, axis: Axis) -> Tally | None:
    """What peers say now of a level of the member in scope, None when it stands nowhere."""
    standing = standings(session).get(axis)
    if standing is None:
        return None
    confirmed = confirmed_by(session, axis, standing.level)
    return Tally(
        validated=standing.state is StandingState.VALIDATED,
        confirmations=len(confirmed),
        drawn=sum(each.statement.drawn for each in confirmed),
        reciprocal=sum(each.reciprocal for each in confirmed),
        grounds=dict(Counter(ground for each in confirmed for ground in each.statement.grounds)),
        voices=tuple(_voice(each, each.author) for each in confirmed if each.author and each.statement.named),
    )


def agreeing(session: UnitOfWork, axis: Axis) -> dict[str, str]:
    """The statements about the member in scope whose authors, members still, agree to be named, and so."""
    said = statements_about(session, axis)
    return {str(each.statement.id): each.author for each in said if each.author and each.statement.named}


def views_that_differ(session: UnitOfWork, axis: Axis) -> list[Said]:
    """The views that differ from a level of the member in scope: still held, by somebody who is still there.

    Those whose words were hidden are left out.
    """
    said = [each for each in statements_about(session, axis) if each.author]
    return [each for each in said if each.statement.stance is Stance.CONTEST and not each.statement.hidden_at]


def evidence_beside(session: UnitOfWork, badge_id: UUID, *, gone: bool = False) -> list[BadgeEvidence]:
    """What stands beside a badge of the person in scope, in order; `gone`: what was taken back too."""
    rows = select(BadgeEvidence).where(BadgeEvidence.badge_id == badge_id).order_by(BadgeEvidence.rank)
    return list(session.scalars(rows if gone else rows.where(BadgeEvidence.taken_back_at.is_(None))))


def evidence_of_experience(session: UnitOfWork, experience_id: UUID) -> list[tuple[BadgeEvidence, Badge]]:
    """The copies of an experience that stand beside badges of the person in scope, in any cooperative."""
    rows = select(BadgeEvidence, Badge).join(Badge, Badge.id == BadgeEvidence.badge_id)
    held = (BadgeEvidence.experience_id == experience_id, BadgeEvidence.taken_back_at.is_(None))
    return [(row[0], row[1]) for row in session.execute(rows.where(*held))]


def attestations_here(session: UnitOfWork, *, hold: bool = False) -> dict[str, Attestation]:
    """The attestations of the person in scope from the cooperative in scope, by what each is about.

    `hold` keeps others from them while they change.
    """
    mine = select(Attestation).where(Attestation.cooperative_id == session.cooperative)
    found = mine.with_for_update() if hold else mine
    return {each.about: each for each in session.scalars(found.execution_options(populate_existing=hold))}


def own_attestations(session: UnitOfWork) -> list[Attestation]:
    """All of them, wherever they come from, in the order of the axes within each cooperative."""
    return list(session.scalars(select(Attestation).order_by(Attestation.cooperative_id, Attestation.about)))


def own_attestation(session: UnitOfWork, attestation_id: UUID) -> Attestation:
    """One attestation of the person in scope; raises Unknown otherwise."""
    found = session.scalar(select(Attestation).where(Attestation.id == attestation_id))
    if found is None:
        raise Unknown
    return found


def author_of(session: UnitOfWork, statement_id: UUID) -> Membership | None:
    """The member who made a statement about the member in scope; None once gone."""
    by = select(Membership).join(Statement, Statement.author_id == Membership.id)
    return session.scalar(by.where(Statement.id == statement_id, Membership.until.is_(None)))


def member_key(session: UnitOfWork, cooperative_id: UUID) -> MemberKey | None:
    """The key of the person in scope in one of their cooperatives, None before it is needed."""
    return session.get(MemberKey, (session.person, cooperative_id), populate_existing=True)


def _voice(confirmed: Confirmed, name: str) -> Voice:
    said = confirmed.statement
    return Voice(
        statement=str(said.id),
        name=name,
        grounds=tuple(said.grounds),
        on=said.said_at.date(),
        drawn=said.drawn,
        reciprocal=confirmed.reciprocal,
    )
