"""An account erased: no table, no file and no log holds its name, its address or its words any more."""

import logging
import re
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any, cast
from uuid import UUID, uuid4
from zipfile import ZipFile, is_zipfile

import pytest
import redis
from flask.testing import FlaskClient
from sqlalchemy import select, text

from assessment.referential import Axis, Language
from badges.baking import Unreadable, is_png, read_png
from badges.models import Attestation, Badge, BadgeEvidence
from badges.service import claiming
from badges.service.claiming import Wishes
from dashboards.models import Release
from kernel.house import House
from kernel.mail import Mail, Mailbox
from kernel.scope import Scope
from kernel.tables import PersonOwned
from kernel.walls import Role
from musette.models import CarriedStatement
from musette.service import taking
from musette.service.erasure import SATCHEL
from peer.models.statements import Statement
from peer.rules import Stance
from peer.service import statements
from peer.service.witnesses import Outsider
from tenants.service import members
from tenants.service.invitations import Guest, Mailing, cancel, invite
from tests.conftest import Visitor
from tests.foundry import MODELS, Foundry, owners_of
from tests.musette.test_leaving import SAID, Place, leave, settled
from tests.story import Story
from tests.told import Retold, working_at
from tests.web.serving import browser, served
from tests.world import PASSWORD, Member, World, sign_in

# What Awa wrote in the story, wherever it went.
WORDS = (
    "registre",
    "Fermer le vendredi",
    "Si j'accepte ce client",
    "La chorale",
    "Je montre la",
    "Merci, je garde",
    "ce que* vous avez vu",
    "Et mes outils",
    "Parlons-en",
    "Une machine",
    "Au march",
)


def dump(world: World) -> str:
    """All that the database holds of a world."""
    scopes = list(world.scopes)
    found: list[str] = []
    with world.house.database.engine(Role.BACKUP).connect() as connection:
        for name in MODELS:
            if owners := " OR ".join(f'"{each}" = ANY(:scopes)' for each in owners_of(name)):
                sql = text(f'SELECT to_jsonb(each)::text FROM "{name}" AS each WHERE {owners}')
                found += connection.scalars(sql, {"scopes": scopes})
        found += connection.scalars(text("SELECT to_jsonb(each)::text FROM token AS each"))
    return "\n".join(found)


def erase(visitor: Visitor, member: Member) -> None:
    """Erase an account by its page, and let the jobs run."""
    answer = visitor(member.person).post("/me/erase", data={"password": PASSWORD, "sure": "y"})
    assert answer.status_code == 303, answer.text
    member.world.run_jobs()


def releases(story: Story) -> list[object]:
    """What was published."""
    with story.world.house.database.reading(Scope(cooperative=story.cooperative)) as session:
        return [each.payload for each in session.scalars(select(Release))]


def bytes_of(world: World) -> bytes:
    """All that the tables of a world hold as bytes: files that were published, pictures, archives opened."""
    found = [bytes.fromhex(each) for each in re.findall(r"\\\\x([0-9a-f]+)", dump(world))]
    found += archives_of(world)
    return b"\n".join(each for body in found for each in (body, *opened(body)))


def archives_of(world: World) -> list[bytes]:
    """The files that people of a world take away, put together."""
    whole = (
        "SELECT string_agg(piece.body, ''::bytea ORDER BY rank) || directory FROM archive"
        " JOIN piece ON piece.file_id = archive.id WHERE archive.person_id = ANY(:scopes)"
        " GROUP BY archive.person_id, archive.id, directory"
    )
    with world.house.database.engine(Role.BACKUP).connect() as connection:
        return [bytes(each) for each in connection.scalars(text(whole), {"scopes": list(world.scopes)})]


def opened(body: bytes) -> Iterator[bytes]:
    """What an archive holds, or a picture that carries a document."""
    if body.startswith(b"PK\x03\x04") and is_zipfile(BytesIO(body)):
        with ZipFile(BytesIO(body)) as archive:
            for name in archive.namelist():
                yield archive.read(name)
    if is_png(body):
        with suppress(Unreadable):
            yield read_png(body).content.encode()


def remembered(house: House) -> dict[str, str]:
    """Every key of Valkey, whatever its kind, and what stands there; every letter of the folder of mails."""
    options = {"decode_responses": True, "encoding_errors": "replace"}
    store: Any = redis.Redis.from_url(house.settings.redis_url, **options)
    read = {
        "string": store.get,
        "hash": store.hgetall,
        "list": lambda key: store.lrange(key, 0, -1),
        "set": store.smembers,
        "zset": lambda key: store.zrange(key, 0, -1),
    }
    found = {key: str(read[store.type(key)](key)) for key in store.scan_iter()}
    store.close()
    for name, letter in cast("Mailbox", house.postman).letters(100_000):
        found[name] = f"{letter['To']} {letter['Subject']} {letter.get_content()}"
    return found


def everything(world: World) -> str:
    """Wherever something may be kept: tables, files, exports, Valkey, mails."""
    files = bytes_of(world).decode(errors="replace")
    return "\n".join((dump(world), files, *map(" ".join, remembered(world.house).items())))


@pytest.fixture
def story(retold: Retold) -> Iterator[Story]:
    """A story of which somebody is to be erased, and workers that work there."""
    found = retold()
    with working_at(found.world.house):
        yield found


@pytest.fixture
def visitor_there(story: Story) -> Visitor:
    """A browser there, of nobody or of somebody who has signed in."""
    house = story.world.house
    app = served(house)

    def visit(person: UUID | None = None) -> FlaskClient:
        return sign_in(browser(app), house, person) if person else browser(app)

    return visit


