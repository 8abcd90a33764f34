"""Badges claimed, issued again, withdrawn, erased: through the services and the jobs."""

import json
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from assessment.referential import Language
from badges import status
from badges.addresses import badge_path, endorsement_path
from badges.baking import read_png, read_svg
from badges.identifiers import key_in
from badges.models import Published
from badges.queries.own import member_key
from badges.service import claiming, taking
from badges.service.claiming import Wishes
from badges.service.taking import Along
from badges.signing import check
from kernel import clock
from kernel.refusals import Refusal, Unknown
from peer.models.statements import Statement
from peer.service import statements
from tenants.service.members import rename
from tests.badges.ring import AXIS, Ring, confirmed_ring
from tests.foundry import Foundry
from tests.world import LEVELS, Member, World


@pytest.fixture
def confirmed(world: World, foundry: Foundry) -> Ring:
    """The same ring, in which one peer has confirmed the level."""
    return foundry.cast(confirmed_ring, world)


def test_nothing_is_published_before_its_owner_claims_it(confirmed: Ring) -> None:
    assert confirmed.badges() == []


def test_a_badge_is_offered_from_the_first_confirmation(ring: Ring) -> None:
    with pytest.raises(Refusal, match="from the first confirmation"):
        ring.claims()
    ring.confirmed(ring.others[0])
    badge = ring.badge(ring.claims())
    assert badge.issued_at is not None
    assert badge.told["confirmations"] == 1
    assert not badge.told["validated"]


def test_what_is_published_is_signed_by_the_cooperative(confirmed: Ring) -> None:
    path = badge_path(confirmed.claims())
    document = confirmed.document(f"{path}.json")
    keys = confirmed.document(f"t/{confirmed.awa.slug}/did.json")
    public = key_in(keys, document["proof"]["verificationMethod"])
    assert public is not None
    check(dict(document), public)
    assert document["issuer"]["id"] == keys["id"]
    for read, extension in ((read_png, "png"), (read_svg, "svg")):
        row = confirmed.row(f"{path}.{extension}")
        assert row is not None
        assert json.loads(read(row.body).content) == document
    hosted = confirmed.row(f"{path}.ob2.png")
    assert hosted is not None
    assert read_png(hosted.body).content == confirmed.document(f"{path}.ob2.json")["id"]


def test_the_page_tells_a_band_and_never_the_level(confirmed: Ring) -> None:
    path = badge_path(confirmed.claims())
    page = confirmed.document(path)
    assert (page["band"], page["axis"], page["holder_name"]) == (4, AXIS.value, "Awa Diallo")
    assert page["voices"] == [{"name": None, "grounds": [], "on": None}]
    assert '"level"' not in json.dumps(page)


def test_a_badge_claimed_twice_is_one(confirmed: Ring) -> None:
    made = confirmed.claims()
    assert confirmed.claims(badge_id=made) == made
    with pytest.raises(Refusal, match="You hold this badge already"):
        confirmed.claims()
    assert len(confirmed.badges()) == 1


def test_a_name_and_an_address_are_told_only_if_wished(confirmed: Ring) -> None:
    made = confirmed.claims(Wishes(Language.ENGLISH, named=False, address="awa@example.org"))
    written = json.dumps(confirmed.document(badge_path(made, ".json")))
    assert "Awa" not in written
    assert "awa@example.org" not in written
    assert "sha256$" in written


def test_a_badge_follows_new_confirmations(ring: Ring) -> None:
    request = ring.asked(*ring.others[:2])
    ring.endorsed_by(request, ring.others[0], named=False)
    made = ring.claims()
    before = ring.document(badge_path(made, ".json"))
    with clock.at(clock.now() + timedelta(days=1)):
        ring.endorsed_by(request, ring.others[1], named=False)
    after = ring.document(badge_path(made, ".json"))
    assert ring.document(badge_path(made))["confirmations"] == 2
    assert after["validFrom"] > before["validFrom"]
    assert after["awardedDate"] == before["awardedDate"]
    assert after["id"] == before["id"]


def test_a_discussion_changes_nothing_public(ring: Ring) -> None:
    request = ring.asked(*ring.others[:3])
    ring.endorsed_by(request, ring.others[0], named=False)
    made = ring.claims()
    before = ring.row(badge_path(made, ".json"))
    for each in ring.others[1:3]:
        ring.contested(request, each)
    after = ring.row(badge_path(made, ".json"))
    assert before is not None
    assert after is not None
    assert (after.body, after.changed_at) == (before.body, before.changed_at)


