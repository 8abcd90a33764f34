"""Why a mean changed from one portrait to the next: those who stayed, those who came, those who left."""

from dataclasses import dataclass
from fractions import Fraction

from dashboards.display import level_step
from dashboards.measures.rounding import shown_level

HIGHEST_LEVEL = 100


@dataclass(frozen=True)
class Sum:
    """`n` levels from 0 to 100 that add up to `total`; ValueError for what no levels add up to."""

    n: int
    total: int

    def __post_init__(self) -> None:
        if not 0 <= self.total <= HIGHEST_LEVEL * self.n:
            raise ValueError("no levels from 0 to 100 add up to this")

    @property
    def mean(self) -> Fraction:
        """Their mean, exactly; ZeroDivisionError for no level."""
        return Fraction(self.total, self.n)

    def without(self, part: "Sum") -> "Sum":
        """What is left when a part is taken away; ValueError when it is no part of it."""
        return Sum(self.n - part.n, self.total - part.total)


@dataclass(frozen=True)
class Turnover:
    """The change of a mean, in points, and its three terms, which add up to it exactly.

    `stayed` is how those who stayed changed, `joined` what those who came brought, `left` what those who
    went took away. The sums are those they come from.
    """

    before: Sum
    after: Sum
    stayed_before: Sum
    stayed_after: Sum

    @property
    def change(self) -> Fraction:
        """M₁ − M₀."""
        return self.after.mean - self.before.mean

    @property
    def stayed(self) -> Fraction:
        """m_S1 − m_S0."""
        return self.stayed_after.mean - self.stayed_before.mean

    @property
    def joined(self) -> Fraction:
        """(n_J/n₁)(m_J1 − m_S1), which is M₁ − m_S1; 0 when nobody came."""
        return self.after.mean - self.stayed_after.mean

    @property
    def left(self) -> Fraction:
        """−(n_L/n₀)(m_L0 − m_S0), which is m_S0 − M₀; 0 when nobody left."""
        return self.stayed_before.mean - self.before.mean

    @property
    def joiners(self) -> Sum:
        """The levels of those who came."""
        return self.after.without(self.stayed_after)

    @property
    def leavers(self) -> Sum:
        """The levels, then, of those who left: by subtraction, for their contributions are gone."""
        return self.before.without(self.stayed_before)


@dataclass(frozen=True)
class ShownTurnover:
    """What may be shown of a turnover, in points; the three terms add up to the change."""

    change: int
    stayed: int
    joined: int
    left: int


def turnover(before: Sum, after: Sum, stayed_before: Sum, stayed_after: Sum) -> Turnover | None:
    """Why the mean changed between two portraits; None when nobody is in both.

    With S those in both, J those in the later one only and L those in the earlier one only:
    M₁ − M₀ = (m_S1 − m_S0) + (n_J/n₁)(m_J1 − m_S1) − (n_L/n₀)(m_L0 − m_S0), an identity: that of
    Melitz and Polanec, « Dynamic Olley-Pakes productivity decomposition with entry and exit », 2015.

    Raises ValueError when as many did not stay as had stayed, or when what is left for those who came or
    went could be no sum of levels.
    """
    if stayed_before.n != stayed_after.n:
        raise ValueError("those who stayed are as many before as after")
    after.without(stayed_after)  # refused here rather than when first read
    before.without(stayed_before)
    return Turnover(before, after, stayed_before, stayed_after) if stayed_before.n else None


def shown_turnover(exact: Turnover, floor: int) -> ShownTurnover | None:
    """What may be shown, or None when a group of fewer than `floor`, but not of nobody, is behind a term.

    The three terms go together: two of them and the change would give the third. The four means are rounded
    to the step of those who stayed, and the terms are their differences, so that they still add up.
    """
    if exact.stayed_before.n < floor:
        return None
    if 0 < exact.joiners.n < floor or 0 < exact.leavers.n < floor:
        return None
    step = level_step(exact.stayed_before.n)
    sums = exact.before, exact.stayed_before, exact.stayed_after, exact.after
    before, stayed_before, stayed_after, after = (shown_level(float(each.mean), step) for each in sums)
    return ShownTurnover(
        change=after - before,
        stayed=stayed_after - stayed_before,
        joined=after - stayed_after,
        left=stayed_before - before,
    )
