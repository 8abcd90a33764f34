"""What is drawn is where it should be, computed again here, and nothing is drawn for what was skipped."""

import math
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.charts import axis_line, profile_radar
from assessment.referential import Axis, Family, Language
from assessment.wheel import Levels, Width, colour
from pages.drawing import draw
from tests.cases import each_case
from tests.drawings import Mark, assert_clean, circles, diamonds, few, marks, texts

AXES = list(Axis)
HUB = {640: (320.0, 284.0), 352: (166.0, 168.0)}
RADIUS = {640: 194.0, 352: 90.0}
SIZES: tuple[Width, Width] = (640, 352)
REVIEWED = (Axis.LOCAL_UTILITY, Axis.CREATIVITY, Axis.TOOL_MASTERY)
NOW: Levels = dict(zip(AXES, (72, 24, 64, 81, 58, 78, 46), strict=True))
PAST: Levels = dict(zip(AXES, (55, 52, 49, 70, 60, 50, 33), strict=True))
PEERS = dict(zip(REVIEWED, (76, 78, 68), strict=True))

some_levels = st.fixed_dictionaries({axis: st.none() | st.integers(0, 100) for axis in Axis})
some_peers = st.dictionaries(st.sampled_from(REVIEWED), st.integers(0, 100))
languages = st.sampled_from(Language)


def radar(
    now: Levels = NOW,
    peers: dict[Axis, int] | None = None,
    past: Levels | None = None,
    language: Language = Language.FRENCH,
    width: Width = 640,
) -> str:
    return draw(profile_radar(now, peers or {}, past, language, width), label="x", classes="chart")


def place(width: Width, axis: Axis, level: int) -> tuple[float, float]:
    north = math.tau * AXES.index(axis) / 7
    away = RADIUS[width] * level / 100
    return HUB[width][0] + away * math.sin(north), HUB[width][1] - away * math.cos(north)


