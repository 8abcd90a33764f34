"""One simulated cooperative: its members, their true and own levels, who knows whom, who is dishonest."""

from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from bench.peer import assumptions as a
from bench.peer.assumptions import Scenario
from peer.draw import SMALL_UNDER

NO_RING = -1


@dataclass(frozen=True)
class Member:
    """A member: true and own levels, whom they work with (`mates`), among whom peers are drawn (`pool`).

    `id` is their number as the draw and the rule know it.
    """

    number: int
    id: UUID
    truth: int
    own: int
    ring: int
    spiteful: bool
    mates: tuple[int, ...]
    pool: tuple[int, ...]

    @property
    def in_ring(self) -> bool:
        """Whether they belong to a ring."""
        return self.ring != NO_RING

    def fellow(self, other: "Member") -> bool:
        """Whether both belong to the same ring."""
        return self.in_ring and self.ring == other.ring


World = tuple[Member, ...]
Levels = NDArray[np.float64]


def world(members: int, scenario: Scenario, chance: np.random.Generator) -> World:
    """A cooperative of this size; for a given chance, levels and teams are the same in every scenario."""
    truth = cut(chance.normal(a.TRUTH_MEAN, a.TRUTH_DEVIATION, members))
    own = cut(truth + chance.normal(a.OWN_BIAS, a.OWN_DEVIATION, members))
    branches = branches_of(members)
    mates = teams(branches, members, chance)
    coordinators = {branch[-1] for branch in spread(branches, a.COORDINATORS_SHARE, members)}
    rings = rings_of(members, branches, scenario)
    spiteful = set(chance.permutation(members)[: round(scenario.spiteful * members)].tolist())
    home = {number: branch for branch in branches for number in branch}
    return tuple(
        Member(
            number=each,
            id=UUID(int=each),
            truth=int(truth[each]),
            own=min(100, int(own[each]) + (a.INFLATED_BY if rings[each] != NO_RING else 0)),
            ring=rings[each],
            spiteful=each in spiteful,
            mates=tuple(sorted(mates[each])),
            pool=tuple(other for other in home[each] if other != each and other not in coordinators),
        )
        for each in range(members)
    )


def cut(levels: Levels) -> Levels:
    """Levels as they are kept: whole numbers from 0 to 100."""
    return np.clip(np.rint(levels), 0.0, 100.0)


def branches_of(members: int) -> list[range]:
    """The branches: the whole cooperative while it is small."""
    many = 1 if members < SMALL_UNDER else max(1, round(members / a.BRANCH))
    edges = [round(members * each / many) for each in range(many + 1)]
    return [range(first, last) for first, last in pairwise(edges)]


def teams(branches: list[range], members: int, chance: np.random.Generator) -> list[set[int]]:
    """Whom each has worked with: each branch is divided into teams as often as one has been in a team."""
    mates: list[set[int]] = [set() for _ in range(members)]
    for branch in branches:
        for _ in range(a.TEAMS_EACH):
            for team in np.array_split(chance.permutation(branch), max(1, round(len(branch) / a.TEAM))):
                for each in team.tolist():
                    mates[each] |= set(team.tolist()) - {each}
    return mates


def rings_of(members: int, branches: list[range], scenario: Scenario) -> list[int]:
    """The ring of each member: its members are the first of a branch."""
    rings = [NO_RING] * members
    for ring, branch in enumerate(spread(branches, a.MEMBERS_A_RING, members)):
        for each in branch[: scenario.ring]:
            rings[each] = ring
    return rings


def spread(branches: list[range], one_for: int, members: int) -> list[range]:
    """One branch for so many members, one at least, evenly taken."""
    many = max(1, members // one_for)
    return [branches[each * len(branches) // many] for each in range(many)]
