"""Arriving together: the file checked whole, parts opened by codes, statements once both confirmed."""

import json
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import select, update

from assessment.models import Counting
from assessment.referential import Axis
from badges.identifiers import public_key
from kernel import clock
from kernel.jobs import later
from kernel.refusals import Invalid, Unknown
from kernel.scope import Scope
from kernel.walls import Role
from musette import jobs
from musette.joint import JointArrival, JointSeat
from musette.parcels import files
from musette.parcels.sealing import NO_CODE, read_code
from musette.queries import together as queries
from musette.queries.carried import carried_badges
from musette.service import arriving
from peer.models.origins import Origin
from peer.models.requests import Asked
from peer.models.statements import Answer, Standing, Statement
from peer.queries.inbox import inbox, said_by_us
from peer.queries.requests import open_requests
from peer.service import statements
from tests.cases import each_case
from tests.conftest import Visitor
from tests.musette.test_erasure import dump, erase
from tests.musette.test_parcels import STRANGER, signer
from tests.musette.test_together import leave, three, trio
from tests.musette.together import (
    CONFIRMED,
    Crew,
    arrive,
    bring,
    claimed,
    code_of,
    confirm,
    file_of,
    made,
    sit,
)
from tests.world import Member
from worker import errands

__all__ = ["three", "trio"]


class Landing:
    """Three who come from elsewhere, here under other names, and what they brought."""

    def __init__(self, crew: Crew) -> None:
        joint = made(crew.going)
        self.world, self.went = crew.world, crew.going
        self.body, self.codes = file_of(crew.going[0], joint), [code_of(each, joint) for each in crew.going]
        self.home = crew.world.cooperative("Rive")
        self.here = [crew.world.member(self.home, f"Arrivée {rank}") for rank in range(len(crew.going))]
        self.other = crew.world.member(self.home, "Rose Ici")

    def machine(self) -> Scope:
        return Scope(cooperative=self.home)


@pytest.fixture
def landing(three: Crew) -> Landing:
    return Landing(three)


@pytest.fixture
def landed(landing: Landing) -> Landing:
    """The file is here, and sound."""
    assert bring(landing.other, landing.body).refused is None
    return landing


def about(who: Member) -> list[Statement]:
    """What stands about somebody, as they read it."""
    with who.acting() as session:
        return list(session.scalars(select(Statement).where(Statement.subject_id == who.id)))


def refused(landing: Landing, body: bytes) -> str:
    """Why a file is refused; nothing of it is kept."""
    try:
        found = bring(landing.other, body)
    except Invalid as fault:
        return fault.sentence
    assert found.refused
    with landing.world.house.database.reading(landing.machine(), Role.MACHINE) as session:
        assert set(session.scalars(select(JointArrival.body))) == {None}
    return arriving.WORDS[arriving.Why(found.refused)]


def signed_again(body: bytes, *, did: str | None = None) -> bytes:
    """The same parts, under a list signed by a key of somebody else's."""
    file = files.checked(body)
    own = did or "did:web:nowhere.example"
    home = files.Home(file.home.name, own, f"{own}#key-2026-1", public_key(STRANGER))
    start = files.head(file_id=file.id, made_at="", home=home, parcels=file.parcels, sign=signer(STRANGER))
    return start + body[file.starts :]


PLACES: dict[str, Callable[[bytes], int]] = {
    "signature": lambda body: body.index(b"\n") + 5,
    "digest": lambda body: body.index(b'"sha256":"') + 12,
    "own signature": lambda body: body.index(b'"signature":"') + 15,
    "name": lambda body: body.index(b'"name":"') + 9,
    "part": lambda body: (body.index(b'"version"') + len(body)) // 2,
    "last byte": lambda body: len(body) - 1,
}


@each_case("place", PLACES)
def test_a_file_that_was_changed_is_refused_whole(landing: Landing, place: str) -> None:
    changed = bytearray(landing.body)
    changed[PLACES[place](landing.body)] ^= 0x01
    assert refused(landing, bytes(changed)) == files.CHANGED
    with pytest.raises(Invalid, match="opens nothing"):
        sit(landing.here[0], landing.codes[0])


