"""Experiences shown beside a badge: public by their owner's act, in their words, gone with one gesture."""

import json
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from jsonschema import Draft201909Validator
from PIL import Image

from badges.addresses import badge_path, evidence_path
from badges.claims import expiry
from badges.models import BadgeEvidence
from badges.queries.public import Home
from badges.service import claiming, evidence
from badges.verifying import verdict
from kernel import clock
from kernel.refusals import Invalid, Refusal, Unknown
from musette.service import exhibiting, experiences
from tenants.service.members import leave
from tests.badges.ring import AXIS, Ring, confirmed_ring
from tests.badges.test_documents import SCHEMA
from tests.conftest import Visitor
from tests.foundry import Foundry
from tests.musette.test_erasure import erase
from tests.pictures import jpeg
from tests.world import World

NAME, WORDS = "Un registre relié", "Cousu *sans colle*, pour la mairie."


@dataclass
class Bench:
    """Awa's badge, and an experience with a photo, of which nothing is public."""

    ring: Ring
    badge: UUID
    experience: UUID

    def shows(self, *, name: str = NAME, words: str = WORDS, pictured: bool = True) -> int:
        """Awa puts it beside her badge."""
        told = {"name": name, "words": words, "pictured": pictured}
        with self.ring.awa.acting() as session:
            ids = {"badge_id": self.badge, "experience_id": self.experience}
            rank = exhibiting.exhibit(session, **ids, **told, by=self.ring.awa.scope)  # type: ignore[arg-type] # mixed
        self.ring.world.run_jobs()
        return rank

    def takes_back(self, rank: int) -> None:
        """Awa takes it back."""
        with self.ring.awa.acting() as session:
            evidence.take_back(session, badge_id=self.badge, rank=rank, by=self.ring.awa.scope)
        self.ring.world.run_jobs()

    def captured(self, words: str) -> UUID:
        """Another experience."""
        made, today = uuid4(), clock.now().date()
        told = experiences.Told(today, words, AXIS)
        with self.ring.awa.acting() as session:
            by = self.ring.awa.scope
            experiences.capture(session, experience_id=made, told=told, sent=jpeg(), today=today, by=by)
        return made

    def document(self) -> dict[str, Any]:
        """The signed badge."""
        return dict(self.ring.document(badge_path(self.badge, ".json")))

    def is_gone(self, path: str) -> bool:
        """Whether nothing of a path is kept."""
        row = self.ring.row(path)
        assert row is not None
        return row.gone_at is not None and row.body == b""


@pytest.fixture
def ring(world: World, foundry: Foundry) -> Ring:
    """A peer has confirmed a level."""
    return foundry.cast(confirmed_ring, world)


@pytest.fixture
def bench(ring: Ring) -> Bench:
    """The badge of it."""
    made = Bench(ring, ring.claims(), uuid4())
    made.experience = made.captured("Un registre relié pour la mairie, avec Paul, rue des Lilas")
    return made


def test_nothing_is_public_without_an_act(bench: Bench) -> None:
    assert bench.ring.row(evidence_path(bench.badge, 1)) is None
    assert bench.ring.document(badge_path(bench.badge))["traces"] == []
    assert b"registre" not in json.dumps(bench.document()).encode()


def test_it_stands_in_the_badge_with_a_page_and_a_photo(bench: Bench, visitor: Visitor) -> None:
    rank = bench.shows()
    document = bench.document()
    told = next(each for each in document["evidence"] if each["name"] == NAME)
    assert told["id"].endswith(evidence_path(bench.badge, rank))
    assert (told["narrative"], told["genre"]) == (WORDS, "Récit et photographie")
    assert list(Draft201909Validator(SCHEMA).iter_errors(document)) == []
    hosted = bench.ring.document(badge_path(bench.badge, ".ob2.json"))
    assert hosted["evidence"][-1]["id"] == told["id"]
    anybody = visitor()
    assert NAME in anybody.get(badge_path(bench.badge)).text
    page = anybody.get(evidence_path(bench.badge, rank)).text
    assert "<em>sans colle</em>" in page
    assert "rue des Lilas" not in page
    photo = anybody.get(evidence_path(bench.badge, rank, ".jpg"))
    assert photo.content_type == "image/jpeg"
    assert not Image.open(BytesIO(photo.data)).getexif()
    house = bench.ring.world.house
    with house.database.reading() as session:
        known = Home(session, house.settings.public_url)
        assert verdict(json.dumps(document).encode(), known=known, now=clock.now()).accepted


def test_without_its_photo_there_is_none(bench: Bench) -> None:
    rank = bench.shows(pictured=False)
    assert bench.ring.row(evidence_path(bench.badge, rank, ".jpg")) is None
    assert bench.document()["evidence"][-1]["genre"] == "Récit"


