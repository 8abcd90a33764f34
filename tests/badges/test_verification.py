"""What a stranger reads when they verify a badge: accepted or refused, with each reason, and no crash."""

import io
import json
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from badges import labels
from badges.baking import bake_png
from badges.documents import bundles
from badges.identifiers import did_key, did_key_method, public_key
from badges.service.verifications import KEPT, LIMIT, MOST_BYTES, PLACES
from badges.signing import SeedSigner, signed
from kernel import clock
from kernel.house import House, furnish
from tests.badges.showing import BEGUN, HOLDER_SEED, Shop
from tests.cases import each_case
from tests.client import HOST, Browserlike
from tests.conftest import Visitor
from web.application import create_app
from worker import errands


@pytest.fixture
def stranger(visitor: Visitor) -> Browserlike:
    """A visitor who reads English, from an address that nobody else has: tries are counted by address."""
    client = visitor()
    assert isinstance(client, Browserlike)
    client.environ_base["REMOTE_ADDR"] = f"2001:db8::{uuid4().hex[:4]}:{uuid4().hex[:4]}"
    return client


def given(client: FlaskClient, content: bytes, name: str = "badge.json") -> TestResponse:
    """The answer to a file."""
    return client.post("/verify", data={"file": (io.BytesIO(content), name), "address": ""})


def given_whole(client: Browserlike, content: bytes) -> TestResponse:
    """The same for a large file: the client's own way of sending it would leave a file open."""
    token, mark = client.token(), "a-mark"
    part = "--{}\r\nContent-Disposition: form-data; name={}\r\n\r\n"
    body = part.format(mark, '"csrf_token"') + token + "\r\n" + part.format(mark, '"file"; filename="b.png"')
    sent = body.encode() + content + f"\r\n--{mark}--\r\n".encode()
    return client.forged("/verify", data=sent, content_type=f"multipart/form-data; boundary={mark}")


def judged(client: FlaskClient, answer: TestResponse) -> str:
    """The page of the verdict, once a worker has done its part."""
    assert answer.status_code == 303, answer.text
    waiting = client.get(answer.location)
    assert "This takes a second or two" in waiting.text
    assert waiting.headers["Refresh"] == "1"
    errands.verify(answer.location.rpartition("/")[2])
    page = client.get(answer.location)
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    return page.text


def verdict_on(client: FlaskClient, document: dict[str, Any]) -> str:
    return judged(client, given(client, json.dumps(document).encode()))


@each_case("ending", [".json", ".png", ".svg", ".ob2.json", ".ob2.png"])
def test_a_badge_is_accepted_in_all_its_forms(issuing: Shop, stranger: FlaskClient, ending: str) -> None:
    shown = issuing.badge()
    page = judged(stranger, given(stranger, stranger.get(shown.path + ending).data, f"badge{ending}"))
    assert "This badge is accepted" in page
    assert "ask them" in page


def test_a_verdict_says_who_signed_and_what(issuing: Shop, stranger: FlaskClient) -> None:
    page = verdict_on(stranger, issuing.badge().document)
    assert f"The signature is that of {issuing.name}" in page
    assert "Utilité locale" in page
    assert "Zoë Étienne-Nuñez 🎒" in page
    assert "It has not been withdrawn." in page


def test_the_same_verdict_is_read_in_french(issuing: Shop, stranger: FlaskClient) -> None:
    answer = given(stranger, json.dumps(issuing.badge().document).encode())
    judged(stranger, answer)
    page = stranger.get(answer.location, headers={"Accept-Language": "fr"}).text
    assert "Ce badge est accepté" in page
    assert f"C’est signé par {issuing.name}, et rien n’a changé depuis." in page


@each_case("ending", ["", "/embed", ".json", ".png", "?from=mail#yourself"])
def test_an_address_of_ours_is_enough(issuing: Shop, stranger: FlaskClient, ending: str) -> None:
    address = f"{issuing.origin}/{issuing.badge().path}{ending}"
    assert "This badge is accepted" in judged(stranger, stranger.post("/verify", data={"address": address}))


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.example/b/1",
        "b/1",
        "http://127.0.0.1:8000.evil.example/b/1",
        "http://127.0.0.1:8000/me/",
    ],
)
def test_no_other_address_is_looked_at(stranger: FlaskClient, address: str) -> None:
    answer = stranger.post("/verify", data={"address": address})
    assert answer.status_code == 422
    assert "nothing is fetched from elsewhere" in answer.text


def test_an_address_where_nothing_is_has_no_badge(issuing: Shop, stranger: FlaskClient) -> None:
    answer = stranger.post("/verify", data={"address": f"{issuing.origin}/b/{uuid4()}"})
    page = judged(stranger, answer)
    assert "No badge was found there" in page
    assert "There is no badge at this address." in page


