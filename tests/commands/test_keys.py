"""The commands of the operator about the keys of badges."""

from time import sleep

import pytest

from badges.queries.issued import issuer_keys
from badges.sealing import SealingKey, is_current
from kernel.house import House
from kernel.scope import Scope
from kernel.walls import Role
from tests.badges.ring import AXIS, Ring
from tests.commandline import Operator
from tests.world import LEVELS, World
from web.commands import parts
from web.health import health, keys_open, sign_of

OTHER = "another-secret-of-forty-characters-at-least"


@pytest.fixture
def ring(world: World) -> Ring:
    """A cooperative in which a badge is claimed."""
    home = world.cooperative("Clef")
    awa = world.member(home, "Awa Diallo")
    world.assess(awa, {**LEVELS, AXIS: 60})
    made = Ring(world, home, awa, awa, world.members(home, 2))
    made.confirmed(made.others[0])
    made.claims()
    return made


def given(monkeypatch: pytest.MonkeyPatch, secret: str) -> None:
    """Let the next command find another secret."""
    monkeypatch.setenv("MUSETTE_SEALING_KEY", secret)
    parts.house().database.close()
    parts.house.cache_clear()


def test_a_key_is_rotated_by_the_workers(operator: Operator, ring: Ring) -> None:
    assert operator("keys", "rotate", ring.awa.slug).status == 0
    ring.world.run_jobs()
    assert len(ring.document(f"t/{ring.awa.slug}/did.json")["assertionMethod"]) == 2
    unknown = operator("keys", "rotate", "nobody-has-this-name")
    assert (unknown.status, unknown.err) == (1, "There is no cooperative with this short name.\n")


def test_whether_keys_open_is_said(
    operator: Operator, ring: Ring, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert operator("keys", "check").out == "badge_keys\tok\n"
    given(monkeypatch, OTHER)
    assert operator("keys", "check").out == "badge_keys\twrong\n"
    given(monkeypatch, "")
    missing = operator("keys", "check")
    assert (missing.status, missing.out) == (1, "badge_keys\tmissing\n")
    assert keys_open(house) == "ok"
    assert ring.badges()


def test_keys_are_sealed_anew_and_never_lost_on_the_way(
    operator: Operator, ring: Ring, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = house.settings.sealing_key
    given(monkeypatch, OTHER)
    refused = operator("keys", "reseal")
    assert refused.status == 1
    assert "A key opens under none of the secrets given" in refused.err
    given(monkeypatch, f"{OTHER}\n{old}")
    assert operator("keys", "reseal").out.endswith(" keys were sealed anew.\n")
    with house.database.reading(Scope(cooperative=ring.cooperative), Role.MACHINE) as session:
        (kept,) = issuer_keys(session)
        assert is_current(kept.sealed, under=SealingKey.of(OTHER))
    given(monkeypatch, f"{old}\n{OTHER}")  # as the other tests find them
    assert operator("keys", "reseal").status == 0


def test_a_wrong_secret_is_told_by_healthz(house: House) -> None:
    house.cache.say_alive(sign_of("wrong"), seconds=1)
    assert health(house).parts["badge_keys"] == "wrong"
    sleep(1.1)  # the sign fades: nothing is left of it for the other tests
    assert health(house).parts["badge_keys"] == "ok"
