"""What holds for every history of statements."""

from fractions import Fraction
from typing import Any
from uuid import UUID

from hypothesis import assume, given
from hypothesis import strategies as st

from peer.rules import (
    Heard,
    Missing,
    Stance,
    Voice,
    hear,
    peers_value,
    seen_higher,
    settle,
    stance_allowed,
    weighted_median,
)
from tests.conftest import thorough
from tests.peer.statements import (
    CONTESTED,
    DECEMBER,
    IN_PROGRESS,
    VALIDATED,
    cases,
    contest,
    endorse,
    levels,
    near,
    said,
    state,
)


@thorough
@given(cases, st.randoms())
def test_order_does_not_matter(case: tuple[int, list[Heard]], chance: Any) -> None:
    level, heard = case
    before = settle(level, heard)
    chance.shuffle(heard)
    assert settle(level, heard) == before


@thorough
@given(cases)
def test_validated_means_that_nothing_is_missing(case: tuple[int, list[Heard]]) -> None:
    settlement = settle(*case)
    assert (settlement.state is VALIDATED) is (not settlement.missing)


@thorough
@given(cases)
def test_never_validated_without_a_drawn_endorser(case: tuple[int, list[Heard]]) -> None:
    level, heard = case
    undrawn = [each for each in heard if not each.drawn]
    assert state(undrawn, level) is not VALIDATED
    voices = [voice for each in heard if each.drawn and (voice := hear(each, level))]
    contests = [voice.source for voice in voices if not voice.confirms]
    assert state(undrawn + contests, level) is not VALIDATED


RANK = {CONTESTED: 0, IN_PROGRESS: 1, VALIDATED: 2}


@thorough
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


@thorough
@given(cases, levels)
def test_a_contest_never_makes_things_better(case: tuple[int, list[Heard]], other: int) -> None:
    level, heard = case
    assume(stance_allowed(level, other) is Stance.CONTEST)
    before, after = settle(level, heard), settle(level, [*heard, contest(other, level, drawn=True)])
    assert after.confidence <= before.confidence
    assert RANK[after.state] <= RANK[before.state]


@thorough
@given(cases, st.integers(1, 8))
def test_views_above_never_make_a_level_contested(case: tuple[int, list[Heard]], many: int) -> None:
    level, heard = case
    assume(level <= 84)
    above = [contest(100, level) for _ in range(many)]
    settlement = settle(level, heard + above)
    assert settlement.state is not CONTESTED or state(heard, level) is CONTESTED
    assert (Missing.ANSWERS in settlement.missing) is (Missing.ANSWERS in settle(level, heard).missing)


@thorough
@given(cases, st.integers(1, 30))
def test_reciprocal_endorsements_are_worth_half_a_voice_together(
    case: tuple[int, list[Heard]], many: int
) -> None:
    level, heard = case
    heard = [each for each in heard if not (each.reciprocal or each.outside)]
    ring = [endorse(level, reciprocal=True) for _ in range(many)]
    one_witness = [endorse(level, outside=True, author=None)]
    with_ring, with_witness = settle(level, heard + ring), settle(level, heard + one_witness)
    assert with_ring.confidence == with_witness.confidence
    assert (with_ring.state, with_ring.missing) == (with_witness.state, with_witness.missing)
    assert with_ring.value == with_witness.value
    assert with_ring.confirmations == with_witness.confirmations + many


@thorough
@given(cases, st.integers(2, 30))
def test_however_many_witnesses_are_worth_one_voice_together(
    case: tuple[int, list[Heard]], many: int
) -> None:
    level, heard = case
    heard = [each for each in heard if not each.outside]
    outside: dict[str, Any] = {"outside": True, "author": None}
    for one in (endorse(level, **outside), contest((level + 50) % 101, level, **outside)):
        assert settle(level, heard + [one] * many) == settle(level, [*heard, one, one])


@thorough
@given(levels, st.integers(1, 30), near)
def test_people_who_confirm_each_other_never_validate_alone(level: int, many: int, away: int) -> None:
    ring = [endorse(min(100, max(0, level + away)), reciprocal=True) for _ in range(many)]
    assert state(ring, level) is IN_PROGRESS
    assert settle(level, ring).missing == {Missing.VOICES, Missing.DRAWN_VOICE}
    assert settle(level, [*ring, endorse(level, drawn=True)]).missing == {Missing.VOICES}


@thorough
@given(cases, st.data())
def test_an_abstention_changes_nothing(case: tuple[int, list[Heard]], data: st.DataObject) -> None:
    level, heard = case
    authors = [each.author for each in heard]
    anyone = st.sampled_from([*authors, UUID(int=0), None])
    more = [said(Stance.ABSTAIN, level, author=data.draw(anyone), period=DECEMBER) for _ in range(3)]
    assert settle(level, heard + more) == settle(level, heard)
    assert seen_higher(level, heard + more) == seen_higher(level, heard)