@pytest.mark.parametrize("ending", [".json", ".png", ".svg", ".ob2.json", ".ob2.png"])
def test_a_withdrawn_badge_is_refused_in_all_its_forms(
    issuing: Shop, stranger: FlaskClient, ending: str
) -> None:
    shown = issuing.badge()
    kept = stranger.get(shown.path + ending).data
    shown.withdraw()
    page = judged(stranger, given(stranger, kept, f"badge{ending}"))
    assert "This badge is refused" in page
    assert "Its owner has withdrawn it" in page


def test_it_is_refused_at_once_before_the_list_is_signed_again(issuing: Shop, stranger: FlaskClient) -> None:
    shown = issuing.badge()
    shown.tell(state="withdrawn", withdrawn_at=clock.now().isoformat())
    assert "Its owner has withdrawn it: its page is closed." in verdict_on(stranger, shown.document)


def test_the_list_alone_is_enough(issuing: Shop, stranger: FlaskClient) -> None:
    shown = issuing.badge()
    issuing.list_withdrawn(shown.facts.status.index)
    assert "Its owner has withdrawn it." in verdict_on(stranger, shown.document)


def test_an_erased_badge_is_refused_by_its_file_and_by_its_address(
    issuing: Shop, stranger: FlaskClient
) -> None:
    shown = issuing.badge()
    shown.erase()
    by_address = stranger.post("/verify", data={"address": f"{issuing.origin}/{shown.path}"})
    for page in (verdict_on(stranger, shown.document), judged(stranger, by_address)):
        assert "This badge is refused" in page
        assert "its page is closed" in page


def test_what_was_changed_is_refused_and_not_repeated(issuing: Shop, stranger: FlaskClient) -> None:
    forged = {**issuing.badge().document, "name": "Call 0800 for your prize"}
    page = verdict_on(stranger, forged)
    assert "This badge is refused" in page
    assert "something was changed after it was signed" in page
    assert "prize" not in page


def test_what_could_be_read_in_two_ways_is_refused(issuing: Shop, stranger: FlaskClient) -> None:
    forged = {**issuing.badge().document, "employer": "Somebody else"}
    assert "one thing would be signed and another one read" in verdict_on(stranger, forged)


def test_a_cooperative_from_elsewhere_is_not_vouched_for(issuing: Shop, stranger: FlaskClient) -> None:
    shown = issuing.badge()
    other = replace(issuing, slug="another-one")
    page = verdict_on(stranger, replace(shown, facts=replace(shown.facts, issuer=other.issuer)).document)
    assert "Its issuer is no cooperative of this installation" in page


def test_an_expired_badge_tells_since_when(issuing: Shop, stranger: FlaskClient) -> None:
    page = verdict_on(stranger, issuing.badge(expires=BEGUN + timedelta(days=1)).document)
    assert "This badge is refused" in page
    assert "It expired on" in page


def test_the_voice_of_a_peer_is_known_while_it_is_published(issuing: Shop, stranger: FlaskClient) -> None:
    shown = issuing.badge()
    page = verdict_on(stranger, shown.endorsement)
    assert "This document is accepted" in page
    assert "Karim Benali, who agreed that what they said be published here" in page


def test_the_voice_of_a_key_is_nobodys(issuing: Shop, stranger: FlaskClient) -> None:
    shown = issuing.badge()
    forger = SeedSigner(b"f" * 32, did_key_method(did_key(public_key(b"f" * 32))))
    said = {name: value for name, value in shown.endorsement.items() if name != "proof"}
    said["issuer"] = {**said["issuer"], "id": forger.method.partition("#")[0]}
    page = verdict_on(stranger, signed(said, forger, at=BEGUN))
    assert "Signed, but nobody here knows by whom" in page
    assert "Nothing ties this key to anybody" in page
    assert "accepted" not in page


def test_a_bundle_is_told_part_by_part(issuing: Shop, stranger: FlaskClient) -> None:
    shown = issuing.badge()
    signer = SeedSigner(HOLDER_SEED, did_key_method(shown.facts.holder))
    documents = [shown.document, shown.endorsement]
    bundle = bundles.bundle(f"{issuing.origin}/bundles/1", shown.facts.holder, documents)
    page = verdict_on(stranger, signed(bundle, signer, at=BEGUN))
    assert "All of these documents are accepted" in page
    assert "Nothing ties this key" not in page
    assert "The signature is that of Zoë Étienne-Nuñez 🎒" in page
    assert "The confirmation of a peer" in page


