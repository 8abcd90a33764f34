"""Published sets as the matrices the rules read."""

from collections.abc import Hashable, Sequence
from collections.abc import Set as AbstractSet

import numpy as np

from dashboards.disclosure import Presence


def presence_of(sets: Sequence[AbstractSet[Hashable]]) -> Presence:
    """A row a release, a column a contribution."""
    keys = list(frozenset[Hashable]().union(*sets))
    rows = [[key in present for key in keys] for present in sets]
    return np.array(rows, bool).reshape(len(sets), len(keys))
