"""One cooperative in which everything has happened once: rows in every table, an id for every page."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import cast
from uuid import UUID, uuid4

from sqlalchemy import select

from assessment.models import Assessment
from assessment.referential import Axis, Language
from assessment.service import activities, events, stock
from badges.models import MEMBERSHIP
from badges.queries.own import attestations_here
from badges.service import claiming
from badges.service import taking as badge_taking
from badges.service.claiming import Wishes
from dashboards.service.closing import close_due
from journal.service import record_reading
from kernel import clock
from kernel.db import UnitOfWork
from kernel.scope import Scope
from kernel.walls import Role
from musette.models import OfferKind, Photo
from musette.queries.portability import piece
from musette.queries.together import agreed_to
from musette.service import (
    bringing,
    carrying,
    evidence,
    exhibiting,
    experiences,
    helped,
    intentions,
    offers,
    portfolios,
    shares,
    taking,
)
from peer.models.mediations import Report, Reported
from peer.models.origins import Origin
from peer.models.requests import Asked, ReviewRequest
from peer.models.statements import Standing, Statement
from peer.rules import StandingState
from peer.service import answers, availability, mediations, reports, statements, testimonies
from peer.service import requests as asking
from peer.service import thanks as thanking
from peer.service.witnesses import Outsider, name_witness
from people import service as people
from people.models import Login
from sharing.models import FormerGrant
from sharing.queries.grants import opened
from sharing.rules import Audience, Item
from sharing.service.grants import To, link_scope, link_token, note_opened
from tenants.models import Dimension, GroupKind, Invitation, RoleName
from tenants.service import campaigns, charters, reminders, totals
from tenants.service.invitations import Guest, Mailing, invite, token_of
from tenants.service.members import give_role, leave
from tenants.terms import ORDINARY, Reach
from tests.badges.abroad import abroad, file_of
from tests.musette import together
from tests.pictures import jpeg
from tests.workshop.session import Session, talk
from tests.world import LEVELS, ZONE, Member, World

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
    mediator: Member
    branch: UUID
    branch_lead: Member
    mediated: Statement
    report: Report
    spoken: Scope
    unspoken: Scope
    thanks: UUID
    badge: UUID
    workshop: Session
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
    sent = ask(world, awa, peers[:3])
    asked = world.asked(sent, peers[0])
    first = contest(world, sent, peers[0])
    second = contest(world, sent, peers[1])
    with peers[0].acting() as session:
        record_reading(session, subject=awa.id, role="peer", what=Axis.CREATIVITY)
    with awa.acting() as session:
        words = "Merci, je garde."
        answers.keep_level(session, statement_id=first.id, words=words, by=awa.scope)
        draft = asking.prepare(session, request_id=uuid4(), axis=Axis.LOCAL_UTILITY, by=awa.scope)
        outsider, own = Outsider("Rose Cliente", f"{uuid4().hex}@tests.example", "fr"), awa.email
        name_witness(session, request_id=draft.id, outsider=outsider, own_address=own, by=awa.scope)
        stock.begin(session, by=awa.scope)
        event = uuid4()
        today = datetime.now(UTC).date()
        events.add_event(session, event_id=event, on=today, label="Une machine", by=awa.scope)
    satchel = fill_satchel(awa, draft.id)
    show_things(world, awa, peers, group, satchel)
    invitation = invited(world, jeanne)
    satchel |= carry_everything(world, awa) | {"carried_id": carry_badge(awa)}
    world.run_jobs()
    tools = world.ask(awa, Axis.TOOL_MASTERY, peers[2], peers[3], message="Et mes outils ?")
    badge = claim(world, awa, tools, peers[3], cast("UUID", satchel["experience_id"]))
    satchel["attestation_id"] = attested(awa)
    mediator, mediated, report = mediate(world, home, awa, tools, peers[2])
    take_view_along(world, awa, badge, peers[2], mediated)
    branch, branch_lead = branched(world, jeanne, peers[4], peers[5])
    with peers[3].acting() as session:
        reminders.stop(session)
    with jeanne.acting() as session:
        counts = {Dimension.STATUS: {"self_employed": 9, "other": 4}}
        totals.say_who_we_are(session, counts=counts, by=jeanne.scope)
        amend(session, jeanne)
    with peers[7].acting() as session:
        charters.mark_read(session, number=2, by=peers[7].scope)
    choose_when_asked(world, peers[2], peers[MANY - 1])
    satchel |= go_together(awa, peers[7], first)
    part(world, home, peers[6])
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
        mediator=mediator,
        branch=branch,
        branch_lead=branch_lead,
        mediated=mediated,
        report=report,
        spoken=testify(world, awa, sent, "Odile Client"),
        unspoken=world.witness(awa, sent, "Paul Partenaire"),
        thanks=thank(world, peers[0], awa),
        badge=badge,
        workshop=hold_workshops(world, jeanne, [awa, *peers[:3]]),
        ids=satchel,
    )


def take_stock(world: World, awa: Member, jeanne: Member, peers: list[Member]) -> Assessment:
    """Everyone answers, three weeks ago, and agrees to count; awa again ten days ago."""
    then = datetime.now(UTC) - timedelta(days=21)
    for place, each in enumerate([awa, jeanne, *peers]):
        levels = {axis: min(100, level + place) for axis, level in LEVELS.items()}
        world.take_stock(each, levels, agreeing=list(Axis), at=then)
    with clock.at(then):
        world.run_jobs()
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
        day = today + timedelta(days=190)
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


def choose_when_asked(world: World, peer: Member, other: Member) -> None:
    """A peer pauses, keeps somebody apart, and is drawn more often where their level is validated."""
    world.assess(peer, {**LEVELS, Axis.TOOL_MASTERY: 80})
    with peer.acting() as session:
        session.add(validated(peer, Axis.TOOL_MASTERY, 80))
        session.flush()
        availability.accept_validating(session, axis=Axis.TOOL_MASTERY, by=peer.scope)
        availability.pause(session, by=peer.scope)
        availability.keep_apart(session, other_id=other.id, by=peer.scope)


def validated(member: Member, axis: Axis, level: int) -> Standing:
    """A level validated by peers, as if they had all spoken."""
    return Standing(
        member_id=member.id,
        axis=axis,
        level=level,
        state=StandingState.VALIDATED,
        value=level,
        confidence=0.95,
        confirmations=4,
        missing=[],
    )


def claim(world: World, awa: Member, sent: ReviewRequest, friend: Member, experience: UUID) -> UUID:
    """A friend confirms a level by name; awa claims the badge of it, and shows work beside it."""
    made = uuid4()
    with friend.acting() as session:
        asked_id, grounds = world.asked(sent, friend), ["saw_work"]
        statements.endorse(session, asked_id=asked_id, grounds=grounds, words="", named=True, by=friend.scope)
    world.run_jobs()
    with awa.acting() as session:
        wishes = Wishes(Language.FRENCH, named=True, address=awa.email)
        claiming.claim(session, badge_id=made, axis=Axis.TOOL_MASTERY, wishes=wishes, by=awa.scope)
    exhibit(awa, made, experience)
    world.run_jobs()
    with awa.acting() as session:
        along = badge_taking.Along(membership=True, own=True)
        badge_taking.ask(session, badge_id=made, along=along, by=awa.scope)
    world.run_jobs()
    return made


def exhibit(awa: Member, badge: UUID, experience: UUID) -> None:
    """Awa shows an experience beside her badge."""
    with awa.acting() as session:
        exhibiting.exhibit(
            session,
            badge_id=badge,
            experience_id=experience,
            name="Un registre",
            words="Pour *la mairie*.",
            pictured=True,
            by=awa.scope,
        )


def attested(awa: Member) -> UUID:
    """What the cooperative signed for awa alone."""
    with awa.acting() as session:
        return attestations_here(session)[MEMBERSHIP].id


def take_view_along(world: World, awa: Member, badge: UUID, author: Member, said: Statement) -> None:
    """Whoever saw it otherwise signs their view by name, and awa takes it along with her badge."""
    with author.acting() as session:
        statements.be_named(session, statement_id=said.id, named=True, by=author.scope)
    with awa.acting() as session:
        along = badge_taking.Along(membership=True, own=True, views=[said.id])
        badge_taking.ask(session, badge_id=badge, along=along, by=awa.scope)
    world.run_jobs()


def mediate(
    world: World, home: UUID, awa: Member, sent: ReviewRequest, peer: Member
) -> tuple[Member, Statement, Report]:
    """A view that differs is being mediated, and its words were reported to the mediator."""
    said = contest(world, sent, peer)
    mediator = world.member(home, "Nour Haddad", RoleName.MEDIATOR)
    with awa.acting() as session:
        answers.ask_for_mediation(
            session,
            statement_id=said.id,
            mediator_id=mediator.id,
            words="Parlons-en à trois.",
            by=awa.scope,
        )
        report = reports.report(session, kind=Reported.STATEMENT, about_id=said.id, by=awa.scope)
    with peer.acting() as session:
        mediations.agree(session, statement_id=said.id, by=peer.scope)
    world.run_jobs()
    return mediator, said, report


def ask(world: World, awa: Member, peers: list[Member]) -> ReviewRequest:
    """Peers and two witnesses are asked, with a message and where the work can be seen."""
    names = ("Odile Client", "Paul Partenaire")
    outside = [Outsider(name, f"{uuid4().hex}@tests.example", "fr") for name in names]
    message, evidence = "Dites *ce que* vous avez vu.", "Au marché : https://tests.example/buffet"
    return world.ask(awa, Axis.CREATIVITY, *peers, message=message, evidence=evidence, outside=outside)


def testify(world: World, awa: Member, sent: ReviewRequest, name: str) -> Scope:
    """A witness confirms."""
    scope = world.witness(awa, sent, name)
    with world.house.database.unit_of_work(scope) as session:
        testimonies.endorse(session, grounds=["used_result"], words="Le buffet était inventif.")
    world.run_jobs()
    return scope


def thank(world: World, peer: Member, awa: Member) -> UUID:
    """A peer thanks awa."""
    made = uuid4()
    with peer.acting() as session:
        words, axis = "Merci pour le coup de main.", Axis.TOOL_MASTERY
        thanking.thank(session, thanks_id=made, recipient_id=awa.id, words=words, axis=axis, by=peer.scope)
    world.run_jobs()
    return made


def branched(world: World, jeanne: Member, lead: Member, other: Member) -> tuple[UUID, Member]:
    """A branch of two, one of whom coordinates it."""
    made = world.group(jeanne.cooperative, [lead, other], "Antenne", kind=GroupKind.BRANCH)
    role = RoleName.BRANCH_COORDINATOR
    with jeanne.acting() as session:
        give_role(session, member_id=lead.id, role=role, branch=made, by=jeanne.scope)
    world.run_jobs()
    return made, replace(lead, roles=(role,))


def hold_workshops(world: World, jeanne: Member, others: list[Member]) -> Session:
    """Two workshops have kept what their group wished; in another, under way, an axis has been shown."""
    for months, level in ((14, 40), (2, 55)):
        with clock.at(datetime.now(UTC) - timedelta(days=30 * months)):
            held = talk(world, jeanne, *others)
            held.write("On garde *le jeudi* pour se parler.")
            held.agree({Axis.CREATIVITY: level, Axis.REST_TIME: 50 - months})
    session = talk(world, jeanne, *others)
    session.show_all()
    session.place(Axis.LOCAL_UTILITY, 60)
    session.ask()
    return session


def amend(session: UnitOfWork, jeanne: Member) -> None:
    """The charter has a second version, with words of their own, and a third is being written."""
    words = "Nous lisons chaque portrait *ensemble*.\n\n- deux semaines avant l'assemblée"
    second = replace(ORDINARY, words=words, consulted_on=date(2024, 5, 2))
    written = charters.save_draft(session, terms=second, edition=None, by=jeanne.scope)
    charters.publish(session, edition=written.edition, by=jeanne.scope)
    third = replace(second, floor=12, words=f"{words}\n\nEt au café.", closed=frozenset([Reach.LINK]))
    charters.save_draft(session, terms=third, edition=None, by=jeanne.scope)


def fill_satchel(awa: Member, request_id: UUID) -> dict[str, object]:
    """An experience with a photo, joined to a request; an intention, a scenario, two activities, an offer."""
    today, by = datetime.now(UTC).date(), awa.scope
    activity, experience, intention, scenario, offer = (uuid4() for _each in range(5))
    told = experiences.Told(today, "Un *registre* relié pour la mairie", Axis.CREATIVITY)
    meant = intentions.Meant(Axis.REST_TIME, "Fermer le vendredi", today + timedelta(days=90), 50)
    label, levels = "Si j'accepte ce client", {**LEVELS, Axis.REST_TIME: 10}
    proposed = offers.Proposed(Axis.TOOL_MASTERY, OfferKind.PERSON, "Je montre la *presse* le jeudi.")
    with awa.acting() as session:
        activities.name_activity(session, activity_id=activity, label="La chorale", by=by)
        experiences.capture(session, experience_id=experience, told=told, sent=jpeg(), today=today, by=by)
        joined = evidence.join(session, request_id=request_id, experience_id=experience, by=by)
        intentions.intend(session, intention_id=intention, meant=meant, zone=ZONE, by=by)
        drawn = {"label": label, "words": ""}
        intentions.imagine(session, scenario_id=scenario, **drawn, levels=levels, by=by)
        offers.offer(session, offer_id=offer, proposed=proposed, by=by)
        photo = session.scalars(select(Photo.id)).one()
    return {
        "activity_id": activity,
        "experience_id": experience,
        "photo_id": photo,
        "evidence_id": joined,
        "intention_id": intention,
        "scenario_id": scenario,
        "offer_id": offer,
    }


def show_things(world: World, awa: Member, peers: list[Member], group: UUID, ids: dict[str, object]) -> None:
    """Something is shown to each audience and read once; a page is composed; levels were typed for awa."""
    key, made = world.house.settings.secret_key, {each: uuid4() for each in Audience}
    page = portfolios.Composed(
        "Relieuse", "Je *relie* et je répare.", [Axis.CREATIVITY], [cast("UUID", ids["experience_id"])]
    )
    to = {
        Audience.PEERS: (Item.PROFILE, "", To(Audience.PEERS, (peers[0].id, peers[2].id))),
        Audience.PERSON: (Item.AXIS, "creativity", To(Audience.PERSON, (peers[1].id,))),
        Audience.GROUP: (Item.EXPERIENCE, str(ids["experience_id"]), To(Audience.GROUP, group=group)),
        Audience.COOPERATIVE: (Item.HISTORY, "", To(Audience.COOPERATIVE)),
        Audience.LINK: (Item.PORTFOLIO, "", To(Audience.LINK, days=30)),
    }
    with awa.acting() as session:
        portfolios.compose(session, page=page, by=awa.scope)
        for audience, (item, about, whom) in to.items():
            what = shares.Show(item, about, awa.name, ZONE)
            shares.show(session, grant_id=made[audience], what=what, to=whom, secret_key=key, by=awa.scope)
        before, when = uuid4(), {"made_at": datetime.now(UTC) - timedelta(days=400)}
        session.add(
            FormerGrant(id=before, item=Item.AXIS, about="creativity", audience=Audience.LINK, **when)
        )
        code = helped.ask_for_help(session, secret_key=key, by=awa.scope)
    with peers[2].acting() as session:
        record_reading(session, subject=awa.id, role="peers", what="profile", about=made[Audience.PEERS])
    token = link_token(key, made[Audience.LINK])
    with world.house.database.unit_of_work(link_scope(token)) as session:
        note_opened(session, link=opened(session, token))
    with world.house.database.unit_of_work(helped.scope_of(key, awa.cooperative, code)) as session:
        helped.type_for(session, levels=LEVELS, by=peers[3].scope)
    ids |= {"grant_id": made[Audience.GROUP], "copy_id": made[Audience.PEERS], "link_key": token}
    ids |= {"grants": made, "former_id": before}


def go_together(awa: Member, peer: Member, said: Statement) -> dict[str, object]:
    """Two made a file together, brought it back, and open another departure; something was said elsewhere."""
    joint = together.made([awa, peer])
    arrival = together.bring(awa, together.file_of(awa, joint)).id
    together.arrive(awa, together.code_of(awa, joint))
    together.sit(peer, together.code_of(peer, joint))
    with awa.acting() as session:
        consent = agreed_to(session, joint)
        whose = {"subject_id": awa.id, "author_id": said.author_id}
        session.add(Origin(statement_id=said.id, **whose, home="Ailleurs", did="did:web:elsewhere.example"))
    under_way = together.opened(awa)
    together.join(awa, under_way)
    return {"joint_id": under_way, "consent_id": consent.id if consent else joint, "brought_id": arrival}


def part(world: World, home: UUID, peer: Member) -> None:
    """Somebody whom a peer has confirmed leaves, with what was said."""
    leaving = world.member(home, "Zoé Petit")
    world.take_stock(leaving)
    sent = world.ask(leaving, Axis.CREATIVITY, peer)
    asked = world.asked(sent, peer)
    with peer.acting() as session:
        words = "Une belle reliure."
        statements.endorse(session, asked_id=asked, grounds=["saw_work"], words=words, by=peer.scope)
    with leaving.acting() as session:
        leave(session, by=leaving.scope)
    world.run_jobs()


def carry_everything(world: World, awa: Member) -> dict[str, object]:
    """All that awa has was written into a file, which she brings in again."""
    with awa.acting() as session:
        archive = taking.ask(session, places=[awa.belonging], by=awa.scope)
    world.run_jobs()
    with awa.acting() as session:
        found = taking.downloaded(session, archive_id=archive, by=awa.scope)
        pieces = [piece(session, archive, rank) for rank in range(found.pieces)]
        file = BytesIO(b"".join((*pieces, found.end)))
        arrival = bringing.receive(session, file=file, by=awa.scope)
    return {"archive_id": archive, "arrival_id": arrival}


def carry_badge(member: Member) -> UUID:
    """A badge that another installation signed was brought in; gives its id."""
    made = uuid4()
    with member.acting() as session:
        file, origin = file_of(made, abroad(made)), member.world.house.settings.public_url
        session.add_once(carrying.brought(session, file=file, badge_id=made, origin=origin))
    return made


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
