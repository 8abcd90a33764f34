"""Gathering everything a portrait is computed from, as the machine role."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from assessment.referential import Axis, referential
from dashboards.answers import Answers, Words
from dashboards.candidates import Earlier, earlier
from dashboards.disclosure import Floors
from dashboards.display import BREAKDOWNS_FROM
from dashboards.gathered import Gathered
from dashboards.measures.categories import UNSAID, merged, name, parts_of
from dashboards.merging import Cells, Merging, in_cells, merging
from dashboards.portrait import Dimension
from dashboards.queries.answers import answers_at, earlier_answers
from dashboards.queries.sealed import Last, last_merging, last_portraits, ledger
from kernel.db import UnitOfWork
from kernel.tables import Json
from peer.queries.shares import progress
from peer.rules import Progress
from tenants.models import Cooperative
from tenants.queries.charters import in_force
from tenants.queries.members import member_count
from tenants.queries.totals import totals


def gather_whole(session: UnitOfWork, *, home: Cooperative, day: date) -> Gathered:
    """What is known of the whole cooperative in scope on a day, and of what was published before."""
    answers = counted(answers_at(session, day, home.zone))
    return Gathered(
        day=day,
        members=member_count(session),
        floors=Floors(contributors=in_force(session).floor),
        answers=answers,
        ledger=ledger(session, day, answers.keys),
    )


def gather(session: UnitOfWork, *, home: Cooperative, whole: Gathered) -> Gathered:
    """The same, with everything that is told by group, from one portrait to the next, and by peers."""
    words = _words(whole.answers)
    put = _merging(session, whole, words)
    last = last_portraits(session)
    return replace(
        whole,
        merging=put,
        cells={each: in_cells(words[each], cells) for each, cells in put.cells.items() if each in words},
        progress=_progress(session, whole.answers, whole.floors.contributors),
        before=_before(session, home, last),
        sums={axis: each.sum for axis, each in last.items()},
        totals={Dimension(each.value): counts for each, counts in totals(session).items()},
    )


def counted(answers: Answers) -> Answers:
    """Those who count on one axis at least."""
    return answers.where(answers.on_any())


def _before(session: UnitOfWork, home: Cooperative, last: Mapping[Axis, Last]) -> dict[Axis, Earlier]:
    answers = {day: earlier_answers(session, day, home.zone) for day in {each.day for each in last.values()}}
    return {
        axis: earlier(each.day, each.roster, each.everyone, answers[each.day], axis)
        for axis, each in last.items()
    }


def _words(answers: Answers) -> dict[Dimension, Words]:
    """What is known of each member, by dimension; a dimension of which nobody said anything is absent."""
    return {Dimension(name): words for name, words in answers.attributes.items() if words.names != (UNSAID,)}


def _merging(session: UnitOfWork, whole: Gathered, words: Mapping[Dimension, Words]) -> Merging:
    last = last_merging(session)
    known = None if last is None else Merging(last[0], _by_dimension(last[1]))
    if len(whole.answers) < BREAKDOWNS_FROM:
        return known or Merging(whole.day, {})
    return merging(whole.day, known, words, whole.answers, whole.floors.contributors)


def _said(cell: str) -> str:
    return name(each for each in parts_of(cell) if each != UNSAID)  # here nothing is unsaid


def _by_dimension(merges: Json) -> dict[Dimension, Cells]:
    return {Dimension(name): cells for name, cells in merges.items()}


def _progress(session: UnitOfWork, answers: Answers, floor: int) -> dict[Axis, Words]:
    """Where members are with their peers, on each axis open to them, in cells that are large enough."""
    found, places = {}, progress(session)
    for axis, sheet in referential().sheets.items():
        if sheet.peer_reviewed:
            words = answers.of(places[axis], Progress.NONE.value)
            counts = Counter(words.counts(answers.on(axis)))
            cells = merged(
                {each.value: counts[each.value] for each in Progress}, floor=floor, order=tuple(Progress)
            )
            if cells:
                found[axis] = in_cells(words, {each: _said(cell) for each, cell in cells.items()})
    return found
