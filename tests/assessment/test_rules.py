from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, timedelta
from fractions import Fraction
from importlib.resources import files
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assessment.referential import Axis, Concordance, read, referential
from assessment.rules import (
    LevelError,
    change,
    gap_notice,
    parse_level,
    period_of,
    strong_points,
    suggest,
    watch_points,
)
from tests.cases import each_case

levels = st.integers(0, 100)
answers = st.dictionaries(st.text("abcdef", min_size=1), levels, max_size=6)
some_levels = st.dictionaries(st.sampled_from(list(Axis)), st.none() | levels)


def of(*values: int) -> dict[str, int]:
    return {f"clue_{rank}": value for rank, value in enumerate(values)}


def shipped() -> dict[str, Any]:
    source = files("assessment").joinpath("referential.yaml").read_text(encoding="utf8")
    data: dict[str, Any] = yaml.safe_load(source)
    return data


def test_the_limits_are_those_of_the_file() -> None:
    data = shipped()
    scoring = data["meta"]["scoring"]
    scoring |= {"min_answered": 3, "gap_notice": 12}
    scoring["concordance"] |= {"concordant_max_range": 7, "mixed_max_range": 9}
    assert asdict(read(data).scoring) == {
        "min_answered": 3,
        "concordant_max_range": 7,
        "mixed_max_range": 9,
        "gap_notice": 12,
    }
    assert asdict(referential().scoring) != asdict(read(data).scoring)


@pytest.mark.parametrize(("key", "value"), [("suggestion", "median"), ("rounding", "half_even")])
def test_another_way_of_suggesting_is_refused(key: str, value: str) -> None:
    data = shipped()
    data["meta"]["scoring"][key] = value
    with pytest.raises(ValueError, match="mean of the clues"):
        read(data)


def test_every_concordance_has_its_words() -> None:
    assert set(referential().concordance) == set(Concordance)


@each_case("few", [of(), of(0), of(100)])
def test_nothing_is_suggested_from_fewer_than_two_clues(few: dict[str, int]) -> None:
    assert suggest(few) is None


@each_case(
    "values, level",
    [((0, 0), 0), ((100, 100), 100), ((50, 75), 63), ((25, 50), 38), ((0, 25, 25), 17), ((75, 75, 50), 67)],
)
def test_the_suggestion_is_the_mean_rounded_half_up(values: Sequence[int], level: int) -> None:
    suggestion = suggest(of(*values))
    assert suggestion is not None
    assert suggestion.level == level


