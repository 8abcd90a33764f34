"""The keys of cooperatives and members: rotated, sealed anew, lost."""

import pytest

from badges.addresses import badge_path
from badges.baking import read_png, read_svg
from badges.identifiers import key_in
from badges.queries.issued import issuer_keys
from badges.queries.own import member_key
from badges.queries.public import Home
from badges.sealing import SealingKey, Unsealable, is_current, unseal
from badges.service import rotating
from badges.service.checking import KeysState, state_of_keys
from badges.service.keys import Desk, issuer_signer, seal_issuer_keys_again, seal_member_keys_again
from badges.signing import check
from badges.verifying import verdict
from kernel import clock
from kernel.house import House
from kernel.scope import Scope
from kernel.walls import Role
from tests.badges.ring import Ring


def rotate(ring: Ring) -> None:
    scope = Scope(cooperative=ring.cooperative)
    with ring.world.house.database.unit_of_work(scope, Role.MACHINE) as session:
        rotating.rotate(session)
    ring.world.run_jobs()


def test_a_new_key_signs_and_the_earlier_one_still_verifies(ring: Ring, house: House) -> None:
    ring.confirmed(ring.others[0])
    made = ring.claims()
    before = ring.row(badge_path(made, ".json"))
    rotate(ring)
    after = ring.row(badge_path(made, ".json"))
    assert before is not None
    assert after is not None
    earlier, newest = ring.document(f"t/{ring.awa.slug}/did.json")["assertionMethod"]
    assert earlier != newest
    with house.database.reading() as session:
        for body in (before.body, after.body):
            known = Home(session, house.settings.public_url)
            assert verdict(body, known=known, now=clock.now()).accepted
    document = ring.document(badge_path(made, ".json"))
    assert document["proof"]["verificationMethod"] == newest


def test_the_images_carry_what_was_signed_again(ring: Ring) -> None:
    ring.confirmed(ring.others[0])
    path = badge_path(ring.claims())
    rotate(ring)
    for read, extension in ((read_png, "png"), (read_svg, "svg")):
        row = ring.row(f"{path}.{extension}")
        assert row is not None
        assert "#key-" in read(row.body).content
        assert ring.document(f"{path}.json")["proof"]["proofValue"] in read(row.body).content


def test_many_are_signed_again_some_at_a_time(ring: Ring, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotating, "CHUNK", 1)
    ring.confirmed(ring.others[0])
    first = ring.claims()
    ring.withdraws(first)
    second = ring.claims()
    rotate(ring)
    keys = ring.document(f"t/{ring.awa.slug}/did.json")
    document = dict(ring.document(badge_path(second, ".json")))
    public = key_in(keys, document["proof"]["verificationMethod"])
    assert public is not None
    check(document, public)
    assert len(keys["assertionMethod"]) == 2
    assert document["proof"]["verificationMethod"] == keys["assertionMethod"][1]
    assert ring.document(badge_path(first))["state"] == "withdrawn"


def test_seeds_are_sealed_anew_under_another_secret(ring: Ring, house: House) -> None:
    ring.confirmed(ring.others[0])
    ring.claims()
    old = house.settings.sealing_keys[0]
    seals = SealingKey.of("another-secret-of-forty-characters-at-least", old)
    with house.database.unit_of_work(Scope(cooperative=ring.cooperative), Role.MACHINE) as session:
        assert seal_issuer_keys_again(session, seals=seals) == 1
        assert seal_issuer_keys_again(session, seals=seals) == 0
        assert all(is_current(each.sealed, under=seals) for each in issuer_keys(session))
        assert state_of_keys(session, seals=seals) is KeysState.OK
        assert state_of_keys(session, seals=SealingKey.of(old)) is KeysState.WRONG
    with ring.awa.acting() as session:
        assert seal_member_keys_again(session, seals=seals) == 1
        assert seal_member_keys_again(session, seals=seals) == 0


def test_a_wrong_secret_signs_nothing_and_says_so(ring: Ring, house: House) -> None:
    ring.confirmed(ring.others[0])
    ring.claims()
    wrong = Desk(SealingKey.of("w" * 40), house.settings.public_url)
    with ring.awa.acting() as session, pytest.raises(Unsealable, match="wrong_key"):
        issuer_signer(session, desk=wrong)


def test_a_seed_opens_for_its_owner_alone(ring: Ring, house: House) -> None:
    ring.confirmed(ring.others[0])
    ring.claims()
    seals = SealingKey.of(*house.settings.sealing_keys)
    with ring.awa.acting() as session:
        kept = member_key(session, ring.cooperative)
    assert kept is not None
    assert unseal(kept.sealed, under=seals, owner=ring.awa.person)
    with pytest.raises(Unsealable, match="altered"):
        unseal(kept.sealed, under=seals, owner=ring.jeanne.person)
