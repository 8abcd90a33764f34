"""Time on a drawing: from the first day to the last, the same in every time zone."""

from collections.abc import Collection
from datetime import date, timedelta
from math import ceil

import altair as alt

from pages.marks import RULE, SOFT

MOST_YEARS = 5
YEAR = timedelta(days=365)


def moment(day: date) -> int:
    """A day as the scales below read it: milliseconds from 1970."""
    return (day - date(1970, 1, 1)) // timedelta(milliseconds=1)


def span(days: Collection[date]) -> tuple[date, date]:
    """The first day and the last; a lone day stands at the end of the year before it."""
    first, last = min(days), max(days)
    return (first if first < last else last - YEAR), last


def bare(field: str, days: Collection[date]) -> alt.X:
    """A field of moments laid from left to right, with nothing written."""
    return alt.X(field, type="temporal", scale=_scale(days), axis=None)


def dated(field: str, days: Collection[date], *, size: float) -> alt.X:
    """A field of moments laid from left to right, with at most five years written, `size` pixels high."""
    years = alt.Axis(
        values=[moment(day) for day in marked(min(days), max(days))],
        format="%Y",
        title=None,
        grid=False,
        domainColor=RULE,
        tickColor=RULE,
        tickSize=4,
        labelColor=SOFT,
        labelFontSize=size,
        labelAngle=0,
        labelOverlap=False,
    )
    return alt.X(field, type="temporal", scale=_scale(days), axis=years)


def marked(first: date, last: date) -> list[date]:
    """The days that bear their year, latest first: new years, and the first day where there is room."""
    turns = [date(year, 1, 1) for year in range(first.year + 1, last.year + 1)]
    if not turns or turns[0] - first > (last - first) / MOST_YEARS:
        turns.insert(0, first)
    return turns[:: -ceil(len(turns) / MOST_YEARS)]


def _scale(days: Collection[date]) -> alt.Scale:
    return alt.Scale(type="utc", domain=[moment(day) for day in span(days)])
