"""The pages of those who hold badges."""

import json
from uuid import uuid4

import pytest

from badges.identifiers import did_key, public_key, read_base58
from badges.queries.public import Home
from badges.service.keys import HANDED_FOR
from badges.verifying import verdict
from kernel import clock
from kernel.house import House
from tests.badges.ring import AXIS, Ring
from tests.conftest import Visitor


def test_a_badge_is_claimed_shown_and_withdrawn(ring: Ring, visitor: Visitor) -> None:
    ring.confirmed(ring.others[0], named=True)
    awa = visitor(ring.awa.person)
    assert "See what it would say" in awa.get("/me/badges").text
    page = ring.awa.url(f"badges/claim/{AXIS.value}")
    assert ring.others[0].name in awa.get(page).text
    sent = awa.post(page, data={"id": str(uuid4()), "language": "en", "named": "y", "address": ""})
    assert sent.status_code == 303
    assert "Being signed" in awa.get(sent.location).text
    ring.world.run_jobs()
    shown = awa.get(sent.location).text
    assert "public, valid until" in shown
    assert "Awa Diallo" in shown
    assert visitor().get(sent.location.replace("/me/badges/", "/b/")).status_code == 200
    awa.post(f"{sent.location}/withdraw")
    assert "withdrawn on" in awa.get("/me/badges").text
    assert "withdrawn" in visitor().get(sent.location.replace("/me/badges/", "/b/")).text


def test_the_badges_of_others_do_not_exist(ring: Ring, visitor: Visitor) -> None:
    ring.confirmed(ring.others[0])
    made = ring.claims()
    jeanne = visitor(ring.jeanne.person)
    assert jeanne.get(f"/me/badges/{made}").status_code == 404
    for act in ("withdraw", "erase", "bundle"):
        assert jeanne.post(f"/me/badges/{made}/{act}").status_code == 404
    assert jeanne.post(ring.jeanne.url(f"badges/{made}/renew")).status_code == 404
    assert ring.badge(made).withdrawn_at is None


def test_nothing_to_claim_says_why(ring: Ring, visitor: Visitor) -> None:
    page = visitor(ring.awa.person).get(ring.awa.url(f"badges/claim/{AXIS.value}"))
    assert page.status_code == 200
    assert "from the first confirmation" in page.text


def test_a_key_is_taken_along_for_ten_minutes(ring: Ring, visitor: Visitor) -> None:
    awa, page = visitor(ring.awa.person), ring.awa.url("badges/key")
    assert awa.get(f"{page}.json").status_code == 302
    awa.post(page)
    ring.world.run_jobs()
    taken = awa.get(f"{page}.json")
    assert taken.headers["Cache-Control"] == "no-store"
    key = json.loads(taken.data)
    seed = read_base58(key["secretKeyMultibase"][1:])[2:]
    assert did_key(public_key(seed)) == key["controller"]
    assert "Download my key" in awa.get(page).text
    with clock.at(clock.now() + HANDED_FOR):
        assert awa.get(f"{page}.json").status_code == 302
        assert "Download my key" not in awa.get(page).text


def test_a_bundle_holds_the_badge_and_its_voices_and_verifies(
    ring: Ring, visitor: Visitor, house: House
) -> None:
    ring.confirmed(ring.others[0], named=True)
    made = ring.claims()
    awa = visitor(ring.awa.person)
    awa.post(f"/me/badges/{made}/bundle")
    ring.world.run_jobs()
    taken = awa.get(f"/me/badges/{made}/bundle.json")
    assert len(json.loads(taken.data)["verifiableCredential"]) == 2
    with house.database.reading() as session:
        known = Home(session, house.settings.public_url)
        found = verdict(taken.data, known=known, now=clock.now())
    assert found.accepted, found
    assert len(found.parts) == 2


@pytest.mark.parametrize("said", [{"named": "y"}, {}])
def test_a_peer_says_whether_their_name_may_appear(
    ring: Ring, visitor: Visitor, said: dict[str, str]
) -> None:
    peer = ring.others[0]
    request = ring.asked(peer)
    client = visitor(peer.person)
    form = {"stance": "endorse", "grounds": "saw_work", "words": "", **said}
    client.post(ring.page(request, peer), data=form)
    ring.world.run_jobs()
    made = ring.claims()
    assert [each["name"] for each in ring.document(f"b/{made}")["voices"]] == [peer.name if said else None]
    text = client.get(peer.url("reviews")).text
    assert ("Take my name off badges" if said else "Let badges name me") in text
