"""The mean of everyone's level, the member's own among them.

Source: multisource (« 360-degree ») feedback as it is usually reported, ratings being averaged: J. M. Conway
and A. I. Huffcutt, "Psychometric properties of multisource performance ratings", Human Performance 10(4),
1997.
"""

from collections.abc import Sequence
from statistics import fmean

from bench.baselines.judgement import Baseline, Judgement, close_to


def judge(level: int, views: Sequence[int]) -> Judgement:
    """The mean of the level and the views."""
    return close_to(fmean([level, *views]), level, views)


MEAN = Baseline("mean", "multisource feedback, Conway and Huffcutt 1997", judge)