@each_case(
    "lowest, highest, concordance",
    [
        (40, 40, Concordance.CONCORDANT),
        (25, 50, Concordance.CONCORDANT),
        (25, 51, Concordance.MIXED),
        (25, 75, Concordance.MIXED),
        (25, 76, Concordance.DISCORDANT),
        (0, 100, Concordance.DISCORDANT),
    ],
)
def test_the_range_says_whether_clues_agree(lowest: int, highest: int, concordance: Concordance) -> None:
    suggestion = suggest(of(highest, lowest, (lowest + highest) // 2))
    assert suggestion is not None
    assert suggestion.concordance is concordance


@given(answers)
def test_a_suggestion_is_within_half_a_point_of_the_exact_mean(given_answers: dict[str, int]) -> None:
    suggestion = suggest(given_answers)
    if suggestion is None:
        assert len(given_answers) < 2
        return
    mean = Fraction(sum(given_answers.values()), len(given_answers))
    assert -Fraction(1, 2) < suggestion.level - mean <= Fraction(1, 2)
    assert min(given_answers.values()) <= suggestion.level <= max(given_answers.values())


@each_case(
    "level, suggested, notice",
    [(70, 50, 20), (30, 50, -20), (69, 50, None), (31, 50, None), (70, None, None), (0, 100, -100)],
)
def test_a_gap_is_noticed_from_twenty_points(level: int, suggested: int | None, notice: int | None) -> None:
    assert gap_notice(level, suggested) == notice


def test_strong_and_watch_points_keep_the_order_of_the_diagram() -> None:
    mine = {
        Axis.FINANCIAL_AUTONOMY: 0,
        Axis.TOOL_MASTERY: 75,
        Axis.CREATIVITY: 74,
        Axis.LOCAL_UTILITY: 100,
        Axis.REST_TIME: 25,
        Axis.TRADE_COMPLETENESS: 26,
        Axis.COMMERCIAL_RELATION: None,
    }
    assert strong_points(mine) == (Axis.LOCAL_UTILITY, Axis.TOOL_MASTERY)
    assert watch_points(mine) == (Axis.REST_TIME, Axis.FINANCIAL_AUTONOMY)


@given(some_levels)
def test_a_skipped_axis_is_neither_strong_nor_to_watch(mine: dict[Axis, int | None]) -> None:
    strong, watched = strong_points(mine), watch_points(mine)
    assert not set(strong) & set(watched)
    assert all(mine[axis] is not None for axis in strong + watched)
    assert strong == strong_points({axis: mine.get(axis) for axis in reversed(Axis)})


@each_case("before, after, said", [(50, 59, 0), (50, 60, 10), (50, 41, 0), (50, 40, -10), (0, 100, 100)])
def test_a_change_under_ten_points_is_stable(before: int, after: int, said: int) -> None:
    assert change(before, after) == said


def test_a_closing_day_still_belongs_to_the_campaign_that_closes() -> None:
    closings = [date(2026, 12, 15), date(2026, 6, 15)]
    assert period_of(date(2026, 6, 14), closings) == date.min
    assert period_of(date(2026, 6, 15), closings) == date.min
    assert period_of(date(2026, 6, 16), closings) == date(2026, 6, 15)
    assert period_of(date(2026, 12, 15), closings) == date(2026, 6, 15)
    assert period_of(date(2027, 3, 1), closings) == date(2026, 12, 15)
    assert period_of(date(2027, 3, 1), []) == date.min


@given(st.dates(), st.lists(st.dates()), st.randoms())
def test_periods_ignore_the_order_of_closings_and_never_go_back(
    day: date, closings: list[date], chance: Any
) -> None:
    period = period_of(day, closings)
    chance.shuffle(closings)
    assert period == period_of(day, closings)
    assert period < day or day == period == date.min
    if day < date.max:
        assert period_of(day + timedelta(days=1), closings) >= period


@each_case(
    "text, level",
    [
        ("81", 81),
        ("81 %", 81),
        ("81%", 81),
        ("  81\t", 81),
        ("81\u00a0%", 81),
        ("\u202f81\u202f%\u00a0", 81),
        ("0", 0),
        ("007", 7),
        ("100 %", 100),
    ],
)
def test_a_level_may_be_typed_in_many_ways(text: str, level: int) -> None:
    assert parse_level(text) == level


@each_case(
    "text",
    [
        *("101", "1000", "−1", "-1", "+5", "3.5", "3,5", "1e1", "0x1", "1_0", "8 1", "81\n82"),
        *("", " ", "%", "81 %%", "% 81", "81 points", "abc", "²", "٨١", "８１"),
    ],
)
def test_anything_else_is_not_a_level(text: str) -> None:
    with pytest.raises(LevelError) as refused:
        parse_level(text)
    assert str(refused.value) == "not a whole number from 0 to 100"


@given(levels)
def test_what_is_shown_can_be_typed_back(level: int) -> None:
    assert parse_level(f"{level}\u202f%") == parse_level(str(level)) == level


@given(st.text())
def test_parsing_gives_a_level_or_the_one_error(text: str) -> None:
    try:
        assert 0 <= parse_level(text) <= 100
    except LevelError:
        assert not (text.isascii() and text.isdigit() and int(text) <= 100 and len(text) <= 3)
