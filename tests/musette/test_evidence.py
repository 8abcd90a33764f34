"""An experience joined to a request: a copy goes down, is seen by those asked, and comes back when wished."""

from datetime import date
from uuid import UUID, uuid4

import pytest

from assessment.referential import Axis
from kernel.refusals import Refusal, Unknown
from musette.queries.experiences import experience
from musette.service import evidence, experiences
from musette.service.experiences import Told
from peer.models.requests import ReviewRequest
from peer.queries.evidence import evidence_of
from peer.queries.requests import invited
from peer.service import requests as asking
from peer.service import statements
from peer.service.testimonies import token_of
from peer.service.witnesses import Outsider, name_witness
from tenants.models import RoleName
from tenants.service.members import remove
from tests.conftest import Visitor
from tests.pictures import jpeg
from tests.world import Member, World

WORDS = "Le registre de 1784"


@pytest.fixture
def awa(world: World) -> Member:
    """Somebody who has taken stock, in a cooperative of seven."""
    home = world.cooperative("Atelier")
    made = world.member(home, "Awa Diallo")
    world.assess(made)
    return made


@pytest.fixture
def peers(awa: Member) -> list[Member]:
    """Three members of the same cooperative, in two groups."""
    made = awa.world.members(awa.cooperative, 3)
    awa.world.group(awa.cooperative, made[:2], "Papier")
    awa.world.group(awa.cooperative, made[2:], "Fournil")
    return made


def captured(awa: Member, today: date) -> UUID:
    """An experience of somebody, with a photo."""
    made, told = uuid4(), Told(today, WORDS, Axis.CREATIVITY, helped="Solène")
    with awa.acting() as session:
        experiences.capture(session, experience_id=made, told=told, sent=jpeg(), today=today, by=awa.scope)
    return made


def asked(
    awa: Member, made: UUID, *chosen: Member, witness: Outsider | None = None
) -> tuple[ReviewRequest, UUID]:
    """A request sent, to which the experience is joined, and the copy's id."""
    with awa.acting() as session:
        request = asking.prepare(session, request_id=uuid4(), axis=Axis.CREATIVITY, by=awa.scope)
    awa.world.run_jobs()
    with awa.acting() as session:
        joined = evidence.join(session, request_id=request.id, experience_id=made, by=awa.scope)
        ids = [each.id for each in chosen]
        asking.choose(session, request_id=request.id, chosen=ids, message="", by=awa.scope)
        if witness:
            own = awa.email
            name_witness(session, request_id=request.id, outsider=witness, own_address=own, by=awa.scope)
        asking.send(session, request_id=request.id, by=awa.scope)
    awa.world.run_jobs()
    return request, joined


def endorse(request: ReviewRequest, peer: Member) -> None:
    """A peer confirms."""
    with peer.acting() as session:
        statements.endorse(
            session,
            asked_id=peer.world.asked(request, peer),
            grounds=["examined_evidence"],
            words="",
            by=peer.scope,
        )
    peer.world.run_jobs()


def test_those_asked_see_the_copy_and_nobody_else(
    awa: Member, peers: list[Member], visitor: Visitor, today: date
) -> None:
    made = captured(awa, today)
    request, joined = asked(awa, made, peers[0])
    page = visitor(peers[0].person).get(awa.url(f"reviews/{awa.world.asked(request, peers[0])}")).text
    assert WORDS in page
    assert "Solène" not in page
    photo = awa.url(f"evidence/{joined}")
    assert photo in page
    assert visitor(peers[0].person).get(photo).mimetype == "image/jpeg"
    assert visitor(awa.person).get(photo).status_code == 200
    for other in (awa.world.member(awa.cooperative, "Autre"), *peers[1:]):
        drawn = any(other.id == each for each in _asked(awa, request))
        assert visitor(other.person).get(photo).status_code == (200 if drawn else 404)


def _asked(awa: Member, request: ReviewRequest) -> set[UUID]:
    with awa.acting() as session:
        rows = invited(session, request.id)
        return {each.asked.reviewer_id for each in rows if each.asked.state.value == "asked"}


def test_a_witness_sees_it_at_the_end_of_their_link(awa: Member, visitor: Visitor, today: date) -> None:
    outsider = Outsider("Rose", f"{uuid4().hex}@tests.example", "fr")
    request, joined = asked(awa, captured(awa, today), witness=outsider)
    scope = awa.world.witness(awa, request, "Rose")
    assert scope.cooperative
    assert scope.member
    key = token_of(awa.world.house.settings.secret_key, scope.cooperative, scope.member)
    assert WORDS in visitor().get(f"/witness/{key}").text
    assert visitor().get(f"/witness/{key}/evidence/{joined}").mimetype == "image/jpeg"
    assert visitor().get(f"/witness/{key}/evidence/{uuid4()}").status_code == 404
    assert visitor().get(f"/witness/{key}x/evidence/{joined}").status_code == 404


