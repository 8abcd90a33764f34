from dashboards.measures.rounding import nearest, shown_levels, shown_percents, steps_above, steps_below
from tests.cases import each_case


@each_case("hundredths", range(0, 101, 5))
def test_what_is_on_a_step_stays_there(hundredths: int) -> None:
    value = hundredths / 100
    assert steps_below(value, 20) == steps_above(value, 20) == hundredths // 5
    assert nearest(value, 20) == value


def test_bounds_go_outward_and_stay_within() -> None:
    assert shown_levels((41.2, 58.9), 2) == (40, 60)
    assert shown_levels((-3.0, 104.0), 5) == (5, 95)
    assert shown_levels((40.0, 60.0), 1) == (40, 60)
    assert shown_percents((0.0, 1.0), 10) == (0, 100)
    assert shown_percents((0.07, 0.91), 5) == (5, 95)
