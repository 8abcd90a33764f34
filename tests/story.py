"""One cooperative in which everything has happened once: rows in every table, an id for every page."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select

from assessment import service as assessment
from assessment.models import Assessment
from assessment.referential import Axis
from dashboards.service import close_due
from journal.service import record_reading
from kernel.scope import Scope
from kernel.walls import Role
from peer.models import Asked, ReviewRequest, Statement
from peer.service import answers, statements
from peer.service import requests as asking
from people import service as people
from people.models import Login
from tenants.models import Invitation, RoleName
from tenants.service import campaigns
from tenants.service.invitations import Guest, Mailing, invite, token_of
from tests.world import LEVELS, Member, World

MANY = 12


@dataclass
class Story:
    """The people, and the rows their pages are about."""

    world: World
    cooperative: UUID
    slug: str
    awa: Member
    jeanne: Member
    newcomer: Member
    peers: list[Member]
    group: UUID
    closed_on: date
    assessment: Assessment
    request: ReviewRequest
    draft_request: ReviewRequest
    asked: UUID
    waiting: UUID
    statement: Statement
    unanswered: Statement
    event: UUID
    invitation: Invitation
    token: str
    login: UUID
    ids: dict[str, object] = field(default_factory=dict)


def tell(world: World, *, language: str = "fr") -> Story:
    """Let everything happen once in a new cooperative."""
    home = world.cooperative("Story", language=language)
    awa = world.member(home, "Awa Diallo", language=language)
    jeanne = world.member(home, "Jeanne Abgrall", RoleName.COORDINATOR, language=language)
    peers = world.members(home, MANY)
    group = world.group(home, [awa, *peers])
    assessed = take_stock(world, awa, jeanne, peers)
    closed_on = publish(world, home)
    sent = world.ask(awa, Axis.CREATIVITY, peers[0], peers[1], peers[2], message="Dites ce que vous avez vu.")
    asked = world.asked(sent, peers[0])
    first = contest(world, sent, peers[0])
    second = contest(world, sent, peers[1])
    with peers[0].acting() as session:
        record_reading(session, subject=awa.id, role="peer", what=Axis.CREATIVITY)
    with awa.acting() as session:
        words = "Merci, je garde."
        answers.keep_level(session, statement_id=first.id, words=words, by=awa.scope)
        draft = asking.prepare(session, request_id=uuid4(), axis=Axis.LOCAL_UTILITY, by=awa.scope)
        assessment.begin(session, by=awa.scope)
        event = uuid4()
        today = datetime.now(UTC).date()
        assessment.add_event(session, event_id=event, on=today, label="Une machine", by=awa.scope)
    invitation = invited(world, jeanne)
    world.run_jobs()
    return Story(
        world=world,
        cooperative=home,
        slug=awa.slug,
        awa=awa,
        jeanne=jeanne,
        newcomer=world.member(home, "Léo Tanguy", language=language),
        peers=peers,
        group=group,
        closed_on=closed_on,
        assessment=assessed,
        request=sent,
        draft_request=draft,
        asked=asked,
        waiting=world.asked(sent, peers[2]),
        statement=first,
        unanswered=second,
        event=event,
        invitation=invitation,
        token=token_of(world.house.settings.secret_key, home, invitation.id),
        login=signed_in(world, awa),
    )


def take_stock(world: World, awa: Member, jeanne: Member, peers: list[Member]) -> Assessment:
    """Everyone answers, three weeks ago, and agrees to count; awa again ten days ago."""
    then = datetime.now(UTC) - timedelta(days=21)
    for place, each in enumerate([awa, jeanne, *peers]):
        levels = {axis: min(100, level + place) for axis, level in LEVELS.items()}
        world.assess(each, levels, agreeing=list(Axis), at=then)
    return world.assess(awa, {**LEVELS, Axis.REST_TIME: 20}, at=then + timedelta(days=11))


def publish(world: World, home: UUID) -> date:
    """A campaign ended yesterday, its portrait was made, and another campaign is open."""
    today = datetime.now(UTC).date()
    closed_on = today - timedelta(days=1)
    world.campaign(home, today - timedelta(days=60), closed_on)
    with world.house.database.unit_of_work(Scope(cooperative=home), Role.MACHINE) as session:
        assert close_due(session) == [closed_on]
    world.run_jobs()
    coordinator = Scope(cooperative=home, roles=frozenset(("coordinator",)))
    with world.house.database.unit_of_work(coordinator) as session:
        day = today + timedelta(days=40)
        campaigns.open_one(session, campaign_id=uuid4(), closes_on=day, by=coordinator)
    return closed_on


def contest(world: World, sent: ReviewRequest, peer: Member) -> Statement:
    """A peer sees the level otherwise."""
    with peer.acting() as session:
        said = statements.contest(
            session,
            asked_id=world.asked(sent, peer),
            level=10,
            grounds=["saw_work"],
            words="Je l'ai vu autrement.",
            by=peer.scope,
        )
    world.run_jobs()
    return said


def invited(world: World, jeanne: Member) -> Invitation:
    """Somebody has been invited and has not answered."""
    settings = world.house.settings
    mailing = Mailing(settings.secret_key, settings.invitation_days)
    guest = Guest(f"{uuid4().hex}@tests.example", "Léo Tanguy")
    with jeanne.acting() as session:
        return invite(session, guests=[guest], mailing=mailing, by=jeanne.scope)[0]


def signed_in(world: World, member: Member) -> UUID:
    """A sign-in of somebody, on another device."""
    with world.house.database.unit_of_work(role=Role.IDENTITY) as session:
        people.open_login(session, person_id=member.person, device="Firefox", absolute=timedelta(days=1))
        session.flush()
        found = session.scalar(select(Login.id).where(Login.person_id == member.person))
    assert found is not None
    return found


def reserve(story: Story) -> list[UUID]:
    """Those kept in reserve by the draw of the request being written."""
    with story.awa.acting() as session:
        statement = select(Asked.id).where(Asked.request_id == story.draft_request.id)
        return list(session.scalars(statement))