@thorough
@given(cases)
def test_the_value_lies_among_the_voices(case: tuple[int, list[Heard]]) -> None:
    level, heard = case
    values = [voice.value for each in heard if (voice := hear(each, level))]
    value = settle(level, heard).value
    assert value is None if not values else value is not None and min(values) <= value <= max(values)


@thorough
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


@thorough
@given(st.integers(30, 100), st.lists(near, min_size=2, max_size=8), st.data())
def test_beyond_fifteen_points_distance_changes_nothing(
    level: int, others: list[int], data: st.DataObject
) -> None:
    agreeing = [endorse(min(100, level + away)) for away in others]
    far = st.integers(0, level - 26)  # under every endorsement by more than fifteen points
    one, other = (settle(level, [*agreeing, contest(data.draw(far), level)]) for _ in range(2))
    assert one.value == other.value


# One voice of weight w, of W in all, moves the value V = M + Σ w·c(v - M)/W by little; c cuts to ±15.
#
# Another view: while the median M stays, one term alone changes, w·c(v - M)/W, which lies within ±15·w/W.
# So V moves by 15·w/W at most if the view stays on its side of the median, by 30·w/W if it changes sides.
#
# One voice more: let h(m) = m + Σ w·c(v - m)/W' be the value of the others (weight W' = W - w) about any m.
# Each c(v - m) falls at most as fast as m grows, so h grows, and no faster than m:
#     |h(M') - h(M)| ≤ |M' - M|.
# With the new voice V' = (W'·h(M') + w·(M' + c(v - M')))/W, so V' - h(M') is w/W times two terms under 15:
#     V' - h(M') = w/W·(c(v - M') - (h(M') - M')).
# Hence |V' - V| ≤ |M' - M| + 30·w/W. Rounding both values adds less than one point.

weights = st.sampled_from([Fraction(1), Fraction(1, 2), Fraction(1, 6)])
weighted = st.lists(st.tuples(levels, weights), min_size=1, max_size=8)


def value(those: list[tuple[int, Fraction]]) -> int:
    """The value of voices given by their views and weights."""
    found = peers_value([Voice(Stance.ENDORSE, view, weight, endorse(view)) for view, weight in those])
    assert found is not None
    return found


@thorough
@given(weighted, levels, levels, weights)
def test_another_view_pulls_fifteen_points_of_its_share_at_most(
    others: list[tuple[int, Fraction]], one: int, other: int, weight: Fraction
) -> None:
    before, after = [*others, (one, weight)], [*others, (other, weight)]
    middle = weighted_median(before)
    assume(weighted_median(after) == middle)
    share = weight / sum(each for _, each in before)
    sides = 1 if (one - middle) * (other - middle) >= 0 else 2
    assert abs(value(after) - value(before)) < sides * 15 * share + 1


@thorough
@given(weighted, levels, weights)
def test_one_voice_more_moves_the_value_with_the_median_and_thirty_points_of_its_share(
    others: list[tuple[int, Fraction]], view: int, weight: Fraction
) -> None:
    after = [*others, (view, weight)]
    moved = abs(weighted_median(after) - weighted_median(others))
    share = weight / sum(each for _, each in after)
    assert abs(value(after) - value(others)) < moved + 30 * share + 1


# Seen higher


@thorough
@given(cases, st.randoms())
def test_what_is_told_stands_on_two_independent_views(case: tuple[int, list[Heard]], chance: Any) -> None:
    level, heard = case
    seen = seen_higher(level, heard)
    independent = [each for each in heard if not (each.outside or each.reciprocal)]
    views = [voice.value for each in independent if (voice := hear(each, level))]
    above = [view for view in views if view >= level + 20]
    assert (seen is None) is (len(above) < 2)
    assert seen is None or (seen % 5 == 0 and level + 15 < seen <= 100)
    assert seen is None or sum(view >= seen for view in above) >= 2
    assert seen is None or min(above) - 5 < seen <= max(above)
    chance.shuffle(heard)
    assert seen_higher(level, heard) == seen


@thorough
@given(cases, st.integers(0, 3), st.data())
def test_friends_witnesses_and_lower_views_tell_nothing(
    case: tuple[int, list[Heard]], many: int, data: st.DataObject
) -> None:
    level, heard = case
    kinds = st.sampled_from(("reciprocal", "outside", "lower"))
    more = []
    for kind in data.draw(st.lists(kinds, min_size=many, max_size=many)):
        own = data.draw(st.integers(0, min(100, level + 19)) if kind == "lower" else levels)
        assume(stance_allowed(level, own) is Stance.CONTEST)
        more.append(contest(own, level, **({} if kind == "lower" else {kind: True})))
    assert seen_higher(level, heard + more) == seen_higher(level, heard)


@thorough
@given(cases, levels)
def test_one_more_view_above_never_unsays_it(case: tuple[int, list[Heard]], own: int) -> None:
    level, heard = case
    assume(own >= level + 20)
    before, after = seen_higher(level, heard), seen_higher(level, [*heard, contest(own, level)])
    assert before is None or after is not None
