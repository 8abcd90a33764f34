"""A portrait's drawings show what the release shows, at its place, and nothing of what it withholds."""

import itertools
import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.referential import Axis, Family, Language
from assessment.wheel import Levels, Width, colour
from dashboards.charts import Quartiles, TrendPoint, bands, collective_radar, trend
from pages.drawing import draw
from tests.drawings import Mark, assert_clean, circles, few, marks, texts

AXES = list(Axis)
HUB = {640: (320.0, 284.0), 352: (166.0, 168.0)}
RADIUS = {640: 194.0, 352: 90.0}
SIZES: tuple[Width, Width] = (640, 352)
CLOSES = [date(2025, 1, 5), date(2025, 7, 5), date(2026, 1, 5), date(2026, 7, 5)]

percents = st.integers(0, 100)
halves = st.none() | st.tuples(percents, percents).map(lambda pair: (min(pair), max(pair)))


def radar(means: Levels, quartiles: Quartiles, width: Width = 640) -> str:
    return draw(collective_radar(means, quartiles, Language.FRENCH, width), label="x", classes="chart")


def line(points: list[TrendPoint], family: Family = Family.LIVING) -> str:
    return draw(trend(points, family), label="x", classes="chart")


def bar(shares: tuple[int, ...]) -> str:
    return draw(bands(shares), label="x", classes="chart")


def place(width: Width, axis: Axis, level: int) -> tuple[float, float]:
    north = math.tau * AXES.index(axis) / 7
    away = RADIUS[width] * level / 100
    return HUB[width][0] + away * math.sin(north), HUB[width][1] - away * math.cos(north)


