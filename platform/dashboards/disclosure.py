"""How few contributions any combination of published figures could isolate.

Each published cell is, release after release, a sum over a set of contributions. Whoever combines k
releases with coefficients a₁ … aₖ learns a sum in which a contribution weighs the total of the aᵢ of the
releases it is in. The contributions whose weight is not zero are isolated: the fewer, the worse.

One run. Give release i the potential φᵢ = aᵢ + … + aₖ, and « outside » the potential 0: coefficients and
potentials determine each other. A contribution that appears in release b and is gone in release d (outside,
when it is still there at the end) weighs φ_b − φ_d. It is an edge from b to d, isolated when the potentials
of its ends differ. If they differ somewhere in a connected component, cutting it in two between two of its
potentials isolates no other edge; and any cut of a component is such a combination. The fewest
contributions that can be isolated are thus exactly the minimum cut of the component where it is lightest
(Gusfield, « A graph theoretic approach to statistical data security », 1988; Kao, « Data security equals
graph connectivity », 1996).

Several runs. A contribution withdrawn for a while, then given again, has more than two ends. One edge per
run would be unsound: one contribution would count twice, or count where its runs cancel out. It is left
out of the cuts, where it can only add to what is isolated. Combinations that cut no component give each
component one potential: there the remaining contributions have their ends between components, those left
with two ends are edges, and the same reasoning holds again. When none is an edge, some whole group with the
same ends is isolated at least. The answer is exact without such contributions, and otherwise never above
the exact one.

Contributions are counted, not persons: someone who answers again is first one contribution, then another.
"""

from collections import Counter
from dataclasses import dataclass
from itertools import cycle

import numpy as np
from numpy.typing import NDArray

from dashboards.cuts import Graph, components, graph_of, minimum_cut

Presence = NDArray[np.bool_]  # a row a release, oldest first, a column a contribution: whether it is in it
Ends = tuple[tuple[int, int], ...]  # each release and how often its potential counts in the weight
WORD = 8  # bytes
_EDGE = 2  # ends


@dataclass(frozen=True)
class Floors:
    """The fewest contributors of a cell, and the fewest contributions its releases may ever isolate.

    A cooperative may raise them: constructing lower ones than these raises ValueError.
    """

    contributors: int = 10
    change: int = 5

    def __post_init__(self) -> None:
        if self.contributors < Floors.contributors or self.change < Floors.change:
            raise ValueError("floors may be raised, never lowered")


def may_publish(presence: Presence, floors: Floors) -> bool:
    """Whether a cell may be published on the contributions of the last row, after those of the others."""
    if presence[-1].sum() < floors.contributors:
        return False
    isolated = minimum_isolated(presence)
    return isolated is not None and isolated >= floors.change


def minimum_isolated(presence: Presence) -> int | None:
    """The fewest contributions that any combination of the sums over these releases isolates.

    None when there is nothing to isolate. Exact when each contribution is in releases that follow each
    other; never above the exact number otherwise.
    """
    weights = _by_ends(presence)
    fewest: list[int] = []
    while weights:
        edges = [(ends[0][0], ends[1][0], n) for ends, n in weights.items() if len(ends) == _EDGE]
        parts = components(graph_of(edges))
        fewest += [minimum_cut(part) for part in parts] or [min(weights.values())]
        weights = _merged(weights, parts) if parts else Counter()
    return min(fewest, default=None)


def _by_ends(presence: Presence) -> Counter[Ends]:
    """How many contributions have the same ends: +1 where they appear, −1 where they are gone."""
    outside = np.zeros((1, presence.shape[1]), bool)  # before the first release and after the last
    changes = np.diff(np.vstack([outside, presence, outside]), axis=0)
    changes = changes[:, changes.any(axis=0)]
    _, first, counts = np.unique(_patterns(changes), axis=0, return_index=True, return_counts=True)
    ends = (_ends(np.flatnonzero(changes[:, each]).tolist()) for each in first)
    return Counter(dict(zip(ends, counts.tolist(), strict=True)))


def _patterns(changes: Presence) -> NDArray[np.uint64]:
    """Each column as one number, or a row of numbers when there are more than 64 changes."""
    packed = np.packbits(changes, axis=0)
    words = np.zeros((changes.shape[1], -(-len(packed) // WORD) * WORD), np.uint8)
    words[:, : len(packed)] = packed.T
    numbers = words.view(np.uint64)
    return numbers[:, 0] if numbers.shape[1] == 1 else numbers


def _ends(releases: list[int]) -> Ends:
    return tuple(zip(releases, cycle((1, -1)), strict=False))  # it comes, goes, perhaps comes back…


def _merged(weights: Counter[Ends], parts: list[Graph]) -> Counter[Ends]:
    """The same contributions once each component has a single potential; those that weigh nothing go."""
    place = {release: min(part) for part in parts for release in part}
    merged: Counter[Ends] = Counter()
    for ends, contributions in weights.items():
        counts: Counter[int] = Counter()
        for release, times in ends:
            counts[place.get(release, release)] += times
        left = tuple(sorted((release, times) for release, times in counts.items() if times))
        if left:
            merged[left] += contributions
    return merged
