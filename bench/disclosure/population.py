"""Simulated cooperatives: members with four attributes who answer about once a year, come and go."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SEED = 20261122
DIMENSIONS: dict[str, tuple[float, ...]] = {
    "status": (0.45, 0.25, 0.2, 0.1),
    "seniority": (0.3, 0.3, 0.25, 0.15),
    "trade": (0.35, 0.25, 0.2, 0.1, 0.1),
    "territory": (0.3, 0.25, 0.2, 0.15, 0.1),
}
LEAVING = 0.01  # of the members, a month
AGAIN = 1 / 12  # of the members answer again, a month


@dataclass(frozen=True)
class Contribution:
    """An answer: who gave it, its level, the months in which it is the last one of a member."""

    member: int
    level: int
    months: range


@dataclass(frozen=True)
class Population:
    """The answers of a cooperative over some months, and the category of each by dimension."""

    months: int
    answers: tuple[Contribution, ...]
    words: dict[str, NDArray[np.int64]]

    def present(self, month: int) -> NDArray[np.bool_]:
        """The answers that count in a month."""
        return np.array([month in each.months for each in self.answers])


def population(members: int, months: int, time: int) -> Population:
    """A cooperative of about so many members; always the same for the same arguments."""
    chance = np.random.default_rng((SEED, members, months, time))
    answers: list[Contribution] = []
    owners = list(range(members))
    began = dict.fromkeys(owners, 0)
    newest = members
    for month in range(1, months):
        for place, owner in enumerate(owners):
            leaves, again = chance.random(2) < (LEAVING, AGAIN)
            if leaves or again:
                answers.append(_answer(chance, owner, range(began.pop(owner), month)))
                owners[place], newest = (newest, newest + 1) if leaves else (owner, newest)
                began[owners[place]] = month
    answers += [_answer(chance, owner, range(start, months)) for owner, start in began.items()]
    words = {name: chance.choice(len(shares), newest, p=shares) for name, shares in DIMENSIONS.items()}
    return Population(
        months,
        tuple(answers),
        {name: each[[answer.member for answer in answers]] for name, each in words.items()},
    )


def _answer(chance: np.random.Generator, owner: int, months: range) -> Contribution:
    return Contribution(owner, int(chance.integers(0, 101)), months)
