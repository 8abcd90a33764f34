"""Everything taken away in one file, and brought in elsewhere: equal, chosen, never doubled; bad files."""

import json
import os
import re
import tracemalloc
from datetime import timedelta
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import Any, cast
from uuid import UUID, uuid4
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from jsonschema import Draft202012Validator
from sqlalchemy import func, select

from assessment.models import Activity, Assessment
from assessment.referential import Axis
from kernel import clock
from kernel.db import UnitOfWork
from kernel.refusals import Invalid, Unknown
from kernel.scope import Scope
from musette import archives, pieces
from musette.models import Archive, Arrival, Experience, Photo
from musette.queries.portability import Whole, brought_file, piece
from musette.service import bringing, experiences, portfolios, shares, taking
from musette.service.items import BROUGHT, recorded
from pages.permissions import SIGNED_IN
from peer.service import requests as asking
from sharing.models import Grant, SharedLink
from sharing.rules import Audience, Item
from sharing.service.grants import To
from tests.conftest import Visitor
from tests.foundry import Foundry
from tests.musette.test_leaving import SAID, SEEN, Place, leave, settled
from tests.pictures import jpeg
from tests.story import Story, fill_satchel
from tests.world import Member, World

ORIGIN = "http://127.0.0.1:8000"
SCHEMA = json.loads((Path(__file__).parents[2] / "docs/export.schema.json").read_text(encoding="utf8"))


def packed(world: World) -> Place:
    """The same people; Awa's satchel is full, and she has not left."""
    place = settled(world)
    with place.awa.acting() as session:
        request = asking.prepare(session, request_id=uuid4(), axis=Axis.LOCAL_UTILITY, by=place.awa.scope)
    fill_satchel(place.awa, request.id)
    world.run_jobs()
    return place


@pytest.fixture
def place(world: World, foundry: Foundry) -> Place:
    return foundry.cast(packed, world)


def taken(member: Member, *, there: bool = True) -> bytes:
    """Their file, asked for and written."""
    with member.acting() as session:
        made = taking.ask(session, places=[member.belonging] if there else [], by=member.scope)
    member.world.run_jobs()
    with member.acting() as session:
        return whole(session, taking.downloaded(session, archive_id=made, by=member.scope))


def whole(session: UnitOfWork, found: Whole) -> bytes:
    """All the bytes of a file."""
    return b"".join(piece(session, found.file_id, rank) for rank in range(found.pieces)) + found.end


def owner(person: UUID) -> Scope:
    """Somebody who belongs to no cooperative."""
    return Scope(person=person, roles=frozenset((SIGNED_IN,)))


def received(world: World, person: UUID, body: bytes) -> UUID:
    """A file brought in by somebody."""
    with world.house.database.unit_of_work(owner(person)) as session:
        return bringing.receive(session, file=BytesIO(body), by=owner(person))


def bring_all(world: World, person: UUID, body: bytes) -> int:
    """The same, all of it chosen, and the jobs run; gives how many things were taken in."""
    made = received(world, person, body)
    with world.house.database.unit_of_work(owner(person)) as session:
        every = [each.id for each in bringing.things(session, arrival_id=made) if not each.here]
        count = bringing.choose(session, arrival_id=made, chosen=every, by=owner(person))
    world.run_jobs()
    return count


def satchel(world: World, person: UUID) -> dict[str, list[Any]]:
    """What somebody has, as it is written in files."""
    with world.house.database.reading(owner(person)) as session:
        return {
            name: sorted((recorded(row) for row in session.scalars(select(model))), key=str)
            for name, model in BROUGHT.items()
        }


def document(body: bytes) -> dict[str, Any]:
    with ZipFile(BytesIO(body)) as archive:
        found: dict[str, Any] = json.loads(archive.read("musette.json"))
        return found


