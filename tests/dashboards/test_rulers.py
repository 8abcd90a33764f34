"""Marks on rulers stand at their place, in the order given, and tell what they stand for."""

from datetime import date
from itertools import pairwise

import pytest

from assessment.referential import Axis, Language
from assessment.wheel import Width
from dashboards.plates import plates
from dashboards.portrait import Dimension
from dashboards.rulers import Dot, Parts, Ruler, Span, changes, rulers, shares, spans
from dashboards.story import told
from pages.drawing import draw
from tests.dashboards.portraits import CELLS, FREE, large, medium, small
from tests.drawings import assert_clean, circles, marks, said, texts

ENDS = ("dependence", "freedom")
SIDES: dict[Width, tuple[float, float]] = {640: (196, 618), 352: (12, 338)}
DAY = date(2026, 3, 31)


@pytest.mark.parametrize("width", [640, 352])
def test_levels_stand_at_their_place(width: Width) -> None:
    low, high = SIDES[width]
    rows = [
        Ruler("Creativity", tuple(Dot(level, f"{level}", letter) for level, letter in ((80, "A"), (20, "B"))))
    ]
    svg = draw(rulers(rows, ENDS, width), label="x", classes="chart")
    assert_clean(svg)
    found = circles(svg, fill="var(--paper)")
    assert [each.x for each in found] == pytest.approx(
        [low + (high - low) * share for share in (0.8, 0.2)], abs=0.1
    )
    assert said(svg) == ["80", "20"]
    assert [each for each in texts(svg) if each in "AB"] == ["A", "B"]
    assert {"0 dependence", "freedom 100"} <= set(texts(svg))


def test_letters_that_would_touch_are_piled() -> None:
    rows = [Ruler("Creativity", tuple(Dot(50, letter, letter) for letter in "ABC"))]
    found = circles(draw(rulers(rows, ENDS, 640), label="x", classes="chart"), fill="var(--paper)")
    heights = [each.y for each in found]
    assert heights == sorted(heights, reverse=True)
    assert min(one - other for one, other in pairwise(heights)) >= 19


def test_parts_fill_the_line_in_order() -> None:
    row = Parts("Creativity", (40, 20, 40), (1.0, 0.38, 0.0), ("validated", "in progress", "none"))
    svg = draw(shares([row], 640), label="x", classes="chart")
    assert_clean(svg)
    assert said(svg) == ["validated", "in progress", "none"]
    starts = [float(each["d"].split(",")[0].removeprefix("M")) for each in marks(svg, fill="var(--ink)")]
    assert starts[:2] == pytest.approx([196, 196 + 0.4 * 422], abs=0.2)


def test_nothing_is_drawn_of_a_change_of_nothing() -> None:
    row = Parts("Creativity", (0, 0, 0), (1.0, 0.38, 0.0), ("stayed 0", "joined 0", "left 0"))
    assert_clean(draw(changes([row], 352), label="x", classes="chart"))


def test_an_interval_goes_from_bound_to_bound() -> None:
    svg = draw(spans([Span("Creativity", 10, 40, 25, "from 10 to 40")], 6, 640), label="x", classes="chart")
    assert_clean(svg)
    [disc] = circles(svg, fill="var(--ink)")
    assert disc.x == pytest.approx(196 + 422 * 0.25, abs=0.1)
    assert said(svg) == ["from 10 to 40"] * 2


def test_plates_are_those_of_what_is_shown() -> None:
    names = [plate.name for plate in plates(told(large(DAY)), Language.FRENCH)]
    groups = [f"groups-{dimension}" for dimension in CELLS]
    influences = ["influence-status", "influence-seniority", "influence-trade"]
    assert names == [*groups, "savoirs", "readings", *influences, "confirmed", "movements"]
    assert [plate.name for plate in plates(told(medium(DAY)), Language.FRENCH)] == ["savoirs"]
    assert list(plates(told(small(DAY)), Language.FRENCH)) == []


def test_plates_say_their_numbers_in_words() -> None:
    labels = {plate.name: plate.label for plate in plates(told(large(DAY)), Language.ENGLISH)}
    assert labels["confirmed"].startswith(
        "What peers confirm. Local usefulness: Validated 40%, In progress 20%"
    )
    assert "Commercial relationship: from 10% to 40%, determines in part." in labels["influence-status"]
    assert "Creativity: stayed \u22125, joined +1, left 0." in labels["movements"]
    assert "Rest" not in labels["groups-status"]
    assert all(axis in FREE for axis in large(DAY).breakdowns[Dimension.STATUS].means)
    assert Axis.REST_TIME not in FREE
