"""The member's own level alone, as on paper.

Source: the self-assessment of Fanny Lignères (MTO 2022). How far such levels are from others' judgement:
E. Zell and Z. Krizan, "Do people have insight into their abilities?", Perspectives on Psychological
Science 9(2), 2014.
"""

from collections.abc import Sequence

from bench.baselines.judgement import Baseline, Judgement


def judge(level: int, _views: Sequence[int]) -> Judgement:
    """The level itself, whatever others say; it is never validated."""
    return Judgement(level, validated=None)


SELF_ONLY = Baseline("self only", "Lignères 2022; Zell and Krizan 2014", judge)
