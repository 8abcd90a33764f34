"""The times somebody took stock: levels that hold together from one to the next, and the clues behind."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from assessment.referential import Axis, referential
from demo.plot.cast import Adjustment, Character
from demo.plot.chance import about, between, happens, pick

MORNING, EVENING = 8 * 60 + 30, 20 * 60 + 30
YEAR = 365
JITTER = 4  # points: the same person, another day
STEP = 25  # points between two answers to a clue
TASTE = 16  # points: a clue may suit somebody more or less than the others
CLUE_COUNTS = (2, 2, 2, 2, 3, 4)  # two are shown at first, two more under « Préciser »
ROUND = 5  # many people think in multiples of five


@dataclass(frozen=True)
class Taking:
    """One time somebody took stock. An axis that was skipped has no level."""

    day: int
    minute: int
    levels: Mapping[Axis, int | None]
    clues: Mapping[Axis, Mapping[str, int]]
    notes: Mapping[Axis, str]


@cache
def takings(who: Character) -> tuple[Taking, ...]:
    """Every time somebody took stock, oldest first, their answers to peers included."""
    made: list[Taking] = []
    adjusted: dict[Axis, int] = {}
    steps: list[_Answer | Adjustment] = [*_answers(who), *who.adjustments]
    for step in sorted(steps, key=lambda each: each.day):
        if isinstance(step, Adjustment):
            before = made[-1].levels[step.axis] or 0
            adjusted[step.axis] = adjusted.get(step.axis, 0) + step.level - before
            levels = {**made[-1].levels, step.axis: step.level}
            made.append(replace(made[-1], day=step.day, minute=minute(who.name, step.day), levels=levels))
        else:
            made.append(_taking(who, step, adjusted, made[-1].day if made else None))
    return tuple(made)


def level_on(who: Character, axis: Axis, day: int) -> int:
    """The level somebody last gave themselves before a day; raises LookupError when they gave none."""
    known = [taking.levels[axis] for taking in takings(who) if taking.day < day]
    if not known or known[-1] is None:
        raise LookupError(f"{who.name} has no level on {axis} before day {day}")
    return known[-1]


def minute(*words: object) -> int:
    """A moment of a day when people do such things."""
    return between(MORNING, EVENING, "minute", *words)


@dataclass(frozen=True)
class _Answer:
    day: int
    place: int


def _answers(who: Character) -> Iterator[_Answer]:
    return (_Answer(day, place) for place, day in enumerate(who.answers))


def _taking(who: Character, step: _Answer, adjusted: Mapping[Axis, int], before: int | None) -> Taking:
    drawn = {axis: _level(who, axis, step, adjusted.get(axis, 0)) for axis in Axis}
    levels = {axis: None if axis in who.skips else level for axis, level in drawn.items()}
    clues = {axis: _clues(who, axis, level) for axis, level in levels.items() if level is not None}
    turns = [turn for turn in who.turns if turn.day <= step.day and (before is None or turn.day > before)]
    return Taking(
        day=step.day,
        minute=minute(who.name, step.day),
        levels=levels,
        clues={axis: answered for axis, answered in clues.items() if answered},
        notes={axis: words for turn in turns for axis, words in turn.notes.items()},
    )


def _level(who: Character, axis: Axis, step: _Answer, adjusted: int) -> int:
    place = list(Axis).index(axis)
    if len(who.rows) > 1:
        return who.rows[step.place][place]
    shifts = sum(turn.shifts.get(axis, 0) for turn in who.turns if turn.day <= step.day)
    drift = round(who.slopes.get(axis, 0) * (step.day - who.answers[0]) / YEAR)
    level = who.rows[0][place] + shifts + drift + adjusted + about(JITTER, who.name, axis, step.day)
    if happens(0.5, who.name, "rounds"):
        level = round(level / ROUND) * ROUND
    return max(0, min(100, level))


def _clues(who: Character, axis: Axis, level: int) -> dict[str, int]:
    """Answers that agree with a level, more or less; some people set their level without the questions."""
    varied = len(who.rows) == 1
    if varied and happens(0.15, who.name, axis, "set directly"):
        return {}
    asked = referential().sheets[axis].clues
    shown = asked[: pick(CLUE_COUNTS, who.name, axis, "clues")] if varied else asked
    leanings = {clue.id: level + about(TASTE, who.name, clue.id) for clue in shown}
    return {name: max(0, min(100, round(each / STEP) * STEP)) for name, each in leanings.items()}
