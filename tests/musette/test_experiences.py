"""Experiences: captured in the moment, said more of later, seen by their owner alone."""

from datetime import date, timedelta
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select, text

from kernel.refusals import Unknown
from kernel.walls import Role
from musette import photos
from musette.models import Experience, Photo
from musette.queries.experiences import experience, experiences
from musette.service import experiences as service
from musette.service.experiences import Told
from tests.at_once import at_once
from tests.conftest import Visitor
from tests.pictures import CANARY, bomb, from_a_telephone, heic, jpeg, opened
from tests.world import Member

PAGE = "/me/experiences"
WORDS = "Un registre relié pour la mairie"


def form(today: date, **values: object) -> dict[str, object]:
    """What the page sends."""
    return {"id": str(uuid4()), "words": WORDS, "on": today.isoformat(), "axis": "", **values}


def sent(body: bytes, name: str = "photo.jpg") -> tuple[BytesIO, str]:
    """A file as a browser sends it."""
    return BytesIO(body), name


def kept(member: Member) -> list[tuple[str, int]]:
    """The words of each experience of somebody, and how many photos it has."""
    with member.acting() as session:
        return [(each.row.words, len(each.photos)) for each in experiences(session)]


def capture(client: FlaskClient, today: date, body: bytes | None = None, **values: object) -> int:
    """Send the page; gives the status."""
    data = form(today, **values)
    if body is not None:
        data["photo"] = sent(body)
    return client.post(PAGE, data=data, content_type="multipart/form-data").status_code


def test_words_and_a_photo_are_kept(awa: Member, visitor: Visitor, today: date) -> None:
    client = visitor(awa.person)
    assert capture(client, today, from_a_telephone(), axis="tool_mastery", outside="y") == 303
    assert kept(awa) == [(WORDS, 1)]
    page = client.get(PAGE).text
    assert WORDS in page
    assert "outside work" in page
    with awa.acting() as session:
        found = experiences(session)[0]
    for size in ("", "/small"):
        answer = client.get(f"/me/photos/{found.photos[0].id}{size}")
        assert answer.mimetype == "image/jpeg"
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert CANARY.encode() not in answer.data
        assert dict(opened(answer.data).getexif()) == {}


def test_a_photo_alone_is_enough_and_nothing_is_not(awa: Member, visitor: Visitor, today: date) -> None:
    client = visitor(awa.person)
    assert capture(client, today, jpeg(), words="") == 303
    assert capture(client, today, words="  ") == 422
    assert capture(client, today + timedelta(days=1)) == 422
    assert capture(client, today, words="x" * 1001) == 422
    assert kept(awa) == [("", 1)]


