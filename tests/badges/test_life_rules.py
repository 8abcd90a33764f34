"""When badges are offered, renewed, over; what their next issue may say."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from badges.rules import (
    DISCUSSED_FOR,
    RENEWED_FROM,
    BadgeState,
    Bar,
    Held,
    Offer,
    Place,
    Tally,
    Voice,
    asked_to_answer,
    next_tally,
    offered,
    read_tally,
    state_of,
)
from peer.rules import StandingState
from tests.cases import each_case

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
YEARS = timedelta(days=730)
PLACE = Place(4, StandingState.IN_PROGRESS, NOW - timedelta(days=100), 1)
HELD = Held(4, NOW + YEARS, None)
ANNA = Voice("a", "Anna", ("saw_work",), date(2026, 11, 1), drawn=True, reciprocal=False)
TALLY = Tally(True, 3, 1, 0, {"saw_work": 3}, (ANNA,))
NAMED = {"a": "Anna"}


def discussed(days: int) -> Place:
    return replace(PLACE, state=StandingState.CONTESTED, since=NOW - timedelta(days=days))


@each_case(
    "place, held, expected",
    [
        (PLACE, [], Offer.CLAIM),
        (replace(PLACE, confirmations=0), [], Bar.UNCONFIRMED),
        (PLACE, [HELD], Bar.HELD),
        (PLACE, [replace(HELD, withdrawn_at=NOW)], Offer.CLAIM),
        (PLACE, [replace(HELD, band=3)], Offer.CLAIM),
        (PLACE, [replace(HELD, expires_at=NOW + RENEWED_FROM)], Offer.RENEW),
        (PLACE, [replace(HELD, expires_at=NOW + RENEWED_FROM + timedelta(seconds=1))], Bar.HELD),
        (PLACE, [replace(HELD, expires_at=NOW - YEARS)], Offer.RENEW),
        (discussed(1), [], Bar.DISCUSSED),
        (discussed(59), [replace(HELD, expires_at=NOW)], Offer.RENEW),
        (discussed(60), [replace(HELD, expires_at=NOW)], Bar.DISCUSSED),
    ],
)
def test_what_is_offered(place: Place, held: list[Held], expected: Offer | Bar) -> None:
    assert offered(place, held, NOW) is expected


def test_a_long_discussion_asks_for_an_answer() -> None:
    assert not asked_to_answer(discussed(DISCUSSED_FOR.days - 1), NOW)
    assert asked_to_answer(discussed(DISCUSSED_FOR.days), NOW)
    assert not asked_to_answer(PLACE, NOW)


def test_where_a_badge_stands() -> None:
    assert state_of(NOW + YEARS, None, NOW) is BadgeState.CURRENT
    assert state_of(NOW, None, NOW) is BadgeState.EXPIRED
    assert state_of(NOW + YEARS, NOW, NOW) is BadgeState.WITHDRAWN
    assert state_of(NOW - YEARS, NOW, NOW) is BadgeState.WITHDRAWN


def test_validation_stays_until_the_badge_is_renewed() -> None:
    heard = replace(TALLY, validated=False, confirmations=2)
    assert next_tally(TALLY, heard, NAMED) == replace(heard, validated=True)


def test_figures_stay_when_nobody_confirms_any_more_but_not_names() -> None:
    nobody = replace(TALLY, confirmations=0, voices=())
    for heard in (None, nobody):
        assert next_tally(TALLY, heard, NAMED) == TALLY
        assert next_tally(TALLY, heard, {}) == replace(TALLY, voices=())
        renamed = next_tally(TALLY, heard, dict.fromkeys(NAMED, "Another name"))
        assert [each.name for each in renamed.voices] == ["Another name"]


counts = st.integers(0, 40)
tallies = st.builds(
    Tally,
    validated=st.booleans(),
    confirmations=counts,
    drawn=counts,
    reciprocal=counts,
    grounds=st.dictionaries(st.sampled_from(["saw_work", "used_result"]), counts),
    voices=st.lists(
        st.builds(
            Voice,
            statement=st.text(max_size=4),
            name=st.text(max_size=9),
            grounds=st.lists(st.sampled_from(["saw_work", "used_result"])).map(tuple),
            on=st.dates(),
            drawn=st.booleans(),
            reciprocal=st.booleans(),
        ),
        max_size=4,
    ).map(tuple),
)


@given(tallies)
def test_a_tally_is_read_as_it_was_written(tally: Tally) -> None:
    assert read_tally(tally.written()) == tally


@given(tallies, tallies)
def test_issuing_twice_says_the_same(told: Tally, heard: Tally) -> None:
    agreeing = {each.statement: each.name for each in heard.voices}
    once = next_tally(told, heard, agreeing)
    assert next_tally(once, heard, agreeing) == once


@given(tallies, st.none() | tallies)
def test_nobody_is_named_who_does_not_agree(told: Tally, heard: Tally | None) -> None:
    named = {each.statement for each in next_tally(told, heard, {}).voices}
    assert named <= {each.statement for each in (heard.voices if heard else ())}