def test_nothing_holds_what_was_erased(
    story: Story, visitor_there: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    world, awa, published = story.world, story.awa, releases(story)
    write_to(story)
    canaries = (awa.email, awa.name, *WORDS)
    before = everything(world)
    assert [each for each in canaries if each not in before] == []
    with caplog.at_level(logging.DEBUG):
        erase(visitor_there, awa)
        for each in (story.jeanne, story.peers[0], story.peers[2]):  # what they take away afterwards
            with each.acting() as session:
                taking.ask(session, places=[each.belonging], by=each.scope)
        world.run_jobs()
    after = everything(world)
    left = {each: after[max(0, after.index(each) - 200) :][:400] for each in canaries if each in after}
    assert left == {}
    assert [each for each in canaries if each in caplog.text] == []
    assert published
    assert releases(story) == published


def write_to(story: Story) -> None:
    """Others have written Awa's address: as a witness, as somebody invited; her name is on a peer's badge."""
    world, (one, two) = story.world, story.peers[:2]
    outsider = Outsider(story.awa.name, story.awa.email, "fr")
    world.take_stock(two)
    world.ask(two, Axis.CREATIVITY, one, outside=[outsider])
    request = world.ask(two, Axis.TOOL_MASTERY, story.awa)
    with story.awa.acting() as session:
        statements.endorse(
            session,
            asked_id=world.asked(request, story.awa),
            grounds=["saw_work"],
            words="",
            named=True,
            by=story.awa.scope,
        )
    world.run_jobs()
    with two.acting() as session:
        wishes = Wishes(Language.FRENCH, named=True)
        claiming.claim(session, badge_id=uuid4(), axis=Axis.TOOL_MASTERY, wishes=wishes, by=two.scope)
    settings = world.house.settings
    with story.jeanne.acting() as session:
        mailing = Mailing(settings.secret_key, 7)
        sent = invite(session, guests=[Guest(story.awa.email)], mailing=mailing, by=story.jeanne.scope)
        cancel(session, invitation_id=sent[0].id, by=story.jeanne.scope)
    world.run_jobs()


def test_what_a_former_member_said_loses_its_words_not_its_stance(
    world: World, foundry: Foundry, visitor: Visitor
) -> None:
    place: Place = foundry.cast(settled, world)
    leave(place, place.awa)
    assert SAID in dump(world)
    erase(visitor, place.awa)
    assert SAID not in dump(world)
    with place.peers[0].acting() as session:
        said = session.scalars(select(Statement).where(Statement.author_id == place.awa.id)).one()
        assert (said.stance, said.grounds, said.words) == (Stance.ENDORSE, ["saw_work"], "")


def test_words_carried_away_by_others_are_taken_back(
    world: World, foundry: Foundry, visitor: Visitor
) -> None:
    place: Place = foundry.cast(settled, world)
    leave(place, place.peers[0])
    erase(visitor, place.awa)
    assert SAID not in dump(world)
    with world.house.database.reading(Scope(person=place.peers[0].person)) as session:
        kept = session.scalars(select(CarriedStatement)).one()
        assert (kept.axis, kept.stance, kept.words) == (Axis.CREATIVITY, Stance.ENDORSE, "")


def test_a_wrong_password_and_the_last_coordinator_erase_nothing(
    world: World, foundry: Foundry, visitor: Visitor
) -> None:
    place: Place = foundry.cast(settled, world)
    client = visitor(place.awa.person)
    answer = client.post("/me/erase", data={"password": "not this one", "sure": "y"})
    assert (answer.status_code, "This is not your present password" in answer.text) == (422, True)
    assert client.post("/me/erase", data={"password": PASSWORD}).status_code == 422
    assert client.get("/me/").status_code == 200
    answer = visitor(place.jeanne.person).post("/me/erase", data={"password": PASSWORD, "sure": "y"})
    assert (answer.status_code, "one coordinator at least" in answer.text) == (422, True)
    assert visitor(place.jeanne.person).get("/me/").status_code == 200


def test_erasing_twice_is_erasing_once(world: World, foundry: Foundry, visitor: Visitor) -> None:
    place: Place = foundry.cast(settled, world)
    client = visitor(place.awa.person)
    form = {"password": PASSWORD, "sure": "y"}
    assert client.post("/me/erase", data=form).location == "/"
    assert client.post("/me/erase", data=form).location == "/sign-in"
    place.world.run_jobs()
    with place.jeanne.acting() as session:
        assert not members.has_left(session, member_id=place.jeanne.id)
        assert members.has_left(session, member_id=place.awa.id)


def test_every_table_of_a_person_is_named() -> None:
    behind = {model for model in MODELS.values() if issubclass(model, PersonOwned)}
    assert {*SATCHEL, Badge, BadgeEvidence, Attestation} == behind


def test_letters_kept_in_a_folder_go_too(house: House, tmp_path: Path) -> None:
    box = Mailbox(house.settings, tmp_path)
    for to in ("awa@tests.example", "leo@tests.example"):
        box.send(Mail(to, "Bonjour", "Bonjour", str(uuid4())))
    box.forget("Awa@tests.example")
    assert [mail["To"] for _name, mail in box.letters()] == ["leo@tests.example"]


def test_what_was_shown_and_the_badges_go_too(story: Story, visitor_there: Visitor) -> None:
    client = visitor_there()
    paths = (f"/b/{story.badge}", f"/b/{story.badge}.json")
    assert [client.get(path).status_code for path in paths] == [200, 200]
    assert client.get(f"/shared/{story.ids['link_key']}").status_code == 200
    erase(visitor_there, story.awa)
    assert [client.get(path).status_code for path in paths] == [410, 410]
    assert client.get(f"/shared/{story.ids['link_key']}").status_code == 404
    assert "Je *relie* et je répare." not in dump(story.world)