def spoilt(words: str) -> bytes:
    """What people give by mistake, by the words of its refusal."""
    found = {"cut short": bake_png(_plain_png(), "{}")[:-20], "carries no badge": _plain_png()}
    return found.get(words, b"\xff\x00 hello")


def _plain_png() -> bytes:
    """A small image, of nothing."""
    return labels.png('<svg xmlns="http://www.w3.org/2000/svg" width="400" height="500"/>', 50)


@pytest.mark.parametrize("words", ["cut short", "carries no badge", "nor a signed JSON file"])
def test_what_is_no_badge_is_told_in_words(stranger: FlaskClient, words: str) -> None:
    page = judged(stranger, given(stranger, spoilt(words), "badge.png"))
    assert "No badge was found there" in page
    assert "must not be believed" not in page
    assert words in page


def test_a_file_that_is_empty_too_large_or_missing_is_said_to_be(stranger: Browserlike) -> None:
    large = given_whole(stranger, b"x" * (MOST_BYTES + 1))
    assert (large.status_code, "two megabytes at most" in large.text) == (422, True)
    empty = given(stranger, b"")
    assert (empty.status_code, "This file is empty." in empty.text) == (422, True)
    nothing = stranger.post("/verify", data={"address": ""})
    assert (nothing.status_code, "Give the file of a badge" in nothing.text) == (422, True)


def test_fifty_megabytes_are_refused_before_they_are_read(stranger: Browserlike) -> None:
    answer = given_whole(stranger, b"x" * (50 * 1024 * 1024))
    assert answer.status_code == 413
    assert "too large" in answer.text


def test_a_verdict_fades(issuing: Shop, stranger: FlaskClient) -> None:
    assert stranger.get("/verify/nothing-like-a-ticket").status_code == 404
    answer = given(stranger, json.dumps(issuing.badge().document).encode())
    ticket = answer.location.rpartition("/")[2]
    redis = issuing.world.house.slate._redis
    names = [name for name in redis.scan_iter("musette:slate:verify:*") if redis.type(name) == "hash"]
    assert names
    assert all(0 < redis.ttl(name) <= KEPT for name in names)
    assert not [name for name in names if ticket in name]
    issuing.world.house.slate.wipe(*PLACES)


def test_a_third_at_once_is_asked_to_try_again(house: House, stranger: FlaskClient) -> None:
    waiting = [given(stranger, b"{}") for _ in PLACES]
    third = given(stranger, b"{}")
    assert third.status_code == 429
    assert "try again in a few seconds" in third.text
    assert int(third.headers["Retry-After"]) > 0
    assert "This badge is refused" in judged(stranger, waiting[0])
    assert given(stranger, b"{}").status_code == 303
    house.slate.wipe(*PLACES)


def test_what_was_given_is_forgotten_before_it_is_looked_at(
    issuing: Shop, stranger: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_given: object, **_options: object) -> None:
        raise MemoryError

    answer = given(stranger, json.dumps(issuing.badge().document).encode())
    ticket = answer.location.rpartition("/")[2]
    with monkeypatch.context() as patch:
        patch.setattr("badges.service.verifications.verdict", die)
        with pytest.raises(MemoryError):
            errands.verify(ticket)
    errands.verify(ticket)  # nothing is left to look at
    with clock.at(clock.now() + timedelta(seconds=LIMIT + 10)):
        page = stranger.get(answer.location)
    assert "was stopped" in page.text
    assert "Refresh" not in page.headers


def test_too_many_tries_wait(stranger: FlaskClient) -> None:
    answers = [stranger.post("/verify", data={"address": "https://elsewhere.example"}) for _ in range(21)]
    assert [each.status_code for each in answers] == [422] * 20 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_without_redis_a_sentence_says_so(house: House) -> None:
    without = furnish(replace(house.settings, redis_url="unix:///nowhere/valkey"))
    app = create_app(house=without)
    app.test_client_class = Browserlike
    client, file = app.test_client(), (io.BytesIO(b"{}"), "badge.json")
    with closing(without.database):
        answer = client.post("/verify", data={"file": file, "address": ""}, base_url=HOST)
        assert answer.status_code == 503
        assert "La vérification ne répond pas" in answer.text
        assert client.get("/verify/a-ticket", base_url=HOST).status_code == 503


def test_a_form_from_elsewhere_is_refused(stranger: Browserlike) -> None:
    assert stranger.forged("/verify", data={"address": "x"}).status_code == 400


def test_the_form_takes_an_address_from_a_link(stranger: FlaskClient) -> None:
    page = stranger.get("/verify?address=http://127.0.0.1:8000/b/1").text
    assert 'value="http://127.0.0.1:8000/b/1"' in page
