"""Going together: known by its link alone, consented to and taken back; the file, and who it opens for."""

from datetime import datetime, timedelta
from io import BytesIO
from uuid import UUID, uuid4
from zipfile import ZipFile

import pytest
from sqlalchemy import select

from assessment.referential import Axis
from journal.queries import entries_by
from kernel import clock
from kernel.jobs import later
from kernel.refusals import Invalid, Refusal, Unknown
from kernel.scope import Scope
from kernel.walls import Role
from musette import jobs
from musette.archives import read as read_archive
from musette.joint import Companion, JointConsent, JointExport
from musette.parcels import files
from musette.parcels.names import parted
from musette.parcels.sealing import read_code, unseal
from musette.queries import together as queries
from musette.service import experiences, packing, together
from musette.service.acts import Act
from tenants.service import members
from tests.conftest import Visitor
from tests.foundry import Foundry
from tests.musette.test_erasure import dump, erase
from tests.musette.together import (
    APART,
    CONFIRMED,
    TITLE,
    Crew,
    arrive,
    bring,
    code_of,
    crew,
    file_of,
    join,
    made,
    opened,
    pair,
)
from tests.pictures import jpeg
from tests.world import Member, World


@pytest.fixture
def two(world: World, foundry: Foundry) -> Crew:
    return foundry.cast(pair, world)


def trio(world: World) -> Crew:
    """Three of them, so that the file is made even when one is gone."""
    return crew(world, 3)


@pytest.fixture
def three(world: World, foundry: Foundry) -> Crew:
    return foundry.cast(trio, world)


def part_of(who: Member, joint: UUID) -> bytes:
    """What somebody's own part holds, opened with their code."""
    code, body = read_code(code_of(who, joint)), file_of(who, joint)
    file = files.checked(body)
    sealed = files.parcel(body, file, code.place)
    return parted(unseal(sealed, secret=code.secret, file_id=file.id, place=code.place))[1]


def by_link(who: Member, joint: UUID) -> Scope:
    return together.scope_of(joint, who.scope)


def test_it_is_known_by_its_link_alone(two: Crew) -> None:
    first, second = two.going
    joint = opened(first)
    with second.acting() as session:
        assert session.scalars(select(JointExport)).all() == []
        assert queries.joints(session) == []
    with second.world.house.database.reading(by_link(second, joint)) as session:
        assert queries.joint(session, joint).title == TITLE
    join(second, joint)
    with second.acting() as session:
        assert [each.id for each in queries.joints(session)] == [joint]
        assert [each.member_id for each in session.scalars(select(Companion))] == [second.id]
    with two.zoe.acting() as session:  # a member like any other, who was not given the link
        assert session.scalars(select(JointExport)).all() == []
        assert session.scalars(select(Companion)).all() == []


def test_names_are_read_by_those_who_go(two: Crew, visitor: Visitor) -> None:
    first, second = two.going
    joint = opened(first)
    join(first, joint)
    other = visitor(second.person)
    page = other.get(first.url(f"together/{joint}")).text
    assert (TITLE in page, first.name in page) == (True, False)
    assert other.post(first.url(f"together/{joint}"), data={}).status_code == 422
    assert other.post(first.url(f"together/{joint}"), data={"leaves": "copy"}).status_code == 303
    page = other.get(first.url(f"together/{joint}")).text
    assert first.name in page
    assert second.name in page


def test_the_file_holds_no_name_and_nothing_that_can_be_read(two: Crew) -> None:
    joint = made(two.going)
    body = file_of(two.going[1], joint)
    with two.going[0].acting() as session:
        agreed = queries.agreed_to(session, joint)
    words = [each.name for each in (*two.going, two.zoe)] + [CONFIRMED, APART, "Et ma coupe ?"]
    assert [each for each in words if each.encode() in body] == []
    assert b"Chantier" in body
    assert agreed
    assert str(agreed.id).encode() not in body


def test_words_of_those_who_do_not_go_are_nowhere(two: Crew) -> None:
    """Zoé confirmed the first of them: it is told unnamed, and without her words."""
    joint = made(two.going)
    first = part_of(two.going[0], joint)
    for content in (first, part_of(two.going[1], joint)):
        with ZipFile(BytesIO(content)) as archive:
            text = "".join(archive.read(name).decode("utf-8-sig") for name in archive.namelist())
        assert [each for each in (APART, two.zoe.name, str(two.zoe.id)) if each in text] == []
    document = read_archive(BytesIO(first))
    told = [(each["words"], each["stance"], each["home"]) for each in document["carried_statements"]]
    assert told == [("", "endorse", "Chantier")]
    assert [each["statement"]["words"] for each in document["together"]["of_me"]] == [CONFIRMED]
    assert [each["statement"]["words"] for each in document["together"]["by_me"]] == [CONFIRMED]


