"""The interval of a share, when part of the members only is known."""

from math import sqrt

from scipy.special import ndtri

from dashboards.measures.rounding import shown_percents

NORMAL_95 = float(ndtri(0.975))  # a two-sided interval of 95 %


def wilson(count: int, n: int, members: int) -> tuple[float, float] | None:
    """The 95 % interval, within 0 to 1, of the share of all members, from `count` of the `n` known.

    Wilson, « Probable inference, the law of succession, and statistical inference », 1927, on
    n* = n(N − 1)/(N − n) in place of n: the sample without replacement that has this variance (Cochran,
    « Sampling Techniques », 1977, §3.2). None when nobody is known, and when all are: nothing is then left
    to estimate. Raises ValueError unless 0 ≤ count ≤ n ≤ members.
    """
    if not 0 <= count <= n <= members:
        raise ValueError("there are at most as many counted as known, and known as members")
    if n in (0, members):
        return None
    size = n * (members - 1) / (members - n)
    share, odds = count / n, NORMAL_95**2 / size
    centre = (share + odds / 2) / (1 + odds)
    half = sqrt(odds * (share * (1 - share) + odds / 4)) / (1 + odds)
    # At 0 and 1 the bound is the share itself: no last binary digit may part them.
    return max(0.0, min(share, centre - half)), min(1.0, max(share, centre + half))


def shown_wilson(bounds: tuple[float, float] | None, step: int) -> tuple[int, int] | None:
    """What may be shown of an interval: percents, to the multiples of `step` around it; None stays None."""
    return None if bounds is None else shown_percents(bounds, step)
