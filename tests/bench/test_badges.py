"""The bench of badges at a tiny size: everyone signs and verifies the same documents."""

from math import isnan
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature

from badges.identifiers import public_key
from badges.signing import check
from bench.badges import resigning
from bench.badges.measures import GOALS, ISSUE, NODE, OURS, PYLD, RAW, VERIFY, accepted, measure, report
from bench.badges.sheaf import NOW, SEED, SIGNER, sheaf
from bench.baselines import pyld_proofs

SHEAF = sheaf(3)


def test_pyld_signs_as_we_do() -> None:
    for unsigned, signed in zip(SHEAF.unsigned, SHEAF.signed, strict=True):
        assert pyld_proofs.issue(unsigned, SIGNER, NOW) == signed
        pyld_proofs.verify(signed, public_key(SEED))
        check(signed, public_key(SEED))
        with pytest.raises(InvalidSignature):
            pyld_proofs.verify({**signed, "name": "another"}, public_key(SEED))


def test_everything_is_measured() -> None:
    found = measure(SHEAF, 1, 1)
    assert set(found) == {(act, who) for act in (ISSUE, VERIFY) for who in (OURS, PYLD, NODE, RAW)}
    assert all(rate > 0 for (_, who), rate in found.items() if who != NODE)
    assert len([line for line in report(found) if line.startswith(f"  {OURS} ")]) == 1
    assert {(act, who) for _, act, who in GOALS} <= set(found)


def test_without_node_its_goals_are_missed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("bench.baselines.digital_bazaar.MODULES", tmp_path)
    found = measure(SHEAF, 1, 1)
    assert isnan(found[ISSUE, NODE])
    goal = next(goal for goal, act, who in GOALS if (act, who) == (ISSUE, NODE))
    assert not goal.met(found[ISSUE, OURS] / found[ISSUE, NODE])


def test_all_are_signed_again_once_though_stopped_half_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("badges.service.rotating.CHUNK", 3)
    found = resigning.measure(7)
    assert (found.count, found.chunks, found.keys, found.renewed) == (7, 3, 2, 7)


def test_a_refusal_is_not_measured() -> None:
    accepted(found=True)
    with pytest.raises(RuntimeError, match="refused"):
        accepted(found=False)
