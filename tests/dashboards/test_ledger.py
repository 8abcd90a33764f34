"""What was published is set beside what is proposed, whatever the year it was published in."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from assessment.referential import Axis
from dashboards.admission import admissible
from dashboards.disclosure import Floors
from dashboards.ledger import KEY, Ledger, Published
from tests.cases import each_case

AXIS = Axis.CREATIVITY
SPRING, WINTER = date(2026, 3, 31), date(2026, 12, 31)


def keys(*numbers: int) -> np.ndarray:
    return np.array([f"{number:016d}".encode() for number in sorted(numbers)], KEY)


def of(
    day: date, roster: Sequence[int], numbers: Sequence[int], series: str, on: date | None = None
) -> Published:
    """A set of some of the contributions of a roster."""
    mask = np.isin(np.array(sorted(roster)), np.array(sorted(numbers)))
    return Published(day, AXIS, series, on or day, mask)


@each_case("day", [date(2026, 1, 5), date(2024, 12, 30), date(2023, 1, 2)])
@each_case("missing, admitted", [(1, False), (2, False), (3, True)])
def test_what_was_published_before_counts(missing: int, *, admitted: bool, day: date) -> None:
    everyone = range(40)
    before = of(day, everyone, everyone, "all")
    later = date(day.year + 1, 1, 2)
    ledger = Ledger.of({day: keys(*everyone), later: keys(*everyone)}, [before])
    others = of(later, everyone, range(missing, 40), "others")
    assert bool(admissible(ledger, [(others,)], Floors())) is admitted


def test_a_series_is_in_the_order_of_its_days_and_only_its_own() -> None:
    rosters = {SPRING: keys(*range(12)), WINTER: keys(*range(4, 16))}
    before = [of(SPRING, range(12), range(12), "all"), of(SPRING, range(12), range(6), "status:A")]
    presence = Ledger.of(rosters, before).presence(of(WINTER, range(4, 16), range(4, 16), "all"))
    assert presence.astype(int).tolist() == [[1] * 12 + [0] * 4, [0] * 4 + [1] * 12]


def test_a_set_may_be_over_an_earlier_roster() -> None:
    """Those of the last portrait who have left: all but two of its contributions stayed."""
    rosters = {SPRING: keys(*range(20)), WINTER: keys(*range(100, 130))}
    ledger = Ledger.of(rosters, [of(SPRING, range(20), range(20), "all")])
    everybody = (of(WINTER, range(100, 130), range(100, 130), "all"),)
    for stayed, admitted in ((18, False), (17, True)):
        then = (of(WINTER, range(20), range(stayed), "turnover:before", SPRING),)
        assert admissible(ledger, [everybody, then], Floors()) == (
            [everybody, then] if admitted else [everybody]
        )


def test_without_everybody_there_is_nothing() -> None:
    rosters = {SPRING: keys(*range(20)), WINTER: keys(*range(19))}
    ledger = Ledger.of(rosters, [of(SPRING, range(20), range(20), "all")])
    everybody, some = (
        (of(WINTER, range(19), range(19), "all"),),
        (of(WINTER, range(19), range(12), "status:A"),),
    )
    assert admissible(ledger, [everybody, some], Floors()) == []
    assert admissible(ledger, [some], Floors()) == [some]


def test_old_contributions_cost_nothing() -> None:
    """Ten years of portraits: only the block of those who count now is audited, with its neighbours."""
    days = [date(year, 6, 30) for year in range(2016, 2027)]
    rosters = {day: keys(*range(100 * number, 100 * number + 20)) for number, day in enumerate(days)}
    sets = [
        of(day, range(100 * number, 100 * number + 20), range(100 * number, 100 * number + 20), "all")
        for number, day in enumerate(days[:-1])
    ]
    candidate = of(days[-1], range(1000, 1020), range(1000, 1020), "all")
    blocks = list(Ledger.of(rosters, sets).blocks([(candidate,)]))
    assert [int(block.concerned.sum()) for block in blocks] == [40]
    assert all(len(block.concerned) <= 100 for block in blocks)