def test_files_cut_newer_too_large_or_of_another_kind(
    landing: Landing, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = landing.body
    assert refused(landing, body[:-1]) == files.NO_FILE
    assert refused(landing, body[:60]) == files.NO_FILE
    assert refused(landing, b"PK\x03\x04") == files.NO_FILE
    assert refused(landing, body.replace(b"together 1", b"together 2", 1)) == files.NEWER
    assert bring(landing.other, body).refused is None  # what was refused before stands in nobody's way
    monkeypatch.setattr(files, "LARGEST", 1000)
    assert refused(landing, body) == files.TOO_LARGE


def test_a_file_signed_again_by_another_key_opens_for_nobody(landing: Landing) -> None:
    found = bring(landing.other, signed_again(landing.body))
    assert found.refused is None  # nothing in it contradicts itself: the codes know better
    with pytest.raises(Invalid) as fault:
        sit(landing.here[0], landing.codes[0])
    assert fault.value.sentence == NO_CODE


def test_a_cooperative_known_here_signs_with_its_own_key(landing: Landing) -> None:
    own = files.checked(landing.body).home.did
    assert refused(landing, signed_again(landing.body, did=own)) == files.CHANGED


def test_a_file_is_checked_once_whatever_becomes_of_its_process(landing: Landing) -> None:
    who, key = landing.other, arriving.id_of(landing.body)
    scope = arriving.scope_of(key, who.scope)
    with landing.world.house.database.unit_of_work(scope) as session:
        assert arriving.receive(session, body=landing.body, by=who.scope)
    with landing.world.house.database.unit_of_work(scope) as session:
        assert arriving.take_up(session)  # and its process ends there
    errands.check_together(f"{landing.home}:{key}")
    with landing.world.house.database.reading(scope) as session:
        found = queries.joint_arrival(session, key)
        assert (found.checked_at, arriving.is_cut(found)) == (None, False)
        with clock.at(clock.now() + timedelta(minutes=2)):
            assert arriving.is_cut(found)
    with pytest.raises(Invalid):
        sit(landing.here[0], landing.codes[0])
    assert bring(who, landing.body).refused is None  # sent again, it is looked at again


def test_the_same_file_twice_is_one(landed: Landing) -> None:
    arrive(landed.here[0], landed.codes[0])
    assert bring(landed.here[1], landed.body).brought_by_id == landed.other.id
    with landed.world.house.database.reading(landed.machine(), Role.MACHINE) as session:
        assert len(session.scalars(select(JointArrival.id)).all()) == 1
        assert len(session.scalars(select(JointSeat.place)).all()) == 1


def test_each_code_opens_one_place_for_one_person(landed: Landing) -> None:
    first, second, third = landed.here
    seat = sit(first, landed.codes[0])
    assert sit(first, landed.codes[0]).place == seat.place  # again is no harm
    with pytest.raises(Invalid) as taken:
        sit(second, landed.codes[0])
    with pytest.raises(Invalid) as two:
        sit(first, landed.codes[1])
    assert (taken.value.sentence, two.value.sentence) == (arriving.TAKEN, arriving.OTHER_PLACE)
    with pytest.raises(Unknown), second.acting() as session:
        queries.own_seat(session, seat.arrival_id)
    for typed in ("", "AAAA-BBBB", landed.codes[2][:-4] + "AAAA", landed.codes[2][4:] + "AAAA"):
        with pytest.raises(Invalid):
            sit(third, typed)


def test_no_statement_comes_in_before_both_its_people_have_confirmed(landed: Landing) -> None:
    first, second, third = landed.here
    arrival = arrive(first, landed.codes[0])
    assert [about(each) for each in landed.here] == [[], [], []]
    sit(second, landed.codes[1])
    landed.world.run_jobs()
    assert about(first) == []  # a code typed confirms nothing
    confirm(second, arrival, speaks=False)
    landed.world.run_jobs()
    assert [each.author_id for each in about(second)] == [first.id]
    assert about(first) == []  # the second would rather not be heard here
    for each in (third, landed.other):
        with each.acting() as session:
            assert session.scalars(select(Statement)).all() == []
    with second.acting() as session:
        assert session.scalars(select(Standing.member_id)).all() == [second.id]


def test_what_waits_may_be_taken_back(landed: Landing) -> None:
    arrival = arrive(landed.here[0], landed.codes[0])
    with landed.here[0].acting() as session:
        arriving.take_back(session, arrival_id=arrival, by=landed.here[0].scope)
    for rank in (1, 2):
        arrive(landed.here[rank], landed.codes[rank])
    assert about(landed.here[0]) == []
    assert {each.author_id for each in about(landed.here[1])} == {landed.here[2].id}


def test_what_came_in_is_like_any_other(landed: Landing) -> None:
    for who, code in zip(landed.here, landed.codes, strict=True):
        arrive(who, code)
    first = landed.here[0]
    author = next(each for each in landed.here if each.id == about(first)[0].author_id)
    with first.acting() as session:
        assert open_requests(session) == []
        assert {each.home for each in session.scalars(select(Origin))} == {"Chantier"}
    with author.acting() as session:
        assert inbox(session) == []
        mine = [each.statement for each in said_by_us(session) if each.subject == first.name]
        assert mine[0] is not None
        statements.withdraw(session, statement_id=mine[0].id, by=author.scope)
    landed.world.run_jobs()
    assert len([each for each in about(first) if each.withdrawn_at is None]) == 1


def test_jobs_done_again_change_nothing(landed: Landing) -> None:
    for who, code in zip(landed.here, landed.codes, strict=True):
        arrival = arrive(who, code)
    before = everything(landed)
    with landed.world.house.database.unit_of_work(landed.machine()) as session:
        later(session, jobs.MEET, arrival=arrival)
        for who in landed.here:
            later(session, jobs.SETTLE_IN, arrival=arrival, person=who.person, member=who.id)
        for said in about(landed.here[0]):
            assert said.author_id
            ids = {"arrival": arrival, "statement": said.id}
            later(session, jobs.ASK_AGAIN, member=said.subject_id, author=said.author_id, **ids)  # type: ignore[arg-type] # ids alone
            later(session, jobs.ANSWER_AGAIN, member=said.subject_id, **ids)  # type: ignore[arg-type] # ids alone
    landed.world.run_jobs()
    assert everything(landed) == before


def everything(landed: Landing) -> list[set[object]]:
    with landed.world.house.database.reading(landed.machine(), Role.MACHINE) as session:
        columns = (Statement.id, Statement.request_id, Answer.statement_id, Origin.statement_id)
        return [set(session.scalars(select(each))) for each in columns]


def test_what_was_said_here_already_stays(landed: Landing) -> None:
    """The same pair, axis and period: one statement, the one that was here."""
    first, second = landed.here[:2]
    landed.world.take_stock(first)
    landed.world.run_jobs()
    asked = landed.world.asked(landed.world.ask(first, Axis.CREATIVITY, second), second)
    with second.acting() as session:
        grounds, words = ["saw_work"], "Dit ici."
        statements.endorse(session, asked_id=asked, grounds=grounds, words=words, by=second.scope)
    for who, code in zip(landed.here, landed.codes, strict=True):
        arrive(who, code)
    found = {each.author_id: each.words for each in about(first)}
    assert found[second.id] == "Dit ici."
    assert len(found) == 2


def test_the_activity_that_counted_counts_here_unless_another_does(landed: Landing) -> None:
    first, second = landed.here[:2]
    landed.world.take_stock(second)
    landed.world.run_jobs()
    with second.acting() as session:
        kept = session.scalars(select(Counting.activity_id)).one()
    for who, code in zip(landed.here[:2], landed.codes, strict=False):
        arrive(who, code)
    with first.acting() as session:
        assert session.scalars(select(Counting.cooperative_id)).all() == [landed.home]
    with second.acting() as session:
        assert session.scalars(select(Counting.activity_id)).all() == [kept]


def test_badges_still_verify(three: Crew, visitor: Visitor) -> None:
    badge = claimed(three, Axis.CREATIVITY)
    landing = Landing(three)
    bring(landing.other, landing.body)
    who = landing.here[1]
    arrival = arrive(who, landing.codes[1])
    client = visitor(who.person)
    assert "/me/carried" in client.get(who.url(f"arrivals/{arrival}/mine")).text
    with who.acting() as session:
        assert [(each.id, each.doubts) for each in carried_badges(session)] == [(badge, [])]
    bundle = json.loads(client.get(f"/me/carried/{badge}/bundle.json").data)
    assert bundle["holder"].startswith("did:key:")
    assert bundle["verifiableCredential"][0]["credentialSubject"]
    other = visitor(landing.other.person)
    assert other.get(f"/me/carried/{badge}/bundle.json").status_code == 404


def test_whoever_leaves_or_erases_waits_for_nobody(landed: Landing, visitor: Visitor) -> None:
    first, second, third = landed.here
    arrival = arrive(first, landed.codes[0])
    confirm(second, sit(second, landed.codes[1]).arrival_id, hears=False)  # its jobs have not run
    leave(first)
    landed.world.run_jobs()
    with second.acting() as session:
        seat = queries.own_seat(session, arrival)
        assert {each["about"] for each in seat.said["by_me"]} == {read_code(landed.codes[2]).place}
    erase(visitor, second)
    arrive(third, landed.codes[2])
    assert about(third) == []
    with landed.world.house.database.reading(landed.machine(), Role.MACHINE) as session:
        assert session.scalars(select(JointSeat.member_id)).all() == [third.id]
    assert second.name not in dump(landed.world)


def test_a_file_and_what_waits_are_kept_thirty_days(landed: Landing) -> None:
    arrival = arrive(landed.here[0], landed.codes[0])
    arrive(landed.here[1], landed.codes[1])
    came = [each.id for each in about(landed.here[0])]
    with clock.at(clock.now() + timedelta(days=31)):
        landed.world.run_jobs()
        with pytest.raises(Unknown), landed.here[0].acting() as session:
            queries.own_seat(session, arrival)
        with pytest.raises(Invalid):
            sit(landed.here[2], landed.codes[2])
    assert [each.id for each in about(landed.here[0])] == came != []


def test_by_the_pages(landing: Landing, visitor: Visitor) -> None:
    first = landing.here[0]
    client = visitor(first.person)
    assert client.post(first.url("arrivals"), data={"typed_code": landing.codes[0]}).status_code == 422
    assert client.post(first.url("arrivals/new")).status_code == 422
    bad = client.post(first.url("arrivals/new"), data={"file": (BytesIO(b"PK"), "x.musette")})
    assert (bad.status_code, "not a file that several people made" in bad.text) == (422, True)
    sent = client.post(first.url("arrivals/new"), data={"file": (BytesIO(landing.body), "x.musette")})
    waiting = client.get(sent.location)
    assert (waiting.headers["Refresh"], "It is being checked" in waiting.text) == ("2", True)
    errands.check_together(f"{landing.home}:{sent.location.rpartition('/')[2]}")
    assert "It is as it was made" in client.get(sent.location).text
    assert visitor(landing.other.person).get(sent.location).status_code == 404
    opened = client.post(first.url("arrivals"), data={"typed_code": landing.codes[0].lower()})
    page = client.get(opened.location).text
    assert "the part of Partante 00" in page
    assert "Partante 01" in page
    assert CONFIRMED not in page  # who, on what, which way: the words come once both have confirmed
    answer = client.post(opened.location, data={"hears": "y", "speaks": "y", "chosen": []})
    assert answer.status_code == 303
    landing.world.run_jobs()
    page = client.get(opened.location).text
    assert "No statement has come in yet" in page
    assert "wait for the other person" in page
    back = client.post(opened.location.replace("/mine", "/take-back"))
    assert back.status_code == 303
    assert "wait for the other person" not in client.get(opened.location).text


@pytest.mark.parametrize("vouched", [True, False], ids=["published here", "came along"])
def test_the_lot_counts_where_the_key_of_the_list_is_published_here(three: Crew, vouched: bool) -> None:  # noqa: FBT001 - a case
    for each in three.going:  # let us suppose that the lot drew them all
        with each.acting() as session:
            session.execute(update(Statement).where(Statement.author_id == each.id).values(drawn=True))
    landing = Landing(three)
    found = bring(landing.other, landing.body)
    assert found.vouched
    with landing.world.house.database.unit_of_work(Scope(None, landing.home, found.id)) as session:
        session.execute(update(JointArrival).values(vouched=vouched))  # as for a cooperative never heard of
    for who, code in zip(landing.here, landing.codes, strict=True):
        arrive(who, code)
    for who in landing.here:
        assert {each.drawn for each in about(who)} == {vouched}
        with who.acting() as session:
            rows = session.scalars(select(Asked.drawn).where(Asked.subject_id == who.id))
            assert set(rows) == {vouched}


def test_a_key_that_comes_along_vouches_for_nothing(landing: Landing) -> None:
    found = bring(landing.other, signed_again(landing.body))
    assert (found.refused, found.vouched) == (None, False)