def near(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return math.dist(one, other) < 0.15


def outline(svg: str) -> list[list[tuple[float, float]]]:
    return [mark.path() for mark in marks(svg, stroke="var(--ink)") if mark.tag == "path"]


@given(some_levels, some_peers, st.none() | some_levels, languages, st.sampled_from(SIZES))
@few
def test_every_level_is_drawn_at_its_place_and_no_other(
    now: Levels, peers: dict[Axis, int], past: Levels | None, language: Language, width: Width
) -> None:
    svg = radar(now, peers, past, language, width)
    assert_clean(svg)
    discs = [(mark.x, mark.y) for mark in circles(svg, fill="var(--ink)")]
    known = [(axis, level) for axis in Axis if (level := now[axis]) is not None]
    assert len(discs) == len(known)
    assert all(near(disc, place(width, *one)) for disc, one in zip(discs, known, strict=True))
    seen = [(mark.x, mark.y) for mark in diamonds(svg, stroke="var(--paper)")]
    heard = [place(width, axis, peers[axis]) for axis in Axis if axis in peers]
    assert len(seen) == len(heard)
    assert all(near(one, other) for one, other in zip(seen, heard, strict=True))


@given(some_levels, st.sampled_from(SIZES))
@few
def test_the_outline_joins_known_neighbours_only(now: Levels, width: Width) -> None:
    drawn = [pair for line in outline(radar(now, width=width)) for pair in pairwise(line)]
    neighbours = [(axis, AXES[(number + 1) % 7]) for number, axis in enumerate(AXES)]
    wanted = [
        (place(width, one, here), place(width, other, there))
        for one, other in neighbours
        if (here := now[one]) is not None and (there := now[other]) is not None
    ]
    assert len(drawn) == len(wanted)
    for start, end in wanted:
        assert any(near(start, a) and near(end, b) for a, b in drawn)


def test_a_skipped_axis_is_neither_drawn_at_0_nor_written_as_0() -> None:
    svg = radar({**NOW, Axis.REST_TIME: None, Axis.TOOL_MASTERY: None})
    assert len(circles(svg, fill="var(--ink)")) == 5
    assert not any(near((mark.x, mark.y), HUB[640]) for mark in circles(svg, fill="var(--ink)"))
    assert len(outline(svg)) == 2
    written = texts(svg)
    assert written.count("–") == 2
    assert "0\u202f%" not in written
    surfaces = [mark.path() for mark in marks(svg, fill="var(--ink)", fill_opacity="0.13")]
    assert [near(surface[0], HUB[640]) and near(surface[-1], HUB[640]) for surface in surfaces] == [
        True,
        True,
    ]


def test_an_axis_at_0_is_drawn_at_the_hub() -> None:
    svg = radar({**NOW, Axis.REST_TIME: 0})
    assert sum(near((mark.x, mark.y), HUB[640]) for mark in circles(svg, fill="var(--ink)")) == 1
    assert "0\u202f%" in texts(svg)


def test_nothing_known_leaves_an_empty_wheel() -> None:
    svg = radar(dict.fromkeys(Axis))
    assert_clean(svg)
    assert not marks(svg, fill="var(--ink)")
    assert not marks(svg, stroke="var(--ink)")
    assert texts(svg).count("–") == 7
    assert radar({}) == svg


def test_peers_are_tied_to_the_level_and_stand_alone_without_one() -> None:
    svg = radar({**NOW, Axis.CREATIVITY: None}, PEERS)
    ties = [((mark.x, mark.y), mark.end()) for mark in marks(svg, stroke="var(--peers)")]
    wanted = [
        (place(640, axis, level), place(640, axis, PEERS[axis]))
        for axis, level in ((Axis.LOCAL_UTILITY, 72), (Axis.TOOL_MASTERY, 58))
    ]
    assert len(ties) == 2
    for tie, want in zip(ties, wanted, strict=True):
        assert near(tie[0], want[0])
        assert near(tie[1], want[1])
    assert len(diamonds(svg, fill="var(--peers)")) == 6  # three on the wheel, three beside the figures
    assert texts(svg, fill="var(--peers)") == ["76\u202f%", "78\u202f%", "68\u202f%"]


@each_case("width", SIZES)
@each_case("level", [0, 37, 100])
def test_the_peers_mark_shows_around_a_disc_at_the_same_level(width: Width, level: int) -> None:
    svg = radar(dict.fromkeys(Axis, level), dict.fromkeys(REVIEWED, level), width=width)
    discs = circles(svg, fill="var(--ink)")
    under = diamonds(svg, stroke="var(--paper)")
    order = marks(svg)
    assert max(map(order.index, under)) < min(map(order.index, discs))
    side = float(under[0]["d"].split(",")[0].removeprefix("M-")) / math.sqrt(2)
    disc = float(discs[0]["d"].split(",")[0].removeprefix("M")) + float(discs[0]["stroke-width"]) / 2
    assert side > disc


def test_the_past_is_dashed_and_broken_too() -> None:
    svg = radar(NOW, past={**PAST, Axis.LOCAL_UTILITY: None, Axis.COMMERCIAL_RELATION: None})
    [run] = [mark for mark in marks(svg, stroke_dasharray="5,4") if len(mark.path()) > 1]
    assert len(run.path()) == 4
    [lone] = circles(svg, stroke="var(--soft)")
    assert near((lone.x, lone.y), place(640, Axis.REST_TIME, 52))


@each_case("width", SIZES)
@each_case("language", Language)
def test_words_keep_off_the_wheel_off_each_other_and_on_the_sheet(width: Width, language: Language) -> None:
    svg = radar(dict.fromkeys(Axis, 100), dict.fromkeys(REVIEWED, 100), None, language, width)
    boxes = [box(mark) for mark in marks(svg) if mark.tag == "text" and mark.text not in {"25", "50", "75"}]
    rim = RADIUS[width] + (14 if width == 640 else 9)
    for left, top, right, bottom in boxes:
        assert left >= 0
        assert top >= 0
        assert right <= width
        assert bottom <= (556 if width == 640 else 330)
        nearest = (min(max(HUB[width][0], left), right), min(max(HUB[width][1], top), bottom))
        assert math.dist(nearest, HUB[width]) > rim
    for number, one in enumerate(boxes):
        for other in boxes[:number]:
            assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def box(mark: Mark) -> tuple[float, float, float, float]:
    """Where a word stands, with letters as wide as those of Noto Sans."""
    size = float(mark["font-size"].removesuffix("px"))
    wide = size * sum(
        0.32 if each in "filrt \u202f" else 0.93 if each in "mwM%" else 0.57 for each in mark.text
    )
    left = mark.x - wide * {"start": 0, "middle": 0.5, "end": 1}[mark["text-anchor"]]
    return left, mark.y - 0.76 * size, left + wide, mark.y + 0.22 * size


def test_the_size_and_the_reading_sizes() -> None:
    for width in SIZES:
        svg = radar(NOW, PEERS, PAST, width=width)
        assert len(svg.encode()) < 12_000
        sizes = {float(mark["font-size"].removesuffix("px")) for mark in marks(svg) if mark.tag == "text"}
        assert min(sizes) >= 11


def test_the_order_of_the_levels_changes_nothing() -> None:
    turned = dict(reversed(list(NOW.items())))
    assert radar(turned, dict(reversed(list(PEERS.items()))), PAST) == radar(NOW, PEERS, PAST)


def test_each_language_has_its_words() -> None:
    assert {"Utilité locale", "72\u202f%", "Métier", "complet"} <= set(texts(radar()))
    assert {"Local usefulness", "72%", "Whole", "trade"} <= set(texts(radar(language=Language.ENGLISH)))


def test_the_specification_is_one_vega_lite_accepts() -> None:
    profile_radar(NOW, PEERS, PAST, Language.FRENCH, 640).to_dict(validate=True)
    axis_line([(date(2026, 5, 1), 3)], [], Family.MAKING).to_dict(validate=True)


# One axis over time

DAYS = (date(2025, 11, 14), date(2026, 5, 14), date(2026, 11, 14))
POINTS = list(zip(DAYS, (55, 63, 72), strict=True))


def line(points: list[tuple[date, int]], events: list[date], family: Family = Family.LIVING) -> str:
    return draw(axis_line(points, events, family), label="x", classes="chart")


@given(
    st.dictionaries(
        st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 100), min_size=2, max_size=8
    ),
    st.sampled_from(Family),
)
@few
def test_a_line_goes_through_its_points_from_0_to_100(levels: dict[date, int], family: Family) -> None:
    svg = line(list(levels.items()), [], family)
    assert_clean(svg)
    first, last = min(levels), max(levels)
    wanted = [
        (6 + 220 * (day - first) / (last - first), 8 + 60 * (1 - levels[day] / 100)) for day in sorted(levels)
    ]
    dots = circles(svg)
    assert all(near((dot.x, dot.y), want) for dot, want in zip(dots, wanted, strict=True))
    assert [dot["fill"] for dot in dots[:-1]] == ["var(--paper)"] * (len(levels) - 1)
    [path] = marks(svg, stroke_width="2.2")
    assert all(near(one, want) for one, want in zip(path.path(), wanted, strict=True))
    assert path["stroke"] == dots[-1]["fill"] == colour(family)


