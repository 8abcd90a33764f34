"""Whole histories of portraits against the exact attacker: nobody is found, no two are tied."""

from collections.abc import Iterator

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from assessment.referential import Axis
from dashboards import proposals
from tests.dashboards.attacker import determined, fewest_by_small_combinations, tied
from tests.dashboards.histories import FLOORS, lived

WATCHED = (Axis.CREATIVITY, Axis.FINANCIAL_AUTONOMY)
UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)  # a smaller seed is no simpler history
histories = {
    "seed": st.integers(0, 2**32 - 1),
    "size": st.integers(20, 34),
    "releases": st.integers(1, 4),
    "moving": st.sampled_from([0.02, 0.1, 0.3, 0.7]),
}


@pytest.fixture(scope="module", autouse=True)
def every_table_from_the_floor() -> Iterator[None]:
    """Small cooperatives propose every table, so that small examples hold every danger."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(proposals, "BREAKDOWNS_FROM", 0)
        patch.setattr(proposals, "QUARTILES_FROM", 0)
        yield


@given(**histories)
@settings(max_examples=20, phases=UNSHRUNK)
def test_nobody_is_found_in_any_history(seed: int, size: int, releases: int, moving: float) -> None:
    history = lived(seed, size, releases, moving)
    for axis in WATCHED:
        rows, width = history.rows(axis)
        assert determined(rows, width) == []
        assert tied(rows, width) == []


@given(**histories)
@settings(max_examples=60, phases=UNSHRUNK)
def test_no_series_isolates_fewer_than_the_floor(seed: int, size: int, releases: int, moving: float) -> None:
    history = lived(seed, size, releases, moving)
    for sets in history.series().values():
        assert min(map(len, sets)) >= FLOORS.contributors
        fewest = fewest_by_small_combinations(sets)
        assert fewest is None or fewest >= FLOORS.change


def test_most_tables_of_a_lively_cooperative_are_published() -> None:
    history = lived(3, 60, 4, 0.7)
    published = {each.series for each in history.sets}
    assert {"all", "status:A", "seniority:D", "turnover:stayed", "standing:A"} <= published
