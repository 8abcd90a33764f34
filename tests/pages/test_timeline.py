"""Time on a drawing."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.timeline import marked, moment, span

days = st.dates(date(1990, 1, 1), date(2090, 1, 1))


@given(days)
def test_a_moment_is_midnight_in_universal_time(day: date) -> None:
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    assert moment(day) == midnight.timestamp() * 1000


@given(st.lists(days, min_size=1))
def test_a_span_holds_every_day_and_is_never_empty(some: list[date]) -> None:
    start, end = span(some)
    assert start < end
    assert all(start <= day <= end for day in some)
    assert end == max(some)


@given(days, st.integers(0, 20_000))
def test_at_most_five_years_are_marked_each_once(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    found = marked(first, last)
    assert 1 <= len(found) <= 5
    assert len({day.year for day in found}) == len(found)
    assert all(first <= day <= last for day in found)


@pytest.mark.parametrize(
    ("first", "last", "years"),
    [
        (date(2025, 1, 5), date(2026, 10, 5), [date(2026, 1, 1), date(2025, 1, 5)]),
        (date(2024, 11, 20), date(2026, 11, 20), [date(2026, 1, 1), date(2025, 1, 1)]),
        (date(2026, 4, 5), date(2026, 9, 5), [date(2026, 4, 5)]),
        (date(2026, 4, 5), date(2026, 4, 5), [date(2026, 4, 5)]),
    ],
)
def test_the_first_day_bears_its_year_where_there_is_room(first: date, last: date, years: list[date]) -> None:
    assert marked(first, last) == years
