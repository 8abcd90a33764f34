from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import beta

from peer.rules import (
    Heard,
    Missing,
    Settlement,
    Stance,
    StandingState,
    Voice,
    confidence,
    expires_on,
    hear,
    settle,
    stance_allowed,
    weighted_median,
)

JUNE = date(2026, 6, 15)
DECEMBER = date(2026, 12, 15)
numbers = count(1)


def said(stance: Stance, seen: int, level: int | None = None, **more: Any) -> Heard:
    """A statement of a new author, chosen by the member, unless said otherwise."""
    plain: dict[str, Any] = {"author": UUID(int=next(numbers)), "period": JUNE}
    plain |= dict.fromkeys(("drawn", "outside", "reciprocal", "answered"), False)
    return Heard(stance=stance, level_seen=seen, level=level, **(plain | more))


def endorse(seen: int = 70, **more: Any) -> Heard:
    return said(Stance.ENDORSE, seen, **more)


def contest(level: int, seen: int = 70, **more: Any) -> Heard:
    return said(Stance.CONTEST, seen, level, **more)


def chosen(many: int) -> list[Heard]:
    return [endorse() for _ in range(many)]


def state(statements: Iterable[Heard], level: int = 70) -> StandingState:
    return settle(level, statements).state


DRAWN = endorse(drawn=True)
OUTSIDE = endorse(outside=True, author=None)
ANSWERED = contest(50, answered=True)
VALIDATED, CONTESTED, IN_PROGRESS = (
    StandingState.VALIDATED,
    StandingState.CONTESTED,
    StandingState.IN_PROGRESS,
)


# What may be said


@pytest.mark.parametrize(
    ("level", "stance"),
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


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (date(2026, 3, 1), date(2028, 3, 1)),
        (date(2024, 2, 29), date(2026, 2, 28)),
        (date(2026, 2, 28), date(2028, 2, 28)),
        (date(2025, 12, 31), date(2027, 12, 31)),
    ],
)
def test_a_statement_lives_twenty_four_months(day: date, end: date) -> None:
    assert expires_on(day) == end


@pytest.mark.parametrize(
    ("stance", "level", "flags"),
    [
        (Stance.CONTEST, None, {}),
        (Stance.ENDORSE, 70, {}),
        (Stance.ABSTAIN, 70, {}),
        (Stance.ENDORSE, None, {"drawn": True, "outside": True}),
        (Stance.ENDORSE, None, {"drawn": True, "reciprocal": True}),
    ],
)
def test_an_impossible_statement_is_refused(
    stance: Stance, level: int | None, flags: dict[str, bool]
) -> None:
    with pytest.raises(ValueError, match=r"contest|drawn"):
        said(stance, 70, level, **flags)


# What a statement says of a new level


@pytest.mark.parametrize("now", [60, 70, 80])
def test_an_endorsement_carries_over_ten_points(now: int) -> None:
    statement = endorse(70)
    assert hear(statement, now) == Voice(Stance.ENDORSE, 70, Fraction(1), statement)


@pytest.mark.parametrize("now", [0, 59, 81, 100])
def test_an_endorsement_is_silent_farther_away(now: int) -> None:
    assert hear(endorse(70), now) is None