def test_a_copy_is_taken_back_even_once_sent(
    awa: Member, peers: list[Member], visitor: Visitor, today: date
) -> None:
    made = captured(awa, today)
    request, joined = asked(awa, made, peers[0])
    assert f"evidence/{joined}/take-back" in visitor(awa.person).get(awa.url("what-the-group-knows")).text
    assert visitor(peers[0].person).post(awa.url(f"evidence/{joined}/take-back")).status_code == 404
    assert visitor(awa.person).post(awa.url(f"evidence/{joined}/take-back")).status_code == 303
    with peers[0].acting() as session:
        assert evidence_of(session, request.id) == []
    with awa.acting() as session:
        assert experience(session, made).row.words == WORDS


def test_what_is_forgotten_is_forgotten_in_requests_too(
    awa: Member, peers: list[Member], today: date
) -> None:
    made = captured(awa, today)
    request, _joined = asked(awa, made, peers[0])
    with awa.acting() as session:
        experiences.remove(session, experience_id=made, places=[awa.belonging], by=awa.scope)
    awa.world.run_jobs()
    with peers[0].acting() as session:
        assert evidence_of(session, request.id) == []


def test_a_request_withdrawn_loses_what_was_joined(awa: Member, peers: list[Member], today: date) -> None:
    request, _joined = asked(awa, captured(awa, today), peers[0])
    with awa.acting() as session:
        asking.withdraw(session, request_id=request.id, by=awa.scope)
        assert evidence_of(session, request.id) == []


def test_whoever_leaves_leaves_no_copy_and_keeps_everything(
    awa: Member, peers: list[Member], today: date
) -> None:
    made = captured(awa, today)
    request, _joined = asked(awa, made, peers[0])
    lead = awa.world.member(awa.cooperative, "Jeanne", RoleName.COORDINATOR)
    with lead.acting() as session:
        remove(session, member_id=awa.id, by=lead.scope)
    awa.world.run_jobs()
    with peers[0].acting() as session:
        assert evidence_of(session, request.id) == []
    with awa.acting() as session:
        assert len(experience(session, made).photos) == 1


def test_only_ones_own_is_joined_once_and_before_sending(
    awa: Member, peers: list[Member], today: date
) -> None:
    made, theirs = captured(awa, today), captured(peers[0], today)
    request, joined = asked(awa, made, peers[0])
    with pytest.raises(Refusal), awa.acting() as session:
        evidence.join(session, request_id=request.id, experience_id=captured(awa, today), by=awa.scope)
    with awa.acting() as session:
        again = asking.prepare(session, request_id=uuid4(), axis=Axis.LOCAL_UTILITY, by=awa.scope)
        evidence.join(session, request_id=again.id, experience_id=made, by=awa.scope)
    with pytest.raises(Refusal), awa.acting() as session:
        evidence.join(session, request_id=again.id, experience_id=made, by=awa.scope)
    with pytest.raises(Unknown), awa.acting() as session:
        evidence.join(session, request_id=again.id, experience_id=theirs, by=awa.scope)
    with pytest.raises(Unknown), peers[0].acting() as session:
        evidence.join(session, request_id=again.id, experience_id=theirs, by=peers[0].scope)
    with pytest.raises(Unknown), peers[0].acting() as session:
        evidence.taken_back(session, evidence_id=joined, by=peers[0].scope)


def test_three_peers_of_two_groups_confirm_and_the_label_is_hidden_at_will(
    awa: Member, peers: list[Member], visitor: Visitor, today: date
) -> None:
    made = captured(awa, today)
    request, _joined = asked(awa, made, *peers)
    for confirming, peer in enumerate(peers):
        with awa.acting() as session:
            assert not experience(session, made).labelled, confirming
        endorse(request, peer)
    with awa.acting() as session:
        assert experience(session, made).labelled
    client = visitor(awa.person, language="en")
    assert "Confirmed by peers" in client.get("/me/experiences").text
    client.post(f"/me/experiences/{made}/label", data={"shown": "no"})
    with awa.acting() as session:
        found = experience(session, made)
    assert (found.confirmed, found.labelled) == (True, False)
    assert "Confirmed by peers" not in client.get("/me/experiences").text
    client.post(f"/me/experiences/{made}/label", data={"shown": "yes"})
    with awa.acting() as session:
        assert experience(session, made).labelled