def test_only_what_was_chosen_goes_and_photos_as_far_as_there_is_room(
    two: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = two.going
    capture(first)
    joint = opened(first)
    join(first, joint)
    join(second, joint, some=0)
    with first.world.house.database.unit_of_work(by_link(first, joint)) as session:
        together.ask(session, by=first.scope)
    first.world.run_jobs()
    document = read_archive(BytesIO(part_of(first, joint)))
    assert (len(document["experiences"]), len(document["photos"])) == (1, 1)
    empty = read_archive(BytesIO(part_of(second, joint)))
    assert [empty[kind] for kind in ("activities", "assessments", "experiences")] == [[], [], []]
    monkeypatch.setattr(packing, "ROOM", 100)
    assert read_archive(BytesIO(part_of(first, made(two.going))))["photos"] == []


def capture(who: Member) -> None:
    """An experience with a photo."""
    today = clock.today("Europe/Paris")
    told = experiences.Told(today, "Un registre relié", Axis.CREATIVITY)
    with who.acting() as session:
        experiences.capture(session, experience_id=uuid4(), told=told, sent=jpeg(), today=today, by=who.scope)


def test_consent_is_taken_back_until_the_file_is_made(three: Crew) -> None:
    first, second, third = three.going
    joint = opened(first)
    for each in three.going:
        join(each, joint)
    before = dated(second, joint)
    join(second, joint, leaves=True)
    assert dated(second, joint) > before
    with first.world.house.database.unit_of_work(by_link(first, joint)) as session:
        together.ask(session, by=first.scope)
    withdraw(third, joint)  # while it is being made: it begins again without them
    three.world.run_jobs()
    assert len(files.checked(file_of(first, joint)).parcels) == 2
    with pytest.raises(Unknown), third.acting() as session:
        queries.joint(session, joint)
    with pytest.raises(Refusal, match="The file is made"):
        withdraw(second, joint)
    with pytest.raises(Refusal, match="nobody can join"):
        join(third, joint)


def dated(who: Member, joint: UUID) -> datetime:
    with who.acting() as session:
        found = queries.agreed_to(session, joint)
        assert found
        return found.agreed_at


def withdraw(who: Member, joint: UUID) -> None:
    with who.world.house.database.unit_of_work(by_link(who, joint)) as session:
        together.withdraw(session, by=who.scope)


def test_whoever_opened_it_asks_and_never_alone(two: Crew) -> None:
    first, second = two.going
    joint = opened(first)
    join(first, joint)
    for who, why in ((first, "Two people at least"), (second, "Whoever opened it")):
        with (
            pytest.raises(Refusal, match=why),
            who.world.house.database.unit_of_work(by_link(who, joint)) as session,
        ):
            together.ask(session, by=who.scope)


def test_it_is_made_or_forgotten_when_its_day_is_over(two: Crew) -> None:
    joint, alone = opened(two.going[0], days=1), opened(two.going[0], days=1)
    for each in two.going:
        join(each, joint)
    join(two.going[1], alone)
    with clock.at(clock.now() + timedelta(days=3)):
        two.world.run_jobs()
        assert files.checked(file_of(two.going[1], joint))
        with pytest.raises(Unknown), two.going[0].acting() as session:
            queries.joint(session, alone)
        with pytest.raises(Refusal):
            join(two.going[0], joint)
    with clock.at(clock.now() + timedelta(days=11)):
        two.world.run_jobs()
        with pytest.raises(Unknown):
            file_of(two.going[1], joint)
    with clock.at(clock.now() + timedelta(days=30)):
        two.world.run_jobs()
        with two.going[1].acting() as session:
            assert session.scalars(select(JointConsent)).all() == []


@pytest.mark.parametrize(("title", "days"), [("", 7), ("x" * 500, 7), (TITLE, -1), (TITLE, 61)])
def test_what_is_no_departure(two: Crew, title: str, days: int) -> None:
    who, day = two.going[0], clock.today("Europe/Paris") + timedelta(days=days)
    with pytest.raises(Invalid), who.acting() as session:
        together.open_joint(session, joint_id=uuid4(), title=title, closes_on=day, by=who.scope)


def test_leaving_before_is_being_in_no_file_and_after_keeps_code_and_file(
    three: Crew, visitor: Visitor
) -> None:
    first, second, third = three.going
    joint = opened(first)
    for each in three.going:
        join(each, joint, leaves=True)
    leave(third)
    with first.world.house.database.unit_of_work(by_link(first, joint)) as session:
        together.ask(session, by=first.scope)
    three.world.run_jobs()
    assert len(files.checked(file_of(first, joint)).parcels) == 2
    code = code_of(second, joint)
    with second.acting() as session:
        agreed = queries.agreed_to(session, joint)
        assert agreed
    client = visitor(second.person)
    page = client.get(f"/me/together/{agreed.id}").text
    assert code in page
    assert second.url("leave") in page
    leave(second)
    page = client.get(f"/me/together/{agreed.id}").text
    assert (code in page, second.url("leave") in page) == (True, False)
    assert client.get(f"/me/together/{agreed.id}/file").data == file_of(first, joint)
    assert visitor(first.person).get(f"/me/together/{agreed.id}").status_code == 404


def leave(who: Member) -> None:
    with who.acting() as session:
        members.leave(session, by=who.scope)
    who.world.run_jobs()


def test_whoever_erases_their_account_is_in_no_file_kept_here(two: Crew, visitor: Visitor) -> None:
    first, second = two.going
    joint = made(two.going)
    assert str(second.id) in dump(two.world)
    erase(visitor, second)
    with pytest.raises(Unknown):
        file_of(first, joint)
    assert second.name not in dump(two.world)


def test_a_file_made_twice_is_the_same(two: Crew) -> None:
    joint = made(two.going)
    body = file_of(two.going[0], joint)
    with two.world.house.database.unit_of_work(Scope(cooperative=two.zoe.cooperative)) as session:
        for each in two.going:
            later(session, jobs.PACK, joint=joint, person=each.person, member=each.id)
        later(session, jobs.ASSEMBLE, joint=joint)
    two.world.run_jobs()
    assert file_of(two.going[0], joint) == body
    with two.world.house.database.reading(Scope(cooperative=two.zoe.cooperative), Role.MACHINE) as session:
        assert set(session.scalars(select(Companion.body))) == {None}


def test_each_act_is_a_line_in_the_journal_of_those_it_concerns(two: Crew, visitor: Visitor) -> None:
    first, second = two.going
    joint = made(two.going)
    code = code_of(second, joint)
    with second.acting() as session:
        agreed = queries.agreed_to(session, joint)
        assert agreed
    client = visitor(second.person)
    for _time in range(2):
        assert client.get(f"/me/together/{agreed.id}/file").status_code == 200
    bring(second, file_of(second, joint))
    arrive(second, code)
    acts = [Act.JOIN_DEPARTURE, Act.SEAL_PART, Act.TAKE_FILE, Act.OPEN_PART, Act.BRING_PART]
    assert sorted(done(second)) == sorted((act, second.id) for act in acts)
    assert sorted(done(first)) == sorted(
        [(Act.JOIN_DEPARTURE, first.id), (Act.SEAL_PART, first.id), (Act.TAKE_FILE, second.id)]
    )
    assert done(two.zoe) == []
    page = visitor(first.person).get(first.url("who-looked")).text
    assert second.name in page
    assert "Downloaded the common file" in page
    assert "Opened a part made elsewhere" not in page
    assert "Going together" not in visitor(two.zoe.person).get(two.zoe.url("who-looked")).text


def done(who: Member) -> list[tuple[str, UUID | None]]:
    """What somebody reads of going together, and by whom it was done."""
    with who.acting() as session:
        return [(each.verb, each.actor_id) for each in entries_by(session, list(Act), 50)]


def test_going_no_more_is_a_line_and_so_is_taking_the_file_once_one_has_left(
    two: Crew, visitor: Visitor
) -> None:
    first, second = two.going
    joint = opened(first)
    join(second, joint)
    with second.world.house.database.unit_of_work(by_link(second, joint)) as session:
        together.withdraw(session, by=second.scope)
    assert sorted(done(second)) == sorted([(Act.JOIN_DEPARTURE, second.id), (Act.LEAVE_DEPARTURE, second.id)])
    joint = made(two.going)
    with second.acting() as session:
        agreed = queries.agreed_to(session, joint)
        assert agreed
    leave(second)
    assert visitor(second.person).get(f"/me/together/{agreed.id}/file").status_code == 200
    assert (Act.TAKE_FILE, second.id) in done(first)
