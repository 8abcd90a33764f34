"""The stories hold together before anything is written: days, levels, words, who may speak of whom."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.drafts import LONGEST_NOTE
from assessment.referential import Axis, referential
from assessment.rules import suggest
from dashboards.queries.answers import window_start
from demo.accounts import offered
from demo.plot import chance
from demo.plot.cast import Character
from demo.plot.days import (
    BEGINNING,
    CAMPAIGN,
    CLOSINGS,
    NEXT_CLOSING,
    YESTERDAY,
    ZONE,
    Days,
    loaded_on,
    seasons,
)
from demo.plot.days import beginning as begun_on
from demo.plot.lives import level_on, takings
from demo.plot.plots import Plot, words_of
from demo.plot.script import written
from demo.plot.talk import Asking, Voice
from demo.plot.voices import improvised, large
from peer.rules import Stance, stance_allowed
from peer.service.opinions import EVIDENCE_EXAMINED
from peer.service.outcomes import LONGEST_OUTCOME
from peer.service.requests import ANSWER_WITHIN, LONGEST_WORDS, MOST_CHOSEN
from tenants.models import GroupKind, RoleName
from tenants.rules import LONGEST_NAME, is_slug

PLOTS = (*written(), large())
SEASONED = re.compile(
    r"\b(janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
    r"|printemps|automne|hiver|20\d\d)\b",
    re.IGNORECASE,
)

plots = pytest.mark.parametrize("plot", PLOTS, ids=lambda plot: plot.slug)


def everyone() -> Iterator[tuple[Plot, Character]]:
    return ((plot, who) for plot in PLOTS for who in plot.cast)


def voices(plot: Plot, asking: Asking) -> Iterator[tuple[str, Voice]]:
    """What is said in a request, wherever the lot falls."""
    if not asking.improvised:
        yield from asking.voices.items()
        return
    seen = level_on(plot.named[asking.by], asking.axis, asking.day)
    for who in plot.cast:
        voice = improvised(asking, seen, who.name)
        if voice:
            yield who.name, voice


def test_there_are_three_cooperatives_of_the_sizes_promised() -> None:
    sizes = [sum(who.is_here(YESTERDAY) for who in plot.cast) for plot in PLOTS]
    assert sizes == [24, 8, 180]


@plots
def test_names_are_told_apart_and_fit(plot: Plot) -> None:
    assert is_slug(plot.slug)
    assert len({who.email for who in plot.cast}) == len({who.name for who in plot.cast}) == len(plot.cast)
    names = [plot.name, *(who.name for who in plot.cast), *(group.name for group in plot.groups)]
    assert all(0 < len(name) <= LONGEST_NAME for name in names)


@plots
def test_each_has_a_coordination(plot: Plot) -> None:
    leads = [who for who in plot.cast if RoleName.COORDINATOR in who.roles]
    assert len(leads) == (1 if len(plot.cast) < 10 else 2)
    assert plot.lead in leads


@plots
def test_members_belong_to_groups_that_exist_and_to_one_branch(plot: Plot) -> None:
    kinds = {group.key: group.kind for group in plot.groups}
    for who in plot.cast:
        assert who.groups.keys() <= kinds.keys()
        assert sum(kinds[group] is GroupKind.BRANCH for group in who.groups) <= 1, who.name
        assert all(day >= who.since for day in who.groups.values()), who.name


def test_nothing_happens_before_the_beginning_nor_after_yesterday() -> None:
    for plot, who in everyone():
        days = [who.since, *who.answers, *(each.day for each in who.adjustments)]
        days += [decision.day for decision in who.decisions]
        days += [who.until] if who.until else []
        assert all(BEGINNING <= day <= YESTERDAY for day in days), (plot.name, who.name)


def test_people_take_stock_in_order_and_only_while_members() -> None:
    homes: dict[str, int] = {}
    for _plot, who in everyone():
        homes[who.name] = min(who.since, homes.get(who.name, who.since))
    for plot, who in everyone():
        assert list(who.answers) == sorted(set(who.answers)), who.name
        assert all(day > homes[who.name] for day in who.answers), (plot.name, who.name)
        assert who.until is None or all(day < who.until for day in who.answers), who.name


def test_levels_and_clues_agree() -> None:
    clues = {clue.id: clue for sheet in referential().sheets.values() for clue in sheet.clues}
    far = 0
    for _plot, who in everyone():
        for taking in takings(who):
            assert any(level is not None for level in taking.levels.values())
            for axis, answers in taking.clues.items():
                for name, value in answers.items():
                    assert value in {option.value for option in clues[name].options}
                suggested, level = suggest(answers), taking.levels[axis]
                assert suggested is not None
                assert level is not None
                adjusted = any(each.axis is axis and each.day <= taking.day for each in who.adjustments)
                far += not adjusted and abs(suggested.level - level) > 20
    assert far < 30  # out of thousands: some people do see themselves otherwise than their answers


def test_levels_are_mostly_stable_with_some_rises_and_falls() -> None:
    moves = [
        new - old
        for _plot, who in everyone()
        for before, after in pairwise(takings(who))
        for axis in Axis
        if (old := before.levels[axis]) is not None and (new := after.levels[axis]) is not None
    ]
    stable = sum(abs(move) < 10 for move in moves) / len(moves)
    assert 0.75 < stable < 0.97
    assert min(moves) < -12
    assert max(moves) > 12


@plots
def test_requests_and_words_keep_the_rules_of_the_product(plot: Plot) -> None:
    grounds = {each.id for each in referential().grounds}
    for asking in plot.askings:
        seen = level_on(plot.named[asking.by], asking.axis, asking.day)
        assert referential().sheets[asking.axis].peer_reviewed
        assert len(asking.message) <= LONGEST_WORDS
        assert len(asking.chosen) <= MOST_CHOSEN
        assert asking.by not in (*asking.chosen, *asking.drawn)
        assert all(plot.named[name].is_here(asking.day) for name in (*asking.chosen, *asking.drawn))
        for peer, voice in voices(plot, asking):
            assert asking.day < voice.day <= min(YESTERDAY, asking.day + ANSWER_WITHIN.days)
            assert len(voice.words) <= LONGEST_WORDS
            if voice.stance is Stance.CONTEST:
                assert voice.level is not None
                assert stance_allowed(seen, voice.level) is Stance.CONTEST, (asking.by, peer)
                assert voice.words
            if voice.stance is not Stance.ABSTAIN:
                assert voice.grounds
                assert set(voice.grounds) <= grounds
            if voice.reply:
                assert voice.stance is Stance.CONTEST
                assert voice.day < voice.reply.day <= YESTERDAY
                assert len(voice.reply.words) <= LONGEST_WORDS
        for voice in asking.outside.values():
            assert (
                asking.day < voice.day <= asking.day + ANSWER_WITHIN.days < YESTERDAY
            )  # the address is gone
            assert set(voice.grounds) <= grounds - {EVIDENCE_EXAMINED}


@plots
def test_a_mediation_is_led_by_a_third_person_elected_for_it(plot: Plot) -> None:
    for asking in plot.askings:
        for peer, voice in voices(plot, asking):
            told = voice.reply and voice.reply.mediation
            if voice.reply and told:
                assert told.by not in (peer, asking.by)
                roles = plot.named[told.by].roles
                assert RoleName.COORDINATOR not in roles
                assert roles[RoleName.MEDIATOR] < voice.reply.day < told.agreed <= YESTERDAY
                if told.outcome:
                    assert told.agreed < told.outcome.day < told.outcome.ended <= YESTERDAY
                    assert len(told.outcome.words) <= LONGEST_OUTCOME


@plots
def test_thanks_are_between_two_members_on_an_axis_open_to_peers(plot: Plot) -> None:
    for said in plot.thanks:
        assert said.by != said.to
        assert all(plot.named[name].is_here(said.day) for name in (said.by, said.to))
        assert referential().sheets[said.axis].peer_reviewed
        assert said.day <= YESTERDAY
        assert len(said.words) <= LONGEST_WORDS


@plots
def test_those_whose_words_are_written_are_asked(plot: Plot) -> None:
    for asking in plot.askings:
        assert asking.voices.keys() <= {*asking.chosen, *asking.drawn}, (asking.by, asking.axis)
        assert len(asking.drawn) <= 2
        leads = {who.name for who in plot.cast if RoleName.COORDINATOR in who.roles}
        assert not leads & set(asking.drawn)


@plots
def test_one_asks_about_a_level_once_a_period(plot: Plot) -> None:
    said = set()
    for asking in plot.askings:
        period = max((day for day in CLOSINGS if day < asking.day), default=None)
        key = (asking.by, asking.axis, period)
        assert key not in said
        said.add(key)


def test_words_fit_and_name_no_time_of_the_year() -> None:
    for name in ("stories.yaml", "crowd.yaml"):
        for words in texts(words_of(name)):
            assert len(words) <= LONGEST_WORDS
            assert not SEASONED.search(words.replace("Thi-Mai", "")), words
            assert "·" not in words
            assert "'" not in words, words
    assert all(len(turn.event) <= LONGEST_NAME for _plot, who in everyone() for turn in who.turns)
    assert all(
        len(note) <= LONGEST_NOTE
        for _, who in everyone()
        for turn in who.turns
        for note in turn.notes.values()
    )


def texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (words for each in value.values() for words in texts(each))
    elif isinstance(value, list):
        yield from (words for each in value for words in texts(each))


def test_the_accounts_offered_are_people_of_the_stories() -> None:
    for account in offered():
        places = [plot.name for plot in PLOTS if account.name in plot.named]
        assert ", ".join(places) == account.place
        assert all(plot.named[account.name].email == account.email for plot in PLOTS if plot.name in places)


def test_chance_is_the_same_on_every_machine() -> None:
    assert chance.share("one", 2) == pytest.approx(0.0865194, abs=1e-6)
    assert chance.between(3, 3, "x") == 3
    assert sorted(chance.some(["a", "b", "c"], 3, "x")) == ["a", "b", "c"]


@given(st.lists(st.text(), min_size=1, max_size=3), st.integers(-50, 50), st.integers(0, 60))
def test_chance_stays_within_its_bounds(words: list[str], low: int, width: int) -> None:
    assert 0 <= chance.share(*words) < 1
    assert low <= chance.between(low, low + width, *words) <= low + width
    assert -width <= chance.about(width, *words) <= width


@given(st.dates(date(2024, 1, 1), date(2090, 12, 31)))
def test_whatever_the_day_of_the_load(today: date) -> None:
    days = Days(today)
    midnight = datetime.combine(today, time(), ZoneInfo(ZONE)).astimezone(UTC)
    assert days.at(YESTERDAY, 24 * 60 - 1) < midnight == days.at(0, 0)
    assert loaded_on(begun_on(today)) == today
    for closing in (*CLOSINGS, NEXT_CLOSING):
        # Whoever answers in a campaign counts at its closing and at the next one, never at the one after.
        opening, last_answer = closing - CAMPAIGN, closing - 2
        assert days.on(opening) >= window_start(days.on(closing))
        assert days.on(opening) >= window_start(days.on(closing + 182))
        assert days.on(last_answer) < window_start(days.on(closing + 364))


@pytest.mark.parametrize("closed", [1, 4])
def test_seasons_follow_each_other(closed: int) -> None:
    found = seasons(closed)
    assert found[0].first == BEGINNING
    assert found[-1].last == YESTERDAY
    assert [season.closes for season in found] == [True] * closed + [False]
    for before, after in pairwise(found):
        assert after.first - before.last == 1
    assert timedelta(days=NEXT_CLOSING) == timedelta(weeks=5)
