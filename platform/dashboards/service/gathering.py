"""Gathering everything a portrait is computed from, as the machine role."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from assessment.referential import Axis, referential
from dashboards.answers import Answers, Words
from dashboards.candidates import ALL, Earlier, earlier
from dashboards.disclosure import Floors
from dashboards.display import BREAKDOWNS_FROM
from dashboards.gathered import Gathered
from dashboards.ledger import Ledger, Published
from dashboards.measures.categories import UNSAID, merged, name, parts_of
from dashboards.measures.turnover import Sum
from dashboards.merging import Cells, Merging, in_cells, merging
from dashboards.models import Roster
from dashboards.portrait import Dimension
from dashboards.queries.answers import answers_at, earlier_answers
from dashboards.queries.sealed import keys_of, published_sets, rosters, sums_of
from kernel.db import UnitOfWork
from kernel.tables import Json
from peer.queries.shares import Progress, progress
from tenants.models import Cooperative
from tenants.queries.groups import branch_of_members
from tenants.queries.members import member_count
from tenants.queries.totals import totals


def gather_whole(session: UnitOfWork, *, home: Cooperative, day: date) -> Gathered:
    """What is known of the whole cooperative in scope on a day, and of what was published before."""
    answers = counted(answers_at(session, day, home.zone))
    keys = {each.closed_on: keys_of(each) for each in rosters(session)}
    sets = published_sets(session, {closed_on: len(each) for closed_on, each in keys.items()})
    return Gathered(
        day=day,
        members=member_count(session),
        floors=Floors(contributors=home.floor),
        answers=answers,
        ledger=Ledger({**keys, day: answers.keys}, sets),
    )


def gather(session: UnitOfWork, *, home: Cooperative, day: date) -> Gathered:
    """The same, with everything that is told by group, from one portrait to the next, and by peers."""
    whole = gather_whole(session, home=home, day=day)
    words = _words(session, whole.answers)
    put = _merging(day, rosters(session), words, whole.answers, home.floor)
    last = {each.axis: each for each in whole.ledger.sets if each.series == ALL}  # the sets are oldest first
    return replace(
        whole,
        merging=put,
        cells={each: in_cells(words[each], cells) for each, cells in put.cells.items() if each in words},
        progress=_progress(session, whole.answers, home.floor),
        before=_before(session, home, whole.ledger, last),
        sums={axis: Sum(*sums_of(session, each)) for axis, each in last.items()},
        totals={Dimension(each.value): counts for each, counts in totals(session).items()},
    )


def counted(answers: Answers) -> Answers:
    """Those who count on one axis at least."""
    return answers.where(answers.on_any())


def _before(
    session: UnitOfWork, home: Cooperative, ledger: Ledger, last: Mapping[Axis, Published]
) -> dict[Axis, Earlier]:
    answers = {day: earlier_answers(session, day, home.zone) for day in {each.day for each in last.values()}}
    return {
        axis: earlier(each.day, ledger.rosters[each.day], each.mask, answers[each.day], axis)
        for axis, each in last.items()
    }


def _words(session: UnitOfWork, answers: Answers) -> dict[Dimension, Words]:
    """What each member says of their situation, by dimension, and the branch they are in."""
    said = {Dimension(name): words for name, words in answers.attributes.items()}
    branches = branch_of_members(session)
    return {**said, Dimension.BRANCH: answers.of(branches, UNSAID)} if branches else said


def _merging(
    day: date, before: Sequence[Roster], words: Mapping[Dimension, Words], answers: Answers, floor: int
) -> Merging:
    last = before[-1] if before else None
    known = None if last is None else Merging(last.merged_on, _by_dimension(last.merges))
    if len(answers) < BREAKDOWNS_FROM:
        return known or Merging(day, {})
    return merging(day, known, words, answers, floor)


def _said(cell: str) -> str:
    return name(each for each in parts_of(cell) if each != UNSAID)  # here nothing is unsaid


def _by_dimension(merges: Json) -> dict[Dimension, Cells]:
    return {Dimension(name): cells for name, cells in merges.items()}


def _progress(session: UnitOfWork, answers: Answers, floor: int) -> dict[Axis, Words]:
    """Where members are with their peers, on each axis open to them, in cells that are large enough."""
    found = {}
    for axis, sheet in referential().sheets.items():
        if sheet.peer_reviewed:
            words = answers.of(progress(session, axis), Progress.NONE.value)
            counts = Counter(words[answers.on(axis)].tolist())
            cells = merged(
                {each.value: counts[each.value] for each in Progress}, floor=floor, order=tuple(Progress)
            )
            if cells:
                found[axis] = in_cells(words, {each: _said(cell) for each, cell in cells.items()})
    return found