def test_it_is_taken_back_alone(bench: Bench, visitor: Visitor) -> None:
    first = bench.shows()
    bench.experience = bench.captured("Autre")
    with bench.ring.awa.acting() as session:  # so many were shown and taken back meanwhile
        gone = {"badge_id": bench.badge, "rank": 9, "taken_back_at": clock.now()}
        told = {"experience_id": uuid4(), "name": "", "words": "", "on": clock.now().date()}
        session.add(BadgeEvidence(**gone, **told))
    rank = bench.shows(name="Autre")
    assert rank == 10  # whose address begins with that of the first
    bench.takes_back(first)
    assert bench.is_gone(evidence_path(bench.badge, first))
    assert bench.is_gone(evidence_path(bench.badge, first, ".jpg"))
    assert visitor().get(evidence_path(bench.badge, first)).status_code == 410
    assert visitor().get(evidence_path(bench.badge, rank)).status_code == 200
    names = [each["name"] for each in bench.document()["evidence"]]
    assert NAME not in names
    assert "Autre" in names


def test_it_goes_with_the_badge(bench: Bench, visitor: Visitor) -> None:
    rank = bench.shows()
    bench.ring.withdraws(bench.badge)
    for extension in ("", ".jpg"):
        assert bench.is_gone(evidence_path(bench.badge, rank, extension))
    assert visitor().get(evidence_path(bench.badge, rank)).status_code == 410
    assert NAME not in visitor().get(badge_path(bench.badge)).text
    with pytest.raises(Refusal, match="nothing can be joined"):
        bench.shows()


def test_it_goes_with_an_erased_badge_and_an_erased_account(bench: Bench, visitor: Visitor) -> None:
    rank = bench.shows()
    with bench.ring.awa.acting() as session:
        claiming.erase(session, badge_id=bench.badge, by=bench.ring.awa.scope)
    assert bench.is_gone(evidence_path(bench.badge, rank, ".jpg"))
    bench.badge = bench.ring.claims()
    rank = bench.shows()
    erase(visitor, bench.ring.awa)
    assert bench.is_gone(evidence_path(bench.badge, rank))


def test_it_goes_with_the_experience_even_after_leaving(bench: Bench, visitor: Visitor) -> None:
    rank = bench.shows()
    with bench.ring.awa.acting() as session:
        leave(session, by=bench.ring.awa.scope)
    bench.ring.world.run_jobs()
    assert not bench.is_gone(evidence_path(bench.badge, rank))
    assert (
        visitor(bench.ring.awa.person).post(f"/me/experiences/{bench.experience}/remove").status_code == 303
    )
    bench.ring.world.run_jobs()
    assert bench.is_gone(evidence_path(bench.badge, rank))
    assert NAME not in json.dumps(bench.document(), ensure_ascii=False)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"words": "x" * 1001}, "words"),
        ({"words": " ", "pictured": False}, "words"),
    ],
)
def test_what_says_nothing_or_too_much_is_refused(bench: Bench, told: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        bench.shows(**told)
    assert refusal.value.field == field


def test_one_experience_stands_once_and_five_at_most(bench: Bench) -> None:
    bench.shows()
    with pytest.raises(Refusal, match="already"):
        bench.shows()
    for number in range(4):
        bench.experience = bench.captured(f"Autre {number}")
        bench.shows(pictured=False)
    bench.experience = bench.captured("Encore")
    with pytest.raises(Refusal, match="five pieces"):
        bench.shows()


def test_an_expired_badge_takes_nothing_more(bench: Bench) -> None:
    with clock.at(expiry(clock.now()) + timedelta(days=1)), pytest.raises(Refusal, match="is over"):
        bench.shows()


def test_others_touch_nothing(bench: Bench, visitor: Visitor) -> None:
    rank = bench.shows()
    jeanne = visitor(bench.ring.jeanne.person)
    assert jeanne.get(f"/me/badges/{bench.badge}/experiences").status_code == 404
    assert jeanne.get(f"/me/badges/{bench.badge}/experiences/{bench.experience}").status_code == 404
    assert jeanne.post(f"/me/badges/{bench.badge}/evidence/{rank}/take-back").status_code == 404
    with pytest.raises(Unknown), bench.ring.jeanne.acting() as session:
        evidence.take_back(session, badge_id=bench.badge, rank=rank, by=bench.ring.jeanne.scope)
    assert not bench.is_gone(evidence_path(bench.badge, rank))


def test_it_is_worded_and_shown_by_its_owner(bench: Bench, visitor: Visitor) -> None:
    awa, own = visitor(bench.ring.awa.person), f"/me/badges/{bench.badge}"
    assert "Show an experience beside this badge" in awa.get(own).text
    assert "rue des Lilas" in awa.get(f"{own}/experiences").text
    form = f"{own}/experiences/{bench.experience}"
    page = awa.get(form).text
    assert "What anybody will read" in page
    assert "checked" not in page
    wrong = awa.post(form, data={"name": "", "words": WORDS})
    assert (wrong.status_code, WORDS in wrong.text) == (422, True)
    sent = awa.post(form, data={"name": NAME, "words": WORDS})
    assert sent.status_code == 303
    bench.ring.world.run_jobs()
    shown = awa.get(own).text
    assert NAME in shown
    assert visitor().get(evidence_path(bench.badge, 1)).status_code == 200
    awa.post(f"{own}/evidence/1/take-back")
    bench.ring.world.run_jobs()
    assert visitor().get(evidence_path(bench.badge, 1)).status_code == 410
