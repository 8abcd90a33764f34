from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta

from peer.rules import (
    Heard,
    Missing,
    Settlement,
    Stance,
    Voice,
    confidence,
    expires_on,
    hear,
    seen_higher,
    settle,
    stance_allowed,
    weighted_median,
)
from tests.cases import each_case
from tests.conftest import thorough
from tests.peer.statements import (
    CONTESTED,
    DECEMBER,
    IN_PROGRESS,
    VALIDATED,
    chosen,
    contest,
    endorse,
    said,
    state,
)

DRAWN = endorse(drawn=True)
OUTSIDE = endorse(outside=True, author=None)
ANSWERED = contest(50, answered=True)


# What may be said


@each_case(
    "level, stance",
    [
        (54, Stance.CONTEST),
        (55, Stance.ENDORSE),
        (70, Stance.ENDORSE),
        (85, Stance.ENDORSE),
        (86, Stance.CONTEST),
    ],
)
def test_a_contest_is_more_than_fifteen_points_away(level: int, stance: Stance) -> None:
    assert stance_allowed(70, level) is stance


@each_case(
    "day, end",
    [
        (date(2026, 3, 1), date(2028, 3, 1)),
        (date(2024, 2, 29), date(2026, 2, 28)),
        (date(2026, 2, 28), date(2028, 2, 28)),
        (date(2025, 12, 31), date(2027, 12, 31)),
    ],
)
def test_a_statement_lives_twenty_four_months(day: date, end: date) -> None:
    assert expires_on(day) == end


@each_case(
    "stance, level, flags",
    [
        (Stance.CONTEST, None, {}),
        (Stance.ENDORSE, 70, {}),
        (Stance.ABSTAIN, 70, {}),
        (Stance.ENDORSE, None, {"drawn": True, "outside": True}),
        (Stance.ENDORSE, None, {"outside": True, "reciprocal": True}),
    ],
)
def test_an_impossible_statement_is_refused(
    stance: Stance, level: int | None, flags: dict[str, bool]
) -> None:
    with pytest.raises(ValueError, match=r"contest|witness"):
        said(stance, 70, level, **flags)


# What a statement says of a new level


@each_case("now", [60, 70, 80])
def test_an_endorsement_carries_over_ten_points(now: int) -> None:
    statement = endorse(70)
    assert hear(statement, now) == Voice(Stance.ENDORSE, 70, Fraction(1), statement)


@each_case("now", [0, 59, 81, 100])
def test_an_endorsement_is_silent_farther_away(now: int) -> None:
    assert hear(endorse(70), now) is None


@each_case(
    "now, stance",
    [
        (80, Stance.CONTEST),
        (81, None),
        (66, Stance.CONTEST),
        (65, Stance.ENDORSE),
        (50, Stance.ENDORSE),
        (35, Stance.ENDORSE),
        (34, None),
    ],
)
def test_a_contest_becomes_a_confirmation_near_its_own_level(now: int, stance: Stance | None) -> None:
    voice = hear(contest(50, seen=70), now)
    assert (voice and voice.stance) == stance
    assert voice is None or voice.value == 50


@thorough
@given(st.integers(0, 100))
def test_an_abstention_is_silent(level: int) -> None:
    abstention = said(Stance.ABSTAIN, level)
    assert hear(abstention, level) is None
    assert settle(level, [abstention]) == settle(level, [])


def test_an_abstention_does_not_silence_what_its_author_said_before() -> None:
    known = UUID(int=7)
    before = endorse(author=known)
    after = said(Stance.ABSTAIN, 70, author=known, period=DECEMBER)
    assert settle(70, [before, after]) == settle(70, [before])


def test_each_author_counts_once_by_their_last_word() -> None:
    known = UUID(int=7)
    june, december = endorse(70, author=known), contest(40, author=known, period=DECEMBER)
    assert settle(70, [june, december]) == settle(70, [december, june]) == settle(70, [december])
    assert settle(70, [june] * 5) == settle(70, [june])


