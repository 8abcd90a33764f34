"""Members who go together, their file, and another installation they arrive at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select

from assessment.referential import Axis, Language
from badges.service import claiming
from kernel import clock
from musette.joint import JointArrival, JointConsent, JointSeat
from musette.parcels.sealing import code as written_code
from musette.parcels.sealing import read_code, secret_of
from musette.queries import together as queries
from musette.service import arriving, bringing, together
from musette.service.together import Wishes
from peer.models.requests import Asked, ReviewRequest
from peer.service import answers, statements
from tenants.models import RoleName
from tests.world import Member, World
from worker import errands

TITLE = "Vers une autre rive"
FEW = 5
CONFIRMED, OTHERWISE, ANSWERED, APART = "Belle coupe.", "Je vois moins.", "Je garde.", "Mots de Zoé."


@dataclass
class Crew:
    """Some members, what they said of each other; Zoé, who does not go, and what she said."""

    world: World
    going: list[Member]
    zoe: Member


def pair(world: World) -> Crew:
    """Two who confirm each other, one of whom Zoé has confirmed too."""
    return crew(world, 2)


def crew(world: World, count: int, *, language: str = "fr") -> Crew:
    """Each asks the next two of the ring, one of whom sees it otherwise; the first asked Zoé, too."""
    home = world.cooperative("Chantier", language=language)
    world.member(home, "Jeanne Abgrall", RoleName.COORDINATOR)
    zoe = world.member(home, "Zoé Petit")
    going = [world.member(home, f"Partante {rank:02d}", language=language) for rank in range(count)]
    for rank, each in enumerate(going):
        world.take_stock(each, dict.fromkeys(Axis, 40 + rank), at=datetime.now(UTC) - timedelta(days=30))
    world.run_jobs()
    for rank, each in enumerate(going):
        ring = [going[(rank + step) % count] for step in range(1, min(3, count))]
        asked = [*ring, zoe] if rank == 0 else ring
        speak(world, each, asked, world.ask(each, Axis.CREATIVITY, *asked, message="Et ma coupe ?"))
    if count > FEW:
        confirm_widely(world, going)
    world.run_jobs()
    return Crew(world, going, zoe)


def confirm_widely(world: World, going: list[Member]) -> None:
    """The second asks five of them about another axis; they confirm, and so do those the lot drew."""
    request = world.ask(going[1], Axis.TOOL_MASTERY, *going[4:9])
    with going[1].acting() as session:
        wanted = select(Asked.reviewer_id).where(Asked.request_id == request.id, Asked.asked_at.is_not(None))
        asked = set(session.scalars(wanted))
    for peer in [each for each in going if each.id in asked]:
        asked_id, grounds = world.asked(request, peer), ["saw_work"]
        with peer.acting() as session:
            statements.endorse(session, asked_id=asked_id, grounds=grounds, words=CONFIRMED, by=peer.scope)


def speak(world: World, subject: Member, asked: Sequence[Member], request: ReviewRequest) -> None:
    """The last but Zoé sees it otherwise, and is answered; the others confirm."""
    peers = [each for each in asked if each.name != "Zoé Petit"]
    for peer in asked:
        asked_id = world.asked(request, peer)
        with peer.acting() as session:
            if peer is peers[-1] and len(peers) > 1:
                said = statements.contest(
                    session, asked_id=asked_id, level=5, grounds=["saw_work"], words=OTHERWISE, by=peer.scope
                )
                continue
            words = CONFIRMED if peer in peers else APART
            statements.endorse(
                session,
                asked_id=asked_id,
                grounds=["saw_work", "worked_together"],
                words=words,
                by=peer.scope,
            )
    if len(peers) > 1:
        with subject.acting() as session:
            answers.keep_level(session, statement_id=said.id, words=ANSWERED, by=subject.scope)


def opened(who: Member, *, days: int = 7) -> UUID:
    """A common departure, opened by somebody."""
    made = uuid4()
    with who.acting() as session:
        day = clock.today("Europe/Paris") + timedelta(days=days)
        together.open_joint(session, joint_id=made, title=TITLE, closes_on=day, by=who.scope)
    return made


def join(who: Member, joint: UUID, *, leaves: bool = False, some: int | None = None) -> UUID:
    """Somebody joins, with all they have, or some of it."""
    with who.world.house.database.unit_of_work(together.scope_of(joint, who.scope)) as session:
        chosen = [each.id for each in together.things_of(session)][:some]
        return together.join(session, wishes=Wishes(leaves, chosen), by=who.scope)


def made(going: Sequence[Member]) -> UUID:
    """A common departure all of them joined, and its file, made."""
    joint = opened(going[0])
    for each in going:
        join(each, joint)
    with going[0].world.house.database.unit_of_work(together.scope_of(joint, going[0].scope)) as session:
        together.ask(session, by=going[0].scope)
    going[0].world.run_jobs()
    return joint


def file_of(who: Member, joint: UUID) -> bytes:
    """The file, read by somebody who goes."""
    with who.world.house.database.reading(together.scope_of(joint, who.scope)) as session:
        return queries.joint_file(session, joint)


def code_of(who: Member, joint: UUID) -> str:
    """The code of somebody who goes."""
    with who.world.house.database.reading(together.scope_of(joint, who.scope)) as session:
        found, agreed = queries.joint(session, joint), queries.agreed_to(session, joint)
        assert found.digest
        assert isinstance(agreed, JointConsent)
        secret = secret_of(who.world.house.settings.secret_key, agreed.id)
        return written_code(found.digest, place=found.places.index(who.id), secret=secret)


def bring(who: Member, body: bytes) -> JointArrival:
    """Somebody brings the file, and a worker checks it."""
    key = arriving.id_of(body)
    scope = arriving.scope_of(key, who.scope)
    with who.world.house.database.unit_of_work(scope) as session:
        wanted = arriving.receive(session, body=body, by=who.scope)
    if wanted:
        errands.check_together(f"{who.cooperative}:{key}")
    with who.world.house.database.reading(scope) as session:
        return queries.joint_arrival(session, key)


def sit(who: Member, typed: str) -> JointSeat:
    """Somebody types a code."""
    code = read_code(typed)
    with who.world.house.database.reading(arriving.scope_of(code.file, who.scope)) as session:
        part = arriving.opened(session, code=code)
    with who.acting() as session:
        return arriving.sit(session, part=part, by=who.scope)


def confirm(who: Member, arrival: UUID, *, hears: bool = True, speaks: bool = True) -> None:
    """Somebody confirms all that their part holds."""
    with who.acting() as session:
        seat = queries.own_seat(session, arrival)
        every = [each.id for each in bringing.things(session, arrival_id=seat.file_id)]
        arriving.confirm(session, arrival_id=arrival, chosen=every, hears=hears, speaks=speaks, by=who.scope)


def arrive(who: Member, typed: str) -> UUID:
    """The whole of it, jobs included."""
    arrival = sit(who, typed).arrival_id
    confirm(who, arrival)
    who.world.run_jobs()
    return arrival


def claimed(there: Crew, axis: Axis) -> UUID:
    """The second of them holds a badge."""
    badge, who = uuid4(), there.going[1]
    with who.acting() as session:
        wishes = claiming.Wishes(Language.FRENCH, named=True)
        claiming.claim(session, badge_id=badge, axis=axis, wishes=wishes, by=who.scope)
    there.world.run_jobs()
    return badge