def test_the_same_form_twice_keeps_one(awa: Member, visitor: Visitor, today: date) -> None:
    client, made = visitor(awa.person), str(uuid4())
    for _turn in range(2):
        assert capture(client, today, jpeg(), id=made) == 303
    assert kept(awa) == [(WORDS, 1)]


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (heic(), photos.HEIC),
        (b"not a photo", photos.NO_PHOTO),
        (jpeg()[:3000], photos.CUT),
        (bomb(), photos.VAST),
    ],
    ids=["heic", "fake", "cut", "bomb"],
)
def test_a_bad_photo_loses_nothing(
    body: bytes, sentence: str, awa: Member, visitor: Visitor, today: date
) -> None:
    client = visitor(awa.person, language="en")
    data = form(today, photo=sent(body), axis="creativity", outside="y")
    answer = client.post(PAGE, data=data, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert sentence in answer.text.replace("’", "'").replace("&#39;", "'")
    assert f">\r\n{WORDS}</textarea>" in answer.text
    assert '<option selected value="creativity">' in answer.text
    assert kept(awa) == []


@pytest.mark.parametrize(
    ("path", "weight", "status"), [(PAGE, 65, 413), (PAGE, 63, 400), ("/me/history", 5, 413)]
)
def test_only_pages_that_take_photos_take_much(
    path: str, weight: int, status: int, awa: Member, visitor: Visitor
) -> None:
    announced = {"CONTENT_LENGTH": str(weight * 1024 * 1024)}  # what comes is shorter: a 400 says it was read
    answer = visitor(awa.person, language="en").post(path, data={}, environ_overrides=announced)
    assert answer.status_code == status
    assert ("your words are still there" in answer.text) is (status == 413)


def test_a_photo_that_is_too_heavy_loses_nothing(
    awa: Member, visitor: Visitor, today: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(photos, "LARGEST", 1000)
    assert capture(visitor(awa.person), today, jpeg()) == 422
    assert kept(awa) == []


def test_more_is_said_later(awa: Member, visitor: Visitor, today: date) -> None:
    client = visitor(awa.person)
    capture(client, today)
    with awa.acting() as session:
        made = experiences(session)[0].row.id
    said = {"details": "Dos refait", "helped": " Solène  Prigent ", "recognised": "y"}
    assert client.post(f"{PAGE}/{made}", data={**form(today), **said}).status_code == 303
    with awa.acting() as session:
        row = experience(session, made).row
    assert (row.details, row.helped, row.recognised) == ("Dos refait", "Solène Prigent", True)
    assert "Dos refait" in client.get(f"{PAGE}/{made}").text


def test_four_photos_at_most_and_each_goes_alone(awa: Member, visitor: Visitor, today: date) -> None:
    client = visitor(awa.person)
    capture(client, today, jpeg(), words="")
    with awa.acting() as session:
        made = experiences(session)[0].row.id
    page = f"{PAGE}/{made}"
    for status in (303, 303, 303, 422):
        answer = client.post(
            f"{page}/photos", data={"photo": sent(jpeg())}, content_type="multipart/form-data"
        )
        assert answer.status_code == status
    assert client.post(f"{page}/photos", data={}).status_code == 422
    with awa.acting() as session:
        photos_kept = [each.id for each in experience(session, made).photos]
    statuses = [client.post(f"/me/photos/{each}/remove").status_code for each in photos_kept]
    assert statuses == [303, 303, 303, 422]  # the last one says it all: no words stand beside it
    assert kept(awa) == [("", 1)]


def test_two_fourth_photos_at_once_are_one(awa: Member, today: date) -> None:
    made, _photo = one_of(awa, today)
    for _another in range(2):
        add(awa, made)
    assert at_once(lambda _turn: add(awa, made)) == [False, True]
    assert kept(awa) == [(WORDS, 4)]


def test_the_last_two_photos_taken_away_at_once_leave_one(awa: Member, today: date) -> None:
    made = uuid4()
    with awa.acting() as session:
        told = Told(today, "")
        service.capture(session, experience_id=made, told=told, sent=jpeg(), today=today, by=awa.scope)
    add(awa, made)
    with awa.acting() as session:
        every = [each.id for each in experience(session, made).photos]

    def remove(turn: int) -> None:
        with awa.acting() as session:
            service.remove_photo(session, photo_id=every[turn], by=awa.scope)

    assert at_once(remove) == [False, True]
    assert kept(awa) == [("", 1)]


def add(member: Member, experience_id: UUID) -> None:
    """Add a photo to an experience of somebody."""
    with member.acting() as session:
        service.add_photo(session, experience_id=experience_id, sent=jpeg(), by=member.scope)


def test_an_experience_is_forgotten_with_its_photos(awa: Member, visitor: Visitor, today: date) -> None:
    client = visitor(awa.person)
    capture(client, today, jpeg())
    with awa.acting() as session:
        made = experiences(session)[0].row.id
    assert client.post(f"{PAGE}/{made}/remove").status_code == 303
    with awa.acting() as session:
        for model in (Experience, Photo):
            assert session.scalar(select(func.count()).select_from(model)) == 0


def one_of(member: Member, today: date) -> tuple[UUID, UUID]:
    """An experience of somebody, and its photo."""
    made = uuid4()
    with member.acting() as session:
        told = Told(today, WORDS)
        service.capture(session, experience_id=made, told=told, sent=jpeg(), today=today, by=member.scope)
        return made, experience(session, made).photos[0].id


def test_nobody_else_opens_it(awa: Member, visitor: Visitor, today: date) -> None:
    made, photo = one_of(awa, today)
    other = awa.world.member(awa.cooperative, "Autre")
    client = visitor(other.person)
    for path in (f"{PAGE}/{made}", f"/me/photos/{photo}", f"/me/photos/{photo}/small"):
        assert client.get(path).status_code == 404
    for path in (f"{PAGE}/{made}/remove", f"{PAGE}/{made}/photos", f"/me/photos/{photo}/remove"):
        assert client.post(path).status_code in (404, 422)
    with pytest.raises(Unknown), other.acting() as session:
        service.remove(session, experience_id=made, places=[other.belonging], by=other.scope)
    assert kept(awa) == [(WORDS, 1)]
    assert WORDS not in client.get(PAGE).text


def test_the_wall_keeps_photos_from_everyone_else(awa: Member, today: date) -> None:
    one_of(awa, today)
    other = awa.world.member(awa.cooperative, "Autre")
    with other.acting() as session:
        for table in ("photo", "experience"):
            assert session.scalar(text(f"SELECT count(*) FROM {table}")) == 0
    for role in (Role.MACHINE, Role.IDENTITY):
        with pytest.raises(Exception, match="permission denied"):
            with awa.world.house.database.reading(awa.scope, role) as session:
                session.execute(text("SELECT body FROM photo"))