def test_peers_are_named_only_if_they_agree(ring: Ring) -> None:
    request = ring.asked(*ring.others[:2])
    ring.endorsed_by(request, ring.others[0], named=True)
    ring.endorsed_by(request, ring.others[1], named=False)
    made = ring.claims()
    page = ring.document(badge_path(made))
    assert [each["name"] for each in page["voices"]] == [ring.others[0].name, None]
    signed = ring.document(endorsement_path(made, 1))
    assert signed["issuer"]["name"] == ring.others[0].name
    assert signed["issuer"]["id"].startswith("did:key:")
    assert signed["credentialSubject"]["id"] == ring.document(badge_path(made, ".json"))["id"]
    assert ring.row(endorsement_path(made, 2)) is None
    everything = b"".join(
        row.body
        for row in (ring.row(badge_path(made, each)) for each in ("", ".json", ".svg", ".ob2.json"))
        if row
    )
    assert ring.others[1].name.encode() not in everything


def test_a_peer_who_would_rather_not_be_named_is_not(ring: Ring) -> None:
    (said,) = ring.confirmed(ring.others[0], named=True)
    made = ring.claims()
    peer = ring.others[0]
    with peer.acting() as session:
        statements.be_named(session, statement_id=said.id, named=False, by=peer.scope)
    ring.world.run_jobs()
    page = ring.document(badge_path(made))
    assert page["confirmations"] == 1
    assert [each["name"] for each in page["voices"]] == [None]
    gone = ring.row(endorsement_path(made, 1))
    assert gone is not None
    assert gone.gone_at is not None
    assert gone.body == b""


def renames(ring: Ring, peer: Member, name: str) -> None:
    with peer.acting() as session:
        rename(session, name=name, by=peer.scope)
    ring.world.run_jobs()


def unnames(ring: Ring, peer: Member, said: Statement) -> None:
    with peer.acting() as session:
        statements.be_named(session, statement_id=said.id, named=False, by=peer.scope)
    ring.world.run_jobs()


def test_a_peer_who_goes_by_another_name_is_named_so_everywhere(ring: Ring) -> None:
    peer = ring.others[0]
    ring.confirmed(peer, named=True)
    made = ring.claims()
    renames(ring, peer, "Noé Quemener")
    assert [each["name"] for each in ring.document(badge_path(made))["voices"]] == ["Noé Quemener"]
    signed = ring.document(endorsement_path(made, 1))
    assert signed["issuer"]["name"] == "Noé Quemener"
    for row in published(ring):
        assert peer.name.encode() not in row.body, row.path


def test_a_badge_that_is_over_names_nobody_against_their_will(ring: Ring) -> None:
    peer = ring.others[0]
    (said,) = ring.confirmed(peer, named=True)
    made = ring.claims()
    before = ring.document(badge_path(made, ".json"))
    with clock.at(ring.badge(made).expires_at + timedelta(days=1)):
        unnames(ring, peer, said)
        after = ring.document(badge_path(made, ".json"))
    assert before["validFrom"] == after["validFrom"]
    for row in published(ring):
        assert peer.name.encode() not in row.body, row.path


def test_a_withdrawn_badge_names_nobody(ring: Ring) -> None:
    peer = ring.others[0]
    ring.confirmed(peer, named=True)
    made = ring.claims()
    ring.withdraws(made)
    gone = ring.row(endorsement_path(made, 1))
    assert gone is not None
    assert gone.body == b""
    for row in published(ring):
        assert peer.name.encode() not in row.body, row.path


def test_who_renews_is_named_as_they_are_now(confirmed: Ring) -> None:
    made = confirmed.claims()
    renames(confirmed, confirmed.awa, "Awa Sow")
    assert confirmed.document(badge_path(made))["holder_name"] == "Awa Diallo"  # a dated fact
    with clock.at(confirmed.badge(made).expires_at - timedelta(days=60)):
        with confirmed.awa.acting() as session:
            claiming.renew(session, badge_id=made, by=confirmed.awa.scope)
        confirmed.world.run_jobs()
    assert confirmed.document(badge_path(made))["holder_name"] == "Awa Sow"


def published(ring: Ring) -> list[Published]:
    """All that anybody may read of the cooperative."""
    with ring.world.house.database.reading() as session:
        rows = session.scalars(select(Published).where(Published.cooperative_id == ring.cooperative)).all()
    assert len(rows) > 5
    return list(rows)