def test_authors_who_are_no_longer_known_all_count() -> None:
    assert settle(70, [endorse(author=None), endorse(author=None)]).confirmations == 2


# When a level is validated


def test_two_voices_and_a_half_validate_a_level_nobody_contests() -> None:
    assert state([DRAWN, *chosen(1)]) is IN_PROGRESS
    assert state([DRAWN, OUTSIDE, OUTSIDE]) is IN_PROGRESS
    assert state([DRAWN, *chosen(1), OUTSIDE]) is VALIDATED
    assert state([DRAWN, *chosen(2)]) is VALIDATED


def test_four_voices_and_a_half_with_one_contest() -> None:
    assert state([DRAWN, *chosen(3), ANSWERED]) is IN_PROGRESS
    assert state([DRAWN, *chosen(3), OUTSIDE, ANSWERED]) is VALIDATED


def test_six_voices_with_two_contests() -> None:
    assert state([DRAWN, *chosen(4), OUTSIDE, ANSWERED, contest(40, answered=True)]) is IN_PROGRESS
    assert state([DRAWN, *chosen(5), ANSWERED, contest(40, answered=True)]) is VALIDATED


def test_confidence_is_the_beta_probability() -> None:
    assert confidence(Fraction(2), Fraction(0)) == 0.875  # 1 - 1/8
    assert confidence(Fraction(5, 2), Fraction(0)) == pytest.approx(1 - 0.5**3.5)
    assert confidence(Fraction(4), Fraction(1)) == 57 / 64
    assert confidence(Fraction(6), Fraction(2)) == pytest.approx(466 / 512)
    assert confidence(Fraction(0), Fraction(1)) == 0.25


@thorough
@given(st.integers(0, 40), st.integers(0, 40))
def test_confidence_agrees_with_another_computation(halves_for: int, halves_against: int) -> None:
    expected = beta.sf(0.5, 1 + halves_for / 2, 1 + halves_against / 2)
    assert confidence(Fraction(halves_for, 2), Fraction(halves_against, 2)) == pytest.approx(
        expected, abs=1e-8
    )


def test_what_a_level_lacks_is_named() -> None:
    assert settle(70, []) == Settlement(
        IN_PROGRESS, None, 0.5, 0, frozenset({Missing.VOICES, Missing.DRAWN_VOICE})
    )
    assert settle(70, chosen(9)).missing == {Missing.DRAWN_VOICE}
    assert settle(70, [DRAWN]).missing == {Missing.VOICES}
    assert settle(70, [DRAWN, *chosen(9), contest(50)]).missing == {Missing.ANSWERS}
    assert settle(70, [DRAWN, *chosen(9), ANSWERED]).missing == frozenset()


def test_a_drawn_voice_the_member_confirms_in_return_is_not_the_one_that_is_missing() -> None:
    friend = endorse(drawn=True, reciprocal=True)
    assert settle(70, [*chosen(3), friend]).missing == {Missing.DRAWN_VOICE}
    assert settle(70, [*chosen(3), friend, DRAWN]).state is VALIDATED


def test_a_drawn_contester_is_not_a_drawn_endorser_until_the_level_moves() -> None:
    drawn = contest(50, drawn=True, answered=True)
    assert settle(70, [*chosen(9), drawn]).missing == {Missing.DRAWN_VOICE}
    assert settle(65, [*chosen(9), drawn]).state is VALIDATED


def test_a_view_above_weighs_but_needs_no_answer() -> None:
    assert state([DRAWN, *chosen(2), contest(95)]) is IN_PROGRESS
    assert state([DRAWN, *chosen(4), contest(95)]) is VALIDATED


def test_outside_witnesses_are_not_counted_as_peers() -> None:
    assert settle(70, [DRAWN, *chosen(1), OUTSIDE]).confirmations == 2


def test_views_above_do_not_tip_a_discussion() -> None:
    discussed = [endorse(), contest(50), contest(40)]
    assert state(discussed) is IN_PROGRESS
    assert state([*discussed, contest(95), contest(96), contest(97)]) is IN_PROGRESS


