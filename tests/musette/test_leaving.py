"""Leaving a cooperative: what goes, what stays, what is carried away; removed or at its closing, the same."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy import select, update

from assessment.models import Contribution, Counting
from assessment.referential import Axis
from kernel.refusals import Refusal
from kernel.scope import Scope
from kernel.walls import Role
from musette.models import CarriedStatement
from peer.models.requests import ReviewRequest
from peer.models.statements import Standing, Statement
from peer.service import answers, statements
from sharing.queries.consents import decisions
from tenants.models import Membership, RoleHeld, RoleName
from tenants.service import cooperatives, members
from tests.conftest import Visitor
from tests.foundry import Foundry
from tests.world import PASSWORD, Member, World

SEEN, ANSWERED, SAID = "La reliure tient, les nerfs aussi.", "Merci, je garde.", "Le pain est beau."
GOING = {"password": PASSWORD, "sure": "y"}


@dataclass
class Place:
    """Awa, who was confirmed by one peer and seen otherwise by another; Jeanne, who coordinates."""

    world: World
    jeanne: Member
    awa: Member
    peers: list[Member]


def settled(world: World) -> Place:
    """Awa confirms a peer, too."""
    home = world.cooperative("Fournil")
    jeanne = world.member(home, "Jeanne Abgrall", RoleName.COORDINATOR)
    awa, peers = world.member(home, "Awa Diallo"), world.members(home, 3)
    for each in (awa, peers[0]):
        world.take_stock(each, agreeing=list(Axis))
    world.run_jobs()
    request = world.ask(awa, Axis.CREATIVITY, *peers)
    confirm(world, request, peers[0], SEEN)
    said = contest(world, request, peers[1])
    with awa.acting() as session:
        answers.keep_level(session, statement_id=said.id, words=ANSWERED, by=awa.scope)
    confirm(world, world.ask(peers[0], Axis.CREATIVITY, awa), awa, SAID)
    world.run_jobs()
    return Place(world, jeanne, awa, peers)


def confirm(world: World, request: ReviewRequest, peer: Member, words: str) -> None:
    """A peer confirms."""
    asked = world.asked(request, peer)
    with peer.acting() as session:
        statements.endorse(session, asked_id=asked, grounds=["saw_work"], words=words, by=peer.scope)


def contest(world: World, request: ReviewRequest, peer: Member) -> Statement:
    """A peer sees it otherwise."""
    asked = world.asked(request, peer)
    with peer.acting() as session:
        return statements.contest(
            session, asked_id=asked, level=10, grounds=["saw_work"], words="Je vois moins.", by=peer.scope
        )


@pytest.fixture
def place(world: World, foundry: Foundry) -> Place:
    return foundry.cast(settled, world)


def leave(place: Place, who: Member) -> None:
    with who.acting() as session:
        members.leave(session, by=who.scope)
    place.world.run_jobs()


def carried(who: Member) -> list[CarriedStatement]:
    """What somebody carries, read in their scope alone."""
    with who.world.house.database.reading(Scope(person=who.person)) as session:
        return list(session.scalars(select(CarriedStatement).order_by(CarriedStatement.stance)))


def held(place: Place, who: UUID) -> dict[str, int]:
    """How much a cooperative holds of a member."""
    columns = {
        "contribution": Contribution.member_id,
        "request": ReviewRequest.subject_id,
        "statement": Statement.subject_id,
        "standing": Standing.member_id,
    }
    with place.world.house.database.reading(
        Scope(cooperative=place.awa.cooperative), Role.MACHINE
    ) as session:
        return {
            name: len(session.scalars(select(column).where(column == who)).all())
            for name, column in columns.items()
        }


def check_gone(place: Place) -> None:
    """Nothing of Awa is left but what she said of others; all of it is in her satchel."""
    assert set(held(place, place.awa.id).values()) == {0}
    contested, confirmed = carried(place.awa)
    assert (confirmed.words, confirmed.home, confirmed.answer) == (SEEN, "Fournil", None)
    assert (contested.level, contested.answer_words) == (10, ANSWERED)
    with place.world.house.database.reading(Scope(cooperative=place.awa.cooperative)) as session:
        mine = session.get(Membership, (place.awa.cooperative, place.awa.id))
        assert mine
        assert mine.display_name == ""
    with place.peers[0].acting() as session:
        said = session.scalars(select(Statement).where(Statement.author_id == place.awa.id)).one()
        assert said.words == SAID


def test_leaving_deletes_here_and_carries_away(place: Place) -> None:
    assert all(held(place, place.awa.id).values())
    leave(place, place.awa)
    check_gone(place)
    assert all(held(place, place.peers[0].id).values())  # of nobody else


def test_a_member_removed_carries_the_same(place: Place) -> None:
    with place.jeanne.acting() as session:
        members.remove(session, member_id=place.awa.id, by=place.jeanne.scope)
    place.world.run_jobs()
    check_gone(place)


def test_a_cooperative_closed_leaves_satchels_whole(place: Place) -> None:
    for _turn in range(2):
        with place.world.house.database.unit_of_work(Scope(cooperative=place.awa.cooperative)) as session:
            cooperatives.close(session)
        place.world.run_jobs()
    assert [each.words for each in carried(place.awa)] == ["Je vois moins.", SEEN]


def test_consents_are_asked_anew(place: Place) -> None:
    leave(place, place.awa)
    with place.world.house.database.reading(Scope(place.awa.person)) as session:
        decided = decisions(session, place.awa.cooperative)
        assert decided
        assert not any(each.given for each in decided.values())
        assert session.scalars(select(Counting)).all() == []


def test_whoever_came_back_before_the_jobs_keeps_everything(place: Place) -> None:
    before = held(place, place.awa.id)
    with place.awa.acting() as session:
        members.leave(session, by=place.awa.scope)
    with place.world.house.database.unit_of_work(Scope(cooperative=place.awa.cooperative)) as session:
        mine = session.get(Membership, (place.awa.cooperative, place.awa.id))
        assert mine
        mine.until = None
    place.world.run_jobs()
    assert held(place, place.awa.id) == before


def test_the_last_coordinator_stays(place: Place, visitor: Visitor) -> None:
    with pytest.raises(Refusal, match="one coordinator at least"), place.jeanne.acting() as session:
        members.leave(session, by=place.jeanne.scope)
    answer = visitor(place.jeanne.person).post(place.jeanne.url("leave"), data={"sure": "y"})
    assert answer.status_code == 422
    assert "give the role to somebody else first" in answer.text


def test_of_two_last_coordinators_who_leave_together_one_stays(place: Place, visitor: Visitor) -> None:
    """The second waits for the first, whichever way each goes, then is told."""
    home, ways = place.jeanne.cooperative, ("leave", "/me/erase")
    for first, second in ((ways[0], ways[1]), (ways[1], ways[1]), (ways[1], ways[0])):
        others = [place.world.member(home, name, RoleName.COORDINATOR) for name in ("Un", "Deux")]
        with place.world.house.database.unit_of_work(Scope(cooperative=home)) as session:
            mine = (
                RoleHeld.name == RoleName.COORDINATOR,
                RoleHeld.member_id.not_in(each.id for each in others),
            )
            session.execute(update(RoleHeld).where(*mine).values(until=date(2026, 1, 1)))
        ready = Barrier(2)

        def go(member: Member, way: str, ready: Barrier = ready, form: dict[str, str] = GOING) -> int:
            client = visitor(member.person)
            ready.wait()
            return client.post(member.url(way) if way == "leave" else way, data=form).status_code

        with ThreadPoolExecutor(2) as devices:
            done = list(devices.map(go, others, (first, second)))
        assert sorted(done) == [303, 422], (first, second)
        with place.world.house.database.reading(Scope(cooperative=home)) as session:
            held = session.scalars(select(RoleHeld.member_id).where(RoleHeld.until.is_(None), mine[0])).all()
        assert held == [others[done.index(422)].id]


def test_whoever_would_be_the_last_one_waits(place: Place) -> None:
    other = place.world.member(place.jeanne.cooperative, "Une autre", RoleName.COORDINATOR)

    def go() -> None:
        with other.acting() as session:
            members.leave(session, by=other.scope)

    with ThreadPoolExecutor(1) as device:
        with place.jeanne.acting() as session:
            members.lay_down(session)
            going = device.submit(go)
            with pytest.raises(TimeoutError):
                going.result(timeout=0.5)
        with pytest.raises(Refusal, match="one coordinator at least"):
            going.result(timeout=10)


def test_the_page_says_what_goes_before_anything_does(place: Place, visitor: Visitor) -> None:
    client = visitor(place.awa.person)
    page = client.get(place.awa.url("leave")).text
    assert "What 2 people said of your work here" in page
    assert client.post(place.awa.url("leave")).status_code == 422
    assert client.get(place.awa.url("groups")).status_code == 200
    gone = client.post(place.awa.url("leave"), data={"sure": "y"})
    assert gone.location == "/me/carried"
    place.world.run_jobs()
    assert SEEN in client.get("/me/carried").text
    assert client.get(place.awa.url("groups")).status_code == 404
    assert client.get("/me/").status_code == 200
    others = visitor(place.peers[0].person)
    page = others.get(place.awa.url("levels/creativity")).text
    assert SAID in page
    assert "A former member" in page
    journal = others.get(place.awa.url("journal")).text
    assert "left the cooperative" in journal
    assert "Awa Diallo" not in journal
    assert carried(place.peers[0]) == []