def changed(body: bytes, **changes: object) -> bytes:
    """The same archive with another document."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        archive.writestr("musette.json", json.dumps({**document(body), **changes}))
    return out.getvalue()


def test_the_file_holds_everything_as_documented(place: Place) -> None:
    body = taken(place.awa)
    found = document(body)
    Draft202012Validator.check_schema(SCHEMA)
    assert list(Draft202012Validator(SCHEMA).iter_errors(found)) == []
    with ZipFile(BytesIO(body)) as archive:
        names = set(archive.namelist())
        assert {"csv/assessments.csv", "csv/experiences.csv"} <= names
        photo = found["photos"][0]["id"]
        assert archive.read(f"photos/{photo}.jpg").startswith(b"\xff\xd8")
        assert "registre" in archive.read("csv/experiences.csv").decode("utf-8-sig")
    told = found["places"][0]
    assert (told["name"], told["read_as"]) == ("Fournil", "Awa Diallo")
    assert [each["words"] for each in told["said_of_me"]] == [SEEN, "Je vois moins."]
    assert [each["words"] for each in told["said_of_others"]] == [SAID]
    text = json.dumps(found)
    assert not [each for each in ("Membre 00", "Jeanne", str(place.peers[0].id), "@tests") if each in text]


def test_a_round_trip_is_equal(place: Place) -> None:
    leave(place, place.awa)
    body = taken(place.awa, there=False)
    there = place.world.person()[0]
    assert bring_all(place.world, there, body) > 6
    assert satchel(place.world, there) == satchel(place.world, place.awa.person)
    with place.world.house.database.reading(owner(there)) as session:
        assert session.scalars(select(func.length(Photo.small))).one() > 0
    again = document(taken_by(place.world, there))
    assert {name: len(again[name]) for name in BROUGHT} == {
        name: len(document(body)[name]) for name in BROUGHT
    }


def taken_by(world: World, person: UUID) -> bytes:
    """The file of somebody who belongs nowhere."""
    with world.house.database.unit_of_work(owner(person)) as session:
        made = taking.ask(session, places=[], by=owner(person))
    world.run_jobs()
    with world.house.database.reading(owner(person)) as session:
        return whole(session, taking.downloaded(session, archive_id=made, by=owner(person)))


def test_the_same_file_twice_changes_nothing_and_overwrites_nothing(place: Place) -> None:
    body = taken(place.awa)
    with place.awa.acting() as session:
        session.scalars(select(Experience)).one().words = "Dit autrement depuis."
    before = satchel(place.world, place.awa.person)
    for _turn in range(2):
        assert bring_all(place.world, place.awa.person, body) == 0
    assert satchel(place.world, place.awa.person) == before


def test_only_what_is_confirmed_comes_and_what_it_needs(place: Place) -> None:
    body, there = taken(place.awa), place.world.person()[0]
    made = received(place.world, there, body)
    assert not any(satchel(place.world, there).values())
    one = UUID(document(body)["assessments"][0]["id"])
    with place.world.house.database.unit_of_work(owner(there)) as session:
        assert bringing.choose(session, arrival_id=made, chosen=[one, uuid4()], by=owner(there)) == 2
    place.world.run_jobs()
    with place.world.house.database.reading(owner(there)) as session:
        assert session.scalars(select(Assessment.id)).all() == [one]
        assert len(session.scalars(select(Activity)).all()) == 1
        assert session.scalars(select(Experience)).all() == []


def test_a_worker_killed_half_way_loses_and_doubles_nothing(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bringing, "AT_ONCE", 2)
    body, there = taken(place.awa), place.world.person()[0]
    made = received(place.world, there, body)
    with place.world.house.database.unit_of_work(owner(there)) as session:
        every = [each.id for each in bringing.things(session, arrival_id=made)]
        bringing.choose(session, arrival_id=made, chosen=every, by=owner(there))
        bringing.bring_in(session, arrival_id=made, done=0, origin=ORIGIN)
        session.rollback()  # killed before its end
        bringing.choose(session, arrival_id=made, chosen=every, by=owner(there))
        bringing.bring_in(session, arrival_id=made, done=0, origin=ORIGIN)  # killed after it, its mark lost
    place.world.run_jobs()
    wanted = {name: len(document(body)[name]) for name in BROUGHT}
    assert {name: len(rows) for name, rows in satchel(place.world, there).items()} == wanted


def test_a_photo_removed_while_the_file_is_written_takes_no_other_along(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    awa = place.awa
    with awa.acting() as session:
        one = session.scalars(select(Experience.id)).one()
        experiences.add_photo(session, experience_id=one, sent=jpeg(), by=awa.scope)
        first, *others = session.scalars(select(Photo.id).order_by(Photo.added_at, Photo.id)).all()
        made = taking.ask(session, places=[], by=awa.scope)
    monkeypatch.setattr(taking, "AT_ONCE", 1)
    done, total = 0, 1
    while done < total:
        with awa.acting() as session:
            if done == taking.FIRST + 1:  # the first photo is written
                experiences.remove_photo(session, photo_id=first, by=awa.scope)
            done, total = taking.write(session, archive_id=made, done=done, origin=ORIGIN)
    with awa.acting() as session:
        body = whole(session, taking.downloaded(session, archive_id=made, by=awa.scope))
    assert others
    assert {archives.photo_name(str(each)) for each in others} <= set(ZipFile(BytesIO(body)).namelist())


def test_a_photo_that_is_named_and_missing_stops_nothing_else_and_is_told(
    place: Place, visitor: Visitor
) -> None:
    body, there = taken(place.awa), place.world.person()[0]
    lost = document(body)["photos"][0]["id"]
    kept = [name for name in ZipFile(BytesIO(body)).namelist() if lost not in name]
    client, words = visitor(there), "One photo is not here"
    sent = client.post("/me/import", data={"file": (BytesIO(rewritten(body, kept)), "musette.zip")})
    assert client.post(sent.location, data={"everything": "1"}).status_code == 303
    assert words not in client.get(sent.location).text  # it may still come
    place.world.run_jobs()
    assert words in client.get(sent.location).text
    came = {name: len(rows) for name, rows in satchel(place.world, there).items()}
    assert came == {name: len(document(body)[name]) - (name == "photos") for name in BROUGHT}


def rewritten(body: bytes, names: list[str]) -> bytes:
    """A file that holds these entries of another one, and no more."""
    out = BytesIO()
    with ZipFile(BytesIO(body)) as whole_file, ZipFile(out, "w", ZIP_DEFLATED) as made:
        for name in names:
            made.writestr(name, whole_file.read(name))
    return out.getvalue()


def refused(place: Place, body: bytes) -> str:
    """Why a file is refused; nothing of it is kept."""
    with pytest.raises(Invalid) as fault:
        received(place.world, place.awa.person, body)
    with place.awa.acting() as session:
        assert session.scalars(select(Arrival)).all() == []
    return fault.value.sentence


def test_files_cut_false_or_newer_are_refused_whole(place: Place) -> None:
    body = taken(place.awa)
    for bad in (b"", b"PK\x03\x04", jpeg(), body[: len(body) // 2], body[:-30]):
        assert refused(place, bad) == archives.NO_ARCHIVE
    assert refused(place, changed(body, version=2)) == archives.NEWER
    assert refused(place, changed(body, format="other")) == archives.NO_ARCHIVE
    for version in (0, True, "1", None):
        assert refused(place, changed(body, version=version)) == archives.NO_ARCHIVE


def test_a_bomb_is_not_opened(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "LARGEST_DOCUMENT", 10_000)
    assert refused(place, changed(taken(place.awa), padding="x" * 20_000)) == archives.SWOLLEN
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for number in range(archives.MOST_FILES + 1):
            archive.writestr(str(number), b"")
    assert refused(place, out.getvalue()) == archives.SWOLLEN
    deep = BytesIO()
    with ZipFile(deep, "w") as archive:
        archive.writestr("musette.json", "[" * 9_000)
    assert refused(place, deep.getvalue()) == archives.NO_ARCHIVE


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("experiences", {"words": None}),
        ("experiences", {"words": "x" * 20_001}),
        ("experiences", {"words": "nul \x00"}),
        ("experiences", {"axis": "wealth"}),
        ("experiences", {"on": "yesterday"}),
        ("experiences", {"outside": 1}),
        ("experiences", {"id": "../../etc"}),
        ("experiences", {"created_at": "2026-01-01T00:00:00"}),
        ("assessments", {"creativity": 101}),
        ("assessments", {"creativity": True}),
        ("assessments", {"answers": {"wealth": {}}}),
        ("assessments", {"notes": {"creativity": [1]}}),
        ("assessments", {"activity_id": str(UUID(int=1))}),
        ("photos", {"experience_id": str(UUID(int=1))}),
        ("photos", {"width": 100_000}),
    ],
)
def test_what_no_export_holds_is_refused(place: Place, kind: str, change: dict[str, object]) -> None:
    body = taken(place.awa)
    items = document(body)[kind]
    assert (
        refused(place, changed(body, **{kind: [{**items[0], **change}, *items[1:]]})) == archives.NO_ARCHIVE
    )
    assert refused(place, changed(body, **{kind: "none"})) == archives.NO_ARCHIVE


def test_files_are_their_owners_for_a_few_days(place: Place) -> None:
    taken(place.awa)
    received(place.world, place.awa.person, taken(place.awa))
    with place.awa.acting() as session:
        made = session.scalars(select(Archive.id)).one()
    other = place.peers[0]
    with pytest.raises(Unknown), other.acting() as session:
        taking.downloaded(session, archive_id=made, by=other.scope)
    with clock.at(clock.now() + timedelta(days=8)):
        place.world.run_jobs()
        with place.awa.acting() as session:
            assert session.scalars(select(Archive)).all() == []
            assert session.scalars(select(Arrival)).all() == []


def test_spreadsheets_run_nothing() -> None:
    assert "'=1+1" in archives.table([{"words": "=1+1"}])


def test_by_the_pages(place: Place, visitor: Visitor) -> None:
    client = visitor(place.awa.person)
    assert client.post("/me/export").status_code == 303
    assert "about to be written" in client.get("/me/export").text
    with place.awa.acting() as session:
        made = session.scalars(select(Archive.id)).one()
    assert client.get(f"/me/export/{made}.zip").status_code == 404
    place.world.run_jobs()
    assert "It is ready" in client.get("/me/export").text
    answer = client.get(f"/me/export/{made}.zip")
    assert answer.mimetype == "application/zip"
    other = visitor(place.world.person()[0])
    assert other.post("/me/import").status_code == 422
    bad = other.post("/me/import", data={"file": (BytesIO(answer.data[:-40]), "musette.zip")})
    assert (bad.status_code, "its end is missing" in bad.text) == (422, True)
    sent = other.post("/me/import", data={"file": (BytesIO(answer.data), "musette.zip")})
    page = other.get(sent.location).text
    assert "La chorale" in page
    experience = document(answer.data)["experiences"][0]["id"]
    assert other.post(sent.location, data={"chosen": [experience]}).status_code == 303
    place.world.run_jobs()
    assert "What you chose is here" in other.get(sent.location).text
    assert "not here" not in other.get(sent.location).text
    assert 'href="/me/carried"' in other.get(sent.location).text  # and where it is to be found
    assert "registre" in other.get("/me/experiences").text
    assert other.post(f"{sent.location}/forget").status_code == 303
    assert other.get(sent.location).status_code == 404


def test_everything_comes_in_by_one_button(place: Place, visitor: Visitor) -> None:
    body, there = taken(place.awa), place.world.person()[0]
    client = visitor(there)
    sent = client.post("/me/import", data={"file": (BytesIO(body), "musette.zip")})
    assert client.post(sent.location, data={"everything": "1"}).status_code == 303
    place.world.run_jobs()
    assert satchel(place.world, there) == satchel(place.world, place.awa.person)


def test_what_was_shown_is_told_without_anybody(ours: Story) -> None:
    with ours.awa.acting() as session:
        kept = taking.downloaded(session, archive_id=cast("UUID", ours.ids["archive_id"]), by=ours.awa.scope)
        found = document(whole(session, kept))
    shown = {each["audience"]: each for each in found["grants"]}
    assert set(shown) == {"peers", "person", "group", "cooperative", "link"}
    assert shown["link"]["until"] is not None
    told = {name for each in found["grants"] for name in each}
    assert told == {"id", "item", "about", "audience", "made_at", "copied_at", "until"}
    others = [str(each.id) for each in ours.peers] + [str(ours.group)]
    assert not [each for each in others if each in json.dumps(found["grants"])]
    assert found["portfolios"][0]["title"] == "Relieuse"


def test_a_file_is_never_held_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "PIECE", 1000)
    content = {f"{rank}.jpg": bytes([rank]) * 700 for rank in range(20)}
    body, directory = b"", b""
    for name, each in content.items():
        more, directory = archives.grown(len(body), directory, [(name, each)])
        body += more
    whole, fetched = body + directory, []

    def fetch(rank: int) -> bytes:
        fetched.append(rank)
        return whole[rank * 1000 : (rank + 1) * 1000]

    with ZipFile(BufferedReader(pieces.Pieced(len(whole), fetch), 500)) as archive:
        assert archive.testzip() is None
        fetched.clear()
        assert archive.read("3.jpg") == content["3.jpg"]
    assert len(fetched) <= 3


LARGE = 24 * 1024 * 1024  # bytes
LITTLE = 10 * 1024 * 1024


def test_a_large_file_takes_little_memory_on_its_way_in_and_out(world: World, tmp_path: Path) -> None:
    person, path = world.person()[0], tmp_path / "large.zip"
    items = json.dumps({"format": archives.FORMAT, "version": archives.VERSION})
    with path.open("wb") as file:
        body, directory = archives.grown(0, b"", [(archives.DOCUMENT, items)])
        while file.tell() < LARGE:
            file.write(body)
            photo = (f"{uuid4()}.jpg", os.urandom(1024 * 1024))
            body, directory = archives.grown(file.tell(), directory, [photo])
        file.write(body + directory)
    database = world.house.database
    tracemalloc.start()
    with database.unit_of_work(owner(person)) as session, path.open("rb") as sent:
        made = bringing.receive(session, file=sent, by=owner(person))
        assert bringing.things(session, arrival_id=made) == []
    with database.reading(owner(person)) as session:
        kept = brought_file(session, session.scalars(select(Arrival)).one())
        assert archives.read(kept)["format"] == archives.FORMAT
        read = sum(len(piece(session, made, rank)) for rank in range(-(-path.stat().st_size // pieces.PIECE)))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert read == path.stat().st_size
    assert peak < LITTLE


def show_some(place: Place) -> UUID:
    """Awa composes a page, and shows it at a link; gives the id of the experience on it."""
    key = place.world.house.settings.secret_key
    with place.awa.acting() as session:
        one = session.scalars(select(Experience.id)).one()
        page = portfolios.Composed("Relieuse", "Je *relie*.", [Axis.CREATIVITY], [one])
        portfolios.compose(session, page=page, by=place.awa.scope)
        for item, about in ((Item.PORTFOLIO, ""), (Item.EXPERIENCE, str(one)), (Item.AXIS, "creativity")):
            what, to = shares.Show(item, about, "Awa", "Europe/Paris"), To(Audience.LINK, days=30)
            shares.show(session, grant_id=uuid4(), what=what, to=to, secret_key=key, by=place.awa.scope)
    return one


def test_a_page_and_what_was_shown_come_in_closed(place: Place, visitor: Visitor) -> None:
    one = show_some(place)
    body, there = taken(place.awa), place.world.person()[0]
    bring_all(place.world, there, body)
    found = satchel(place.world, there)
    assert found["portfolios"] == satchel(place.world, place.awa.person)["portfolios"]
    assert found["portfolios"][0]["experiences"] == [str(one)]
    told = {(each["item"], each["about"]) for each in document(body)["grants"]}
    assert {(each["item"], each["about"]) for each in found["grants"]} == told
    with place.world.house.database.reading(owner(there)) as session:
        assert session.scalars(select(Grant)).all() == []  # nothing is shown to anybody
        assert session.scalars(select(SharedLink).where(SharedLink.person_id == there)).all() == []
    again = document(taken_by(place.world, there))
    assert sorted(each["id"] for each in again["grants"]) == sorted(
        each["id"] for each in document(body)["grants"]
    )
    client = visitor(there)
    page = client.get("/me/shares").text
    assert "What you were showing elsewhere" in page
    assert page.count(">Show it again<") == 3
    link = client.get("/me/shares/new?item=portfolio&about=&again=link").text
    assert re.search(r'<input checked[^>]*value="link"', link)
    sent = {"id": str(uuid4()), "audience": "link", "days": "30"}
    assert client.post("/me/shares/new?item=portfolio&about=", data=sent).status_code == 303
    assert client.get("/me/shares").text.count(">Show it again<") == 2
    one_left = next(each["id"] for each in found["grants"] if each["item"] == "axis")
    assert client.post(f"/me/shares/before/{one_left}/forget").status_code == 303
    assert client.get("/me/shares").text.count(">Show it again<") == 1


def test_what_is_shown_brings_what_it_is_about_and_a_page_that_is_here_stays(place: Place) -> None:
    one = show_some(place)
    body, there = taken(place.awa), place.world.person()[0]
    shown = next(each["id"] for each in document(body)["grants"] if each["about"] == str(one))
    made = received(place.world, there, body)
    with place.world.house.database.unit_of_work(owner(there)) as session:
        bringing.choose(session, arrival_id=made, chosen=[UUID(shown)], by=owner(there))
        page = portfolios.Composed("Ici", "")
        portfolios.compose(session, page=page, by=owner(there))
    place.world.run_jobs()
    found = satchel(place.world, there)
    assert [each["id"] for each in found["experiences"]] == [str(one)]
    assert [each["id"] for each in found["grants"]] == [shown]
    assert [each["title"] for each in found["portfolios"]] == ["Ici"]
    bring_all(place.world, there, body)
    assert [each["title"] for each in satchel(place.world, there)["portfolios"]] == ["Ici"]
    with place.world.house.database.unit_of_work(owner(there)) as session:
        by = owner(there)
        experiences.remove(session, experience_id=one, places=[], by=by)
    assert shown not in {each["id"] for each in satchel(place.world, there)["grants"]}


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("portfolios", {"axes": ["wealth"]}),
        ("portfolios", {"axes": "creativity"}),
        ("portfolios", {"experiences": [str(UUID(int=1))]}),
        ("portfolios", {"experiences": ["../../etc"]}),
        ("portfolios", {"experiences": [[]]}),
        ("portfolios", {"title": "x" * 500}),
        ("portfolios", {"words": None}),
        ("grants", {"item": "password"}),
        ("grants", {"item": "profile", "about": "creativity"}),
        ("grants", {"item": "axis", "about": "wealth"}),
        ("grants", {"item": "experience", "about": str(UUID(int=1))}),
        ("grants", {"item": "scenario", "about": "../../etc"}),
        ("grants", {"audience": "everybody"}),
        ("grants", {"made_at": "yesterday"}),
    ],
)
def test_no_page_and_no_share_that_no_export_holds(
    place: Place, kind: str, change: dict[str, object]
) -> None:
    show_some(place)
    body = taken(place.awa)
    first, *others = document(body)[kind]
    assert refused(place, changed(body, **{kind: [{**first, **change}, *others]})) == archives.NO_ARCHIVE