# When a level is contested


def test_a_level_is_contested_by_two_below() -> None:
    assert state([contest(50), contest(40)]) is CONTESTED
    assert state([contest(50)]) is IN_PROGRESS
    assert state([contest(50), contest(95)]) is IN_PROGRESS
    assert state([contest(50), contest(40), endorse()]) is IN_PROGRESS
    assert state([contest(50), contest(40), contest(30), endorse()]) is CONTESTED


def test_two_outside_contesters_stand_exactly_on_the_limit() -> None:
    outside: dict[str, Any] = {"outside": True, "author": None}
    assert state([contest(50, **outside), contest(40, **outside)]) is CONTESTED


def test_answering_does_not_hide_a_discussion() -> None:
    assert state([contest(50, answered=True), contest(40, answered=True)]) is CONTESTED


# Seen higher

ABOVE = contest(80, seen=50)


@each_case(
    "statements, seen",
    [
        ([], None),
        ([ABOVE], None),
        ([ABOVE, contest(70, seen=50)], 70),
        ([ABOVE, contest(69, seen=50)], None),
        ([ABOVE, contest(74, seen=50)], 70),
        ([ABOVE, contest(92, seen=50)], 80),
        ([ABOVE, contest(72, seen=50), contest(99, seen=50)], 80),
        ([ABOVE, contest(77, seen=50), contest(78, seen=50), contest(100, seen=50)], 75),
        ([ABOVE, contest(75, seen=50, drawn=True), contest(20, seen=50), endorse(50)], 75),
        ([ABOVE, contest(75, seen=39)], None),
        ([ABOVE, contest(75, seen=40)], 75),
        ([ABOVE, contest(75, seen=50, outside=True)], None),
        ([ABOVE, contest(75, seen=50, reciprocal=True)], None),
        ([ABOVE, contest(75, seen=50, author=None), contest(75, seen=50, author=None)], None),
        ([ABOVE, contest(75, seen=50, author=ABOVE.author, period=DECEMBER)], None),
    ],
)
def test_two_independent_peers_see_higher(statements: list[Heard], seen: int | None) -> None:
    assert seen_higher(50, statements) == seen


def test_an_author_who_came_down_sees_higher_no_more() -> None:
    before, other = contest(75, seen=50), contest(85, seen=50)
    after = endorse(50, author=before.author, period=DECEMBER)
    assert seen_higher(50, [before, other]) == 75
    assert seen_higher(50, [before, other, after]) is None


# The peers' value


@each_case(
    "statements, value",
    [
        ([], None),
        ([endorse(70)], 70),
        ([endorse(70), endorse(70), contest(0)], 65),  # 70 + (0 + 0 - 15)/3
        ([endorse(70), contest(40)], 55),  # median 55, pulls +15 and -15
        ([endorse(70), endorse(70), contest(40, outside=True)], 67),  # 70 - 7.5/2.5
        ([endorse(70), endorse(72), contest(0)], 66),  # 70 + (0 + 2 - 15)/3
        ([endorse(66), endorse(75)], 71),  # 70.5, half up
        ([endorse(60), endorse(70), endorse(80), contest(100)], 75),  # median 75: -15 -5 +5 +15
    ],
)
def test_the_value_follows_the_formula(statements: list[Heard], value: int | None) -> None:
    assert settle(70, statements).value == value


def test_the_value_leaves_out_the_members_own_level() -> None:
    assert {settle(level, [endorse(70), endorse(72)]).value for level in range(62, 81)} == {71}


def test_the_median_of_a_tie_is_its_middle() -> None:
    one = Fraction(1)
    assert weighted_median([(10, one), (20, one)]) == 15
    assert weighted_median([(10, one), (20, one), (20, one)]) == 20
    assert weighted_median([(10, one), (20, one / 2), (30, one / 2)]) == 15
    assert weighted_median([(10, one / 3), (20, one / 3), (30, one / 3)]) == 20
    with pytest.raises(ValueError, match="positive"):
        weighted_median([])
