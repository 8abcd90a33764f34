"""What the rule and each baseline make of the same statements. The rule is the product's own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bench.baselines.judgement import Baseline, Judgement
from bench.baselines.mean import MEAN
from bench.baselines.median import MEDIAN
from bench.baselines.self_only import SELF_ONLY
from bench.peer import assumptions as a
from bench.peer.asking import HalfYear, Said
from bench.peer.world import Member
from peer.rules import Heard, Stance, StandingState, settle

RULE = "the rule"
BASELINES: Sequence[Baseline] = (SELF_ONLY, MEAN, MEDIAN)
METHODS = (RULE, *(baseline.name for baseline in BASELINES))
PERIOD = date(2026, 6, 30)


@dataclass(frozen=True)
class Judged:
    """One member under one method: how far the value is from the truth, whether the level is validated."""

    method: str
    error: float
    validated: bool | None
    accurate: bool
    inflated: bool


def judge(half_year: HalfYear) -> Iterator[Judged]:
    """Every member under every method."""
    for member in half_year.world:
        heard = heard_about(half_year, member)
        for method, judgement in judgements(member, heard):
            yield Judged(
                method=method,
                error=judgement.value - member.truth,
                validated=judgement.validated,
                accurate=not member.in_ring and abs(member.own - member.truth) <= a.ACCURATE_WITHIN,
                inflated=member.in_ring and member.own - member.truth >= a.FALSE_FROM,
            )


def judgements(member: Member, heard: Sequence[Heard]) -> Iterator[tuple[str, Judgement]]:
    """What each method makes of these statements; the value where nobody speaks is the own level."""
    settlement = settle(member.own, heard)
    value = member.own if settlement.value is None else settlement.value
    yield RULE, Judgement(value, settlement.state is StandingState.VALIDATED)
    views = [each.level_seen if each.level is None else each.level for each in heard]
    for baseline in BASELINES:
        yield baseline.name, baseline.judge(member.own, views)


def heard_about(half_year: HalfYear, member: Member) -> list[Heard]:
    """The statements about a member, as the rule hears them."""
    return [
        Heard(
            stance=said.stance,
            level_seen=member.own,
            level=said.level,
            author=half_year.world[author].id,
            period=PERIOD,
            drawn=said.drawn,
            outside=False,
            reciprocal=mutual(said, half_year.said[author].get(member.number)),
            answered=answered(half_year, member, said),
        )
        for author, said in half_year.said[member.number].items()
    ]


def mutual(said: Said, returned: Said | None) -> bool:
    """Whether the member confirms in return whoever said this, unless the lot drew both."""
    if returned is None or returned.stance is not Stance.ENDORSE:
        return False
    return not (said.drawn and returned.drawn)


def answered(half_year: HalfYear, member: Member, said: Said) -> bool:
    """Whether the member answered what was said of them, where there is something to answer."""
    below = said.level is not None and said.level < member.own
    return below and (member.in_ring or half_year.chance.random() < a.ANSWERED_BELOW)
