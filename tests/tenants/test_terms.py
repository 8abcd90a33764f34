"""What a charter may decide, and what changes between two of them: plain values."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharing.rules import Audience
from tenants.amendments import Mark, changes, compared, paragraphs, sentences
from tenants.rules import campaign_problem, earliest_close, proposed_close
from tenants.terms import ORDINARY, RANGES, Calendar, Reach, Terms, lowers, out_of_range

TEXTS = st.lists(st.sampled_from(("un", "deux", "trois", "quatre")), max_size=6).map("\n\n".join)
TERMS = st.builds(
    Terms,
    floor=st.integers(10, 500),
    notice_days=st.integers(21, 180),
    closes_a_year=st.integers(1, 4),
    closed=st.frozensets(st.sampled_from(Reach)),
    words=TEXTS,
)


def test_the_ordinary_charter_is_allowed_and_closes_nothing() -> None:
    assert out_of_range(ORDINARY) is None
    assert (ORDINARY.floor, ORDINARY.calendar, ORDINARY.closed) == (10, Calendar(21, 4), frozenset())


@pytest.mark.parametrize("name", RANGES)
def test_each_figure_has_its_range(name: str) -> None:
    least, most = RANGES[name]
    figures: dict[str, Any] = {}
    for figures[name] in (least, most):
        assert out_of_range(replace(ORDINARY, **figures)) is None
    for figures[name] in (least - 1, most + 1, -1, 10**6):
        assert out_of_range(replace(ORDINARY, **figures)) == name


@given(TERMS, TERMS)
def test_a_floor_is_lowered_or_it_is_not(before: Terms, after: Terms) -> None:
    assert lowers(after, before) is (after.floor < before.floor)


@given(TERMS, TERMS)
def test_changes_tell_all_that_changes_and_nothing_else(before: Terms, after: Terms) -> None:
    found = changes(before, after)
    amended: dict[str, Any] = {each.name: each.after for each in found}
    assert replace(before, **amended) == after
    assert changes(before, before) == []
    assert bool(sentences(before, after, "Nous")) is (before != after)


@given(TEXTS, TEXTS)
def test_two_texts_side_by_side_hold_both(before: str, after: str) -> None:
    pairs = compared(before, after)
    assert [words for mark, words in pairs if mark is not Mark.ADDED] == paragraphs(before)
    assert [words for mark, words in pairs if mark is not Mark.REMOVED] == paragraphs(after)


def test_what_may_be_closed_is_an_audience() -> None:
    assert {each.value for each in Reach} <= {each.value for each in Audience}
    assert {Audience.PEERS.value, Audience.PERSON.value}.isdisjoint(each.value for each in Reach)


def test_sentences_say_who_answers_even_when_nobody_is_named() -> None:
    (said,) = sentences(replace(ORDINARY, controller="Le siège"), ORDINARY, "L'Établi")
    assert said.facts == {"before": "Le siège", "after": "L'Établi"}


def test_a_cooperative_may_ask_for_fewer_pictures_and_more_notice() -> None:
    closed, opens = [date(2026, 1, 10)], date(2026, 5, 1)
    once = Calendar(30, 1)
    assert campaign_problem(opens, date(2026, 8, 1), closed, 5000, once) == "frequency"
    assert campaign_problem(opens, date(2026, 5, 30), closed, 5000, once) == "notice"
    first = earliest_close(opens, closed, 5000, once)
    assert first == date(2027, 1, 10)
    assert campaign_problem(opens, first, closed, 5000, once) is None
    assert proposed_close(opens, closed, once) >= first
