"""Gathering everything a portrait is computed from, as the machine role."""

from collections import Counter
from collections.abc import Mapping
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
from dashboards.merging import Cells, Merging, in_cells, merging
from dashboards.portrait import Dimension
from dashboards.queries.answers import answers_at, earlier_answers
from dashboards.queries.sealed import keys_of, last_merging, published_sets, rosters, sums_of
from kernel.db import UnitOfWork
from kernel.tables import Json
from peer.queries.shares import progress
from peer.rules import Progress
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


def gather(session: UnitOfWork, *, home: Cooperative, whole: Gathered) -> Gathered:
    """The same, with everything that is told by group, from one portrait to the next, and by peers."""
    words = _words(session, whole.answers)
    put = _merging(session, whole, words)
    last = {each.axis: each for each in whole.ledger.sets if each.series == ALL}  # the sets are oldest first
    return replace(
        whole,
        merging=put,
        cells={each: in_cells(words[each], cells) for each, cells in put.cells.items() if each in words},
        progress=_progress(session, whole.answers, home.floor),
        before=_before(session, home, whole.ledger, last),
        sums=sums_of(session, last.values()),
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
    branches = {member: str(branch) for member, branch in branch_of_members(session).items()}
    return {**said, Dimension.BRANCH: answers.of(branches, UNSAID)} if branches else said


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
            counts = Counter(words[answers.on(axis)].tolist())
            cells = merged(
                {each.value: counts[each.value] for each in Progress}, floor=floor, order=tuple(Progress)
            )
            if cells:
                found[axis] = in_cells(words, {each: _said(cell) for each, cell in cells.items()})
    return found
