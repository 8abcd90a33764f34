"""The median of everyone's level, the member's own among them: the usual answer to exaggerated grades.

Source: M. Balinski and R. Laraki, "A theory of measuring, electing, and ranking", PNAS 104(21), 2007.
"""

from collections.abc import Sequence
from statistics import median

from bench.baselines.judgement import Baseline, Judgement, close_to


def judge(level: int, views: Sequence[int]) -> Judgement:
    """The median of the level and the views; between two, their middle."""
    return close_to(median([level, *views]), level, views)


MEDIAN = Baseline("median", "majority judgment, Balinski and Laraki 2007", judge)
