"""Statements as the rules hear them, made by hand or by hypothesis."""

from collections.abc import Iterable
from datetime import date
from itertools import count
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from peer.rules import Heard, Stance, StandingState, settle

JUNE = date(2026, 6, 15)
DECEMBER = date(2026, 12, 15)
numbers = count(1)


def said(stance: Stance, seen: int, level: int | None = None, **more: Any) -> Heard:
    """A statement of a new author, chosen by the member, unless said otherwise."""
    plain: dict[str, Any] = {"author": UUID(int=next(numbers)), "period": JUNE}
    plain |= dict.fromkeys(("drawn", "outside", "reciprocal", "answered"), False)
    return Heard(stance=stance, level_seen=seen, level=level, **(plain | more))


def endorse(seen: int = 70, **more: Any) -> Heard:
    return said(Stance.ENDORSE, seen, **more)


def contest(level: int, seen: int = 70, **more: Any) -> Heard:
    return said(Stance.CONTEST, seen, level, **more)


def chosen(many: int) -> list[Heard]:
    return [endorse() for _ in range(many)]


def state(statements: Iterable[Heard], level: int = 70) -> StandingState:
    return settle(level, statements).state


VALIDATED, CONTESTED, IN_PROGRESS = (
    StandingState.VALIDATED,
    StandingState.CONTESTED,
    StandingState.IN_PROGRESS,
)

levels = st.integers(0, 100)


@st.composite
def statements(draw: st.DrawFn) -> Heard:
    stance = draw(st.sampled_from(Stance))
    seen = draw(levels)
    own = draw(levels) if stance is Stance.CONTEST else None
    kind = draw(st.sampled_from(["chosen", "drawn", "outside", "reciprocal"]))
    flags = {kind: True} if kind != "chosen" else {}
    return said(stance, seen, own, answered=draw(st.booleans()), **flags)


histories = st.lists(statements(), max_size=12)
near = st.integers(-10, 10)


@st.composite
def settled(draw: st.DrawFn) -> tuple[int, list[Heard]]:
    """A level and statements most of which speak of it."""
    level = draw(levels)
    kinds = [
        {},
        {"drawn": True},
        {"outside": True},
        {"reciprocal": True},
        {"drawn": True, "reciprocal": True},
    ]
    heard = []
    for _ in range(draw(st.integers(0, 10))):
        seen = min(100, max(0, level + draw(near)))
        flags: dict[str, bool] = draw(st.sampled_from(kinds))
        if draw(st.integers(0, 3)):
            heard.append(endorse(seen, **flags))
        else:
            heard.append(contest(draw(levels), seen, answered=draw(st.booleans()), **flags))
    return level, heard


cases = settled() | st.tuples(levels, histories)