def test_a_lone_point_is_a_full_dot_at_the_right() -> None:
    [dot] = circles(line(POINTS[:1], []))
    assert near((dot.x, dot.y), (226, 8 + 60 * 0.45))
    assert dot["fill"] == "var(--living)"


def test_events_within_the_span_are_dotted_uprights() -> None:
    events = [date(2026, 6, 15), DAYS[0], DAYS[0] - timedelta(days=1), DAYS[-1] + timedelta(days=1)]
    uprights = marks(line(POINTS, [*events, events[0]]), stroke="var(--soft)", stroke_dasharray="1.5,3")
    wanted = [6 + 220 * (day - DAYS[0]) / (DAYS[-1] - DAYS[0]) for day in (DAYS[0], events[0])]
    assert [mark.x for mark in uprights] == pytest.approx(wanted, abs=0.06)
    assert all({mark.y, mark.end()[1]} == {8, 68} for mark in uprights)


def test_a_crowded_line_keeps_its_last_dot_only() -> None:
    points = [(date(2010 + number // 12, number % 12 + 1, 1), number % 101) for number in range(25)]
    assert len(circles(line(points[:24], []))) == 24
    assert len(circles(line(points, []))) == 1


def test_a_line_bears_no_word() -> None:
    assert not texts(line(POINTS, [date(2026, 6, 15)]))


def test_a_line_needs_a_point() -> None:
    with pytest.raises(ValueError, match="empty"):
        axis_line([], [], Family.MAKING)