def test_only_the_author_says_whether_they_are_named(ring: Ring) -> None:
    (said,) = ring.confirmed(ring.others[0])
    for other in (ring.awa, ring.others[1]):
        with pytest.raises(Unknown), other.acting() as session:
            statements.be_named(session, statement_id=said.id, named=True, by=other.scope)


def test_each_badge_has_a_bit_that_is_set_when_it_is_withdrawn(confirmed: Ring) -> None:
    made = confirmed.claims()
    place = confirmed.document(badge_path(made, ".json"))["credentialStatus"]
    path = place["statusListCredential"].partition("/t/")[2]
    index = int(place["statusListIndex"])
    assert not marked(confirmed, f"t/{path}", index)
    confirmed.withdraws(made)
    assert marked(confirmed, f"t/{path}", index)
    assert confirmed.document(badge_path(made))["state"] == "withdrawn"
    assert confirmed.document(badge_path(made, ".ob2.json"))["revoked"] is True


ask_for_bundle = partial(taking.ask, along=Along())


def marked(ring: Ring, path: str, index: int) -> bool:
    encoded = ring.document(path)["credentialSubject"]["encodedList"]
    return status.is_marked(status.decode(encoded), index)


def test_a_withdrawn_badge_stays_withdrawn(ring: Ring) -> None:
    request = ring.asked(*ring.others[:2])
    ring.endorsed_by(request, ring.others[0], named=False)
    made = ring.claims()
    ring.withdraws(made)
    ring.endorsed_by(request, ring.others[1], named=False)
    assert ring.document(badge_path(made))["state"] == "withdrawn"
    with pytest.raises(Unknown), ring.awa.acting() as session:
        claiming.renew(session, badge_id=made, by=ring.awa.scope)
    assert ring.claims() != made


def test_nobody_withdraws_the_badge_of_another(confirmed: Ring) -> None:
    made = confirmed.claims()
    for act in (claiming.withdraw, claiming.erase, claiming.renew, ask_for_bundle):
        with pytest.raises(Unknown), confirmed.jeanne.acting() as session:
            act(session, badge_id=made, by=confirmed.jeanne.scope)


def test_what_is_erased_is_gone(ring: Ring) -> None:
    ring.confirmed(ring.others[0], named=True)
    made = ring.claims()
    with ring.awa.acting() as session:
        claiming.erase(session, badge_id=made, by=ring.awa.scope)
    ring.world.run_jobs()
    for path in (
        *(badge_path(made, each) for each in ("", ".json", ".png", ".svg")),
        endorsement_path(made, 1),
    ):
        row = ring.row(path)
        assert row is not None
        assert (row.gone_at is not None, row.body) == (True, b""), path
    assert ring.badges() == []


def test_a_badge_is_renewed_at_the_end_and_not_before(confirmed: Ring) -> None:
    made = confirmed.claims()
    with pytest.raises(Refusal, match="more than three months"), confirmed.awa.acting() as session:
        claiming.renew(session, badge_id=made, by=confirmed.awa.scope)
    first = confirmed.badge(made).expires_at
    with clock.at(first - timedelta(days=60)):
        with confirmed.awa.acting() as session:
            claiming.renew(session, badge_id=made, by=confirmed.awa.scope)
        confirmed.world.run_jobs()
    assert confirmed.badge(made).expires_at > first + timedelta(days=600)


def test_another_band_is_another_badge(ring: Ring) -> None:
    ring.world.assess(ring.awa, {**LEVELS, AXIS: 58})
    ring.confirmed(ring.others[0])
    first = ring.claims()
    ring.world.assess(ring.awa, {**LEVELS, AXIS: 62})
    second = ring.claims()
    assert {ring.document(badge_path(each))["band"] for each in (first, second)} == {3, 4}
    assert len({each.status_index for each in ring.badges()}) == 2


def test_the_keys_of_two_memberships_are_two(ring: Ring) -> None:
    other = ring.world.cooperative("Ailleurs")
    elsewhere = ring.world.member(other, "Awa D.", person=(ring.awa.person, ring.awa.email))
    ring.confirmed(ring.others[0])
    made = ring.claims()
    with elsewhere.acting() as session:
        claiming.ask_for_key(session, by=elsewhere.scope)
    ring.world.run_jobs()
    holder = ring.document(badge_path(made, ".json"))["credentialSubject"]["id"]
    with elsewhere.acting() as session:
        kept = member_key(session, other)
        with pytest.raises(Unknown):
            claiming.withdraw(session, badge_id=made, by=elsewhere.scope)
    assert kept is not None
    assert kept.did != holder