def near(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return math.dist(one, other) < 0.15


def middle_halves(svg: str) -> list[Mark]:
    return [mark for mark in marks(svg, opacity="0.24") if mark.tag == "line"]


# The wheel


@given(
    st.fixed_dictionaries({axis: st.none() | percents for axis in Axis}),
    st.fixed_dictionaries(dict.fromkeys(Axis, halves)),
    st.sampled_from(SIZES),
)
@few
def test_means_and_middle_halves_stand_at_their_place(
    means: Levels, quartiles: Quartiles, width: Width
) -> None:
    svg = radar(means, quartiles, width)
    assert_clean(svg)
    shown = [(axis, mean) for axis in Axis if (mean := means[axis]) is not None]
    discs = [(mark.x, mark.y) for mark in circles(svg, fill="var(--ink)")]
    assert len(discs) == len(shown)
    assert all(near(disc, place(width, *one)) for disc, one in zip(discs, shown, strict=True))
    wanted = [(axis, half) for axis, _ in shown if (half := quartiles[axis])]
    bars = middle_halves(svg)
    assert len(bars) == len(wanted)
    for found, (axis, half) in zip(bars, wanted, strict=True):
        assert near((found.x, found.y), place(width, axis, half[0]))
        assert near(found.end(), place(width, axis, half[1]))


def test_a_withheld_mean_leaves_nothing_on_its_branch() -> None:
    means: Levels = {**dict.fromkeys(Axis, 60), Axis.REST_TIME: None}
    quartiles: Quartiles = dict.fromkeys(Axis, (40, 80))
    svg = radar(means, quartiles)
    assert len(circles(svg, fill="var(--ink)")) == len(middle_halves(svg)) == 6
    assert texts(svg).count("–") == 1
    [outline] = [mark.path() for mark in marks(svg, stroke="var(--ink)") if mark.tag == "path"]
    assert len(outline) == 6
    withheld_too = {**quartiles, Axis.REST_TIME: None}
    assert radar(means, withheld_too) == svg


# Over the releases


@given(
    st.dictionaries(
        st.dates(date(2015, 1, 1), date(2035, 1, 1)), st.tuples(percents, halves), min_size=2, max_size=9
    ),
    st.sampled_from(Family),
)
@few
def test_a_trend_goes_through_its_means(
    releases: dict[date, tuple[int, tuple[int, int] | None]], family: Family
) -> None:
    svg = line([TrendPoint(day, mean, *(half or ())) for day, (mean, half) in releases.items()], family)
    assert_clean(svg)
    first, last = min(releases), max(releases)
    wanted = [
        (32 + 200 * (day - first) / (last - first), 8 + 104 * (1 - releases[day][0] / 100))
        for day in sorted(releases)
    ]
    [path] = marks(svg, stroke=colour(family), stroke_width="2.4")
    assert all(near(one, want) for one, want in zip(path.path(), wanted, strict=True))
    [dot] = circles(svg, fill=colour(family))
    assert near((dot.x, dot.y), wanted[-1])
    assert {"0", "50", "100"} <= set(texts(svg))


def test_line_and_band_stop_where_a_release_withholds() -> None:
    points = [TrendPoint(day, 50, 30, 70) for day in CLOSES]
    whole = line(points)
    assert len(marks(whole, stroke_width="2.4")) == len(marks(whole, opacity="0.2")) == 1
    points[1] = TrendPoint(CLOSES[1], None, 30, 70)
    broken = line(points)
    assert len(marks(broken, stroke_width="2.4")) == 2
    band, lone = sorted(marks(broken, opacity="0.2"), key=lambda mark: mark.tag, reverse=True)
    assert (band.tag, lone.tag) == ("path", "line")
    assert sorted([lone.y, lone.y + float(lone["y2"])]) == pytest.approx(
        [8 + 104 * 0.3, 8 + 104 * 0.7], abs=0.1
    )
    assert lone.x == 32


def test_without_quartiles_there_is_no_band() -> None:
    svg = line([TrendPoint(day, 50) for day in CLOSES])
    assert not marks(svg, opacity="0.2")
    assert line([TrendPoint(day, 50, 30) for day in CLOSES]) == svg


def test_the_dot_stands_at_the_latest_mean_shown() -> None:
    points = [TrendPoint(day, 50) for day in CLOSES[:3]] + [TrendPoint(CLOSES[3], None)]
    [dot] = circles(line(points))
    assert dot.x == pytest.approx(32 + 200 * (CLOSES[2] - CLOSES[0]) / (CLOSES[3] - CLOSES[0]), abs=0.1)
    assert not circles(line([TrendPoint(day, None) for day in CLOSES]))


def test_years_are_written_below() -> None:
    assert texts(line([TrendPoint(day, 50) for day in CLOSES]))[:2] == ["2025", "2026"]


def test_a_trend_needs_a_point() -> None:
    with pytest.raises(ValueError, match="empty"):
        trend([], Family.MAKING)


# The bands


@given(st.tuples(*[st.sampled_from(range(0, 101, 5))] * 5).filter(any))
@few
def test_the_bar_is_filled_by_its_shares_in_order(shares: tuple[int, ...]) -> None:
    svg = bar(shares)
    assert_clean(svg)
    parts = marks(svg, fill="var(--ink)")
    corners = [float(mark["d"].split("h")[1].split("v")[0]) for mark in parts]
    present = [share for share in shares if share]
    assert corners == pytest.approx([share * 320 / sum(shares) for share in present], abs=0.06)
    tints = [float(mark["fill-opacity"]) for mark in parts]
    assert tints == sorted(set(tints))
    assert texts(svg) == [str(share) for share in present]


def test_a_band_keeps_its_tint_whatever_the_others() -> None:
    [alone] = marks(bar((0, 0, 100, 0, 0)), fill="var(--ink)")
    assert alone["fill-opacity"] == marks(bar((20, 20, 20, 20, 20)), fill="var(--ink)")[2]["fill-opacity"]


def test_neighbouring_tints_are_told_apart_in_light_and_in_dark() -> None:
    tints = [float(mark["fill-opacity"]) for mark in marks(bar((20,) * 5), fill="var(--ink)")]
    for paper, ink in (((252, 251, 249), (27, 40, 71)), ((24, 25, 28), (215, 224, 246))):
        seen = [luminance([p + (i - p) * tint for p, i in zip(paper, ink, strict=True)]) for tint in tints]
        ratios = [(max(pair) + 0.05) / (min(pair) + 0.05) for pair in itertools.pairwise(seen)]
        assert min(ratios) > 1.4


def luminance(colours: list[float]) -> float:
    """Relative luminance, as WCAG 2.2 defines it."""
    linear = [
        each / 255 / 12.92 if each / 255 <= 0.04045 else ((each / 255 + 0.055) / 1.055) ** 2.4
        for each in colours
    ]
    return sum(weight * each for weight, each in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("shares", [(), (20, 20, 20, 40), (0, 0, 0, 0, 0), (120, 0, 0, 0, -20)])
def test_a_bar_needs_five_shares(shares: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="five shares"):
        bands(shares)


def test_the_specifications_are_ones_vega_lite_accepts() -> None:
    collective_radar(dict.fromkeys(Axis, 50), {}, Language.ENGLISH, 352).to_dict(validate=True)
    trend([TrendPoint(day, 50, 30, 70) for day in CLOSES], Family.MAKING).to_dict(validate=True)
    bands((20,) * 5).to_dict(validate=True)
