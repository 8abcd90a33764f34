"""Everyone asks for reviews once: draws, choices, redraws, answers. The draw is the product's own."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from bench.peer import assumptions as a
from bench.peer.assumptions import Asked, Scenario, Tactic
from bench.peer.world import Member, World
from peer.draw import Candidate, draw_order, draws_at_most
from peer.rules import Stance, stance_allowed


@dataclass(frozen=True)
class Said:
    """What one member said of another's level; `level` in a contest only."""

    stance: Stance
    level: int | None
    drawn: bool


@dataclass
class HalfYear:
    """The requests of a cooperative over half a year.

    `said[subject][author]` is what was said; `waiting[author]` from and until when requests wait for them.
    """

    world: World
    scenario: Scenario
    seed: bytes
    chance: np.random.Generator
    said: dict[int, dict[int, Said]] = field(default_factory=lambda: defaultdict(dict))
    waiting: dict[int, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))

    def run(self) -> None:
        """Everyone asks, in the order of the days they do."""
        days = self.chance.integers(0, a.HALF_YEAR, len(self.world))
        for number in np.argsort(days, kind="stable").tolist():
            self.ask(self.world[number], int(days[number]))

    def ask(self, member: Member, day: int) -> None:
        """One request: a draw, the names shown, the choice, then the answers and the redraws."""
        named, reserve = self.draw(member, day)
        chosen = self.choose(member, named)
        reserve = [each for each in reserve if each not in chosen]
        for reviewer in chosen:
            self.answer(member, self.world[reviewer], a.CHOSEN_PEER, day)
        self.hear_the_drawn(member, day, named, reserve)

    def draw(self, member: Member, day: int) -> tuple[list[int], list[int]]:
        """Those named, once a schemer has set outsiders aside, and those kept in reserve."""
        candidates = [
            Candidate(self.world[each].id, self.busy(each, day), validator=False) for each in member.pool
        ]
        order = draw_order(candidates, seed=self.seed + member.id.bytes)
        drawn = [name.int for name in order[: draws_at_most(len(self.world))]]
        named, reserve = drawn[: a.AT_ONCE], drawn[a.AT_ONCE :]
        for _ in range(a.SET_ASIDE if self.schemes(member) else 0):
            outsider = next((each for each in named if not member.fellow(self.world[each])), None)
            if outsider is not None and reserve:
                named.remove(outsider)
                named.append(reserve.pop(0))
        return named, reserve

    def schemes(self, member: Member) -> bool:
        """Whether a member looks for a way around the rule."""
        return member.in_ring and self.scenario.tactic is Tactic.SCHEMERS

    def busy(self, number: int, day: int) -> int:
        """How many requests wait for a member that day."""
        return sum(first <= day < last for first, last in self.waiting[number])

    def choose(self, member: Member, named: Sequence[int]) -> list[int]:
        """Whom a member chooses beside those named."""
        if not member.in_ring:
            known = [each for each in member.mates if each not in named]
            return [int(each) for each in self.chance.permutation(known)[: a.CHOSEN]]
        return [each for each in self.accomplices(member) if each not in named]

    def accomplices(self, member: Member) -> list[int]:
        """The members of their ring that a member chooses."""
        fellows = [each.number for each in self.world if each.fellow(member)]
        place = fellows.index(member.number)
        following = [*fellows[place + 1 :], *fellows[:place]]
        if self.scenario.tactic is Tactic.SCHEMERS:
            return following[: len(following) // 2]
        if len(following) <= a.MOST_CHOSEN:
            return following
        return [*following[: a.MOST_CHOSEN // 2], *following[-(a.MOST_CHOSEN // 2) :]]

    def hear_the_drawn(self, member: Member, day: int, named: list[int], reserve: list[int]) -> None:
        """Each week those drawn and not heard are replaced, until two have spoken."""
        asked, spoken = named, 0
        for today in range(day, day + a.ANSWER_WITHIN, a.WEEK):
            spoken += sum(self.answer(member, self.world[each], a.DRAWN_PEER, today) for each in asked)
            lacking = a.AT_ONCE - spoken
            asked, reserve = reserve[:lacking], reserve[lacking:]

    def answer(self, member: Member, reviewer: Member, asked: Asked, day: int) -> bool:
        """What somebody asked on this day says, if anything; gives whether they gave a view."""
        lot = self.chance.random()
        given = lot < asked.answer or reviewer.fellow(member) or reviewer.spiteful
        open_for = a.HEARD_WITHIN if given or lot < asked.answer + asked.abstain else a.ANSWER_WITHIN
        self.waiting[reviewer.number].append((day, day + open_for))
        if given:
            self.said[member.number][reviewer.number] = self.view(member, reviewer, asked)
        return given

    def view(self, member: Member, reviewer: Member, asked: Asked) -> Said:
        """What they say."""
        kindness = 0.0 if asked.drawn else self.scenario.kindness
        level = max(0, min(100, round(member.truth + self.chance.normal(kindness, a.PEER_DEVIATION))))
        if reviewer.spiteful:
            level = max(0, member.own - a.SPITE)
        if reviewer.fellow(member):
            level = member.own
        stance = stance_allowed(member.own, level)
        return Said(stance, level if stance is Stance.CONTEST else None, asked.drawn)