@pytest.mark.parametrize(
    ("now", "stance"),
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


# The peers' value


@pytest.mark.parametrize(
    ("statements", "value"),
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


# For every history

levels = st.integers(0, 100)


@st.composite
def statements(draw: st.DrawFn) -> Heard:
    stance = draw(st.sampled_from(Stance))
    seen = draw(levels)
    own = draw(levels) if stance is Stance.CONTEST else None
    kind = draw(st.sampled_from(["chosen", "drawn", "outside", "reciprocal"]))
    flags = {kind: True} if kind != "chosen" else {}
    return said(stance, seen, own, answered=draw(st.booleans()), **flags)


histories = st.lists(statements(), max_size=12)
near = st.integers(-10, 10)


@st.composite
def settled(draw: st.DrawFn) -> tuple[int, list[Heard]]:
    """A level and statements most of which speak of it."""
    level = draw(levels)
    kinds = [{}, {"drawn": True}, {"outside": True}, {"reciprocal": True}]
    heard = []
    for _ in range(draw(st.integers(0, 10))):
        seen = min(100, max(0, level + draw(near)))
        flags: dict[str, bool] = draw(st.sampled_from(kinds))
        if draw(st.integers(0, 3)):
            heard.append(endorse(seen, **flags))
        else:
            heard.append(contest(draw(levels), seen, answered=draw(st.booleans()), **flags))
    return level, heard


cases = settled() | st.tuples(levels, histories)


@given(cases, st.randoms())
def test_order_does_not_matter(case: tuple[int, list[Heard]], chance: Any) -> None:
    level, heard = case
    before = settle(level, heard)
    chance.shuffle(heard)
    assert settle(level, heard) == before


@given(cases)
def test_validated_means_that_nothing_is_missing(case: tuple[int, list[Heard]]) -> None:
    settlement = settle(*case)
    assert (settlement.state is VALIDATED) is (not settlement.missing)


@given(cases)
def test_never_validated_without_a_drawn_endorser(case: tuple[int, list[Heard]]) -> None:
    level, heard = case
    undrawn = [each for each in heard if not each.drawn]
    assert state(undrawn, level) is not VALIDATED
    voices = [voice for each in heard if each.drawn and (voice := hear(each, level))]
    contests = [voice.source for voice in voices if not voice.confirms]
    assert state(undrawn + contests, level) is not VALIDATED


RANK = {CONTESTED: 0, IN_PROGRESS: 1, VALIDATED: 2}


@given(cases, near, st.sampled_from([{}, {"drawn": True}, {"outside": True}, {"reciprocal": True}]))
def test_an_endorsement_never_makes_things_worse(
    case: tuple[int, list[Heard]], away: int, flags: dict[str, bool]
) -> None:
    level, heard = case
    before = settle(level, heard)
    after = settle(level, [*heard, endorse(min(100, max(0, level + away)), **flags)])
    assert after.confidence >= before.confidence
    assert RANK[after.state] >= RANK[before.state]
    assert after.missing <= before.missing


@given(cases, levels)
def test_a_contest_never_makes_things_better(case: tuple[int, list[Heard]], other: int) -> None:
    level, heard = case
    assume(stance_allowed(level, other) is Stance.CONTEST)
    before, after = settle(level, heard), settle(level, [*heard, contest(other, level, drawn=True)])
    assert after.confidence <= before.confidence
    assert RANK[after.state] <= RANK[before.state]


@given(cases, st.integers(1, 8))
def test_views_above_never_make_a_level_contested(case: tuple[int, list[Heard]], many: int) -> None:
    level, heard = case
    assume(level <= 84)
    above = [contest(100, level) for _ in range(many)]
    settlement = settle(level, heard + above)
    assert settlement.state is not CONTESTED or state(heard, level) is CONTESTED
    assert (Missing.ANSWERS in settlement.missing) is (Missing.ANSWERS in settle(level, heard).missing)


@given(cases, st.integers(1, 30))
def test_reciprocal_endorsements_are_worth_half_a_voice_together(
    case: tuple[int, list[Heard]], many: int
) -> None:
    level, heard = case
    heard = [each for each in heard if not each.reciprocal]
    ring = [endorse(level, reciprocal=True) for _ in range(many)]
    one_witness = [endorse(level, outside=True, author=None)]
    with_ring, with_witness = settle(level, heard + ring), settle(level, heard + one_witness)
    assert with_ring.confidence == with_witness.confidence
    assert (with_ring.state, with_ring.missing) == (with_witness.state, with_witness.missing)
    assert with_ring.value == with_witness.value
    assert with_ring.confirmations == with_witness.confirmations + many


@given(cases)
def test_the_value_lies_among_the_voices(case: tuple[int, list[Heard]]) -> None:
    level, heard = case
    values = [voice.value for each in heard if (voice := hear(each, level))]
    value = settle(level, heard).value
    assert value is None if not values else value is not None and min(values) <= value <= max(values)


@given(levels, st.lists(near, min_size=2, max_size=8), levels)
def test_one_voice_moves_the_value_by_a_few_points(level: int, others: list[int], far: int) -> None:
    assume(stance_allowed(level, far) is Stance.CONTEST)
    agreeing = [endorse(min(100, max(0, level + away))) for away in others]
    seen = [each.level_seen for each in agreeing]
    before, after = settle(level, agreeing).value, settle(level, [*agreeing, contest(far, level)]).value
    assert before is not None
    assert after is not None
    # 15·w/Σw from the far voice, at most the spread of the others from the median, one from rounding twice.
    assert abs(after - before) <= (max(seen) - min(seen)) + 15 / (len(others) + 1) + 1


@given(st.integers(30, 100), st.lists(near, min_size=2, max_size=8), st.data())
def test_beyond_fifteen_points_distance_changes_nothing(
    level: int, others: list[int], data: st.DataObject
) -> None:
    agreeing = [endorse(min(100, level + away)) for away in others]
    far = st.integers(0, level - 26)  # under every endorsement by more than fifteen points
    one, other = (settle(level, [*agreeing, contest(data.draw(far), level)]) for _ in range(2))
    assert one.value == other.value
