"""The campaigns of a cooperative, as days counted from the day it is loaded: -12 is twelve days ago. Pure."""

RHYTHM = 182  # days from one closing to the next: two portraits a year
CAMPAIGN = 56  # days from an opening to its closing
SEASONS_A_YEAR = 2
YESTERDAY = -1  # nothing happens later: whatever the hour of the load, it is past


def closings(years: int, last: int) -> tuple[int, ...]:
    """The closing days of so many years of half-yearly campaigns, the last one being this day."""
    count = years * SEASONS_A_YEAR
    return tuple(last - RHYTHM * (count - 1 - number) for number in range(count))


def beginning(closing: int) -> int:
    """The day a cooperative begins whose first campaign ends on this one."""
    return closing - RHYTHM
