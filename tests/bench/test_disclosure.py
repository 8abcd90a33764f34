"""The bench of disclosure at a tiny size: an attacker who finds people where there are people to find."""

import numpy as np
import pytest

from bench.baselines import hide_next_smallest as usual
from bench.disclosure import measures
from bench.disclosure.attacks import exposure, narrowest
from bench.disclosure.population import Contribution, Population, population
from bench.disclosure.released import released
from bench.goals import status

TWELVE = Population(1, tuple(Contribution(each, 9 * each, range(1)) for each in range(12)), {})


def rows(*sets: range) -> np.ndarray:
    return np.array([[answer in each for answer in range(12)] for each in sets])


def test_the_usual_rule_hides_small_cells_and_a_second_one() -> None:
    words = np.array([0] * 6 + [1] * 5 + [2])
    people = Population(
        1, TWELVE.answers, dict.fromkeys(("status", "seniority", "trade", "territory"), words)
    )
    assert usual.refreshed(people).sum(axis=1).tolist() == [12, 6, 6, 6, 6]


@pytest.mark.parametrize(
    ("sets", "outside", "inside"),
    [
        ((range(12),), 0, 0),
        ((range(12), range(11)), 1, 1),
        ((range(12), range(10)), 0, 2),
        ((range(12), range(9)), 0, 0),
    ],
)
def test_the_attacker_finds_what_there_is_to_find(sets: tuple[range, ...], outside: int, inside: int) -> None:
    found = exposure(TWELVE, rows(*sets))
    assert (found.outside, found.inside) == (outside / 12, inside / 12)


def test_bounds_close_on_a_lone_level() -> None:
    assert narrowest(TWELVE, rows(range(12), range(11)), 0.1, 1) < 5
    assert narrowest(TWELVE, rows(range(12)), 5.0, 1) == 100


def test_ours_finds_nobody_where_the_usual_rule_does(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(measures, "SIZES", {30: 1})
        patch.setattr(measures, "MONTHS", 18)
        reached = measures.disclosure()
    assert status(reached) == 0
    assert "usual, floor of 5" in capsys.readouterr().out
    people = population(30, 12, 0)
    assert exposure(people, usual.refreshed(people)).inside > 0.2
    assert set(released(people)[1]) == {"all", "status", "seniority", "trade", "territory"}
