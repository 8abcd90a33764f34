"""What the simulated cooperatives are assumed to be: every figure the model rests on, in points and days.

One axis, half a year, everyone asks once, on a day of their own. A figure that is not the product's own
is a guess, and is said to be one; none was chosen to reach a goal.

**Levels.** The truth is normal over members, cut to 0-100. An honest member sets their level with a
small favourable bias and a noise (guess: about 7 points off). A peer sees the truth with a noise drawn
anew for each member (guess: more than one's own). In the honest scenario that is all; in every other one,
those whom the member chose are a little kind as well (guess: 3 points).
They confirm when what they saw is within 15 points of the level asked about, and give what they saw
otherwise.

**Who knows whom.** From 30 members on, everyone belongs to a branch of about 30; at any size, to two
project teams of about six, within the branch (guess). Peers are drawn among the branch; under 30
members, among everyone; coordinators, one for sixty members, never are. An honest member sees the two
names drawn, sets nobody aside, and chooses four others of their teams (guess).

**Answers.** 75 % of the chosen and 50 % of the drawn give a view; half of the other drawn abstain
(guess). Whoever speaks does so within the week. Two are drawn at once; each week those who were drawn
and not heard are replaced by the next of the same draw, until two have spoken, the draw is exhausted (5
names, 6 under 30 members), or the three weeks of the request have passed. Honest members answer four out
of five of the views below theirs (guess). Nobody adjusts their level: it is the one that was set first
that is judged.

**A ring.** One for sixty members, one at least, all of the same branch: people who work together. Its
members set themselves 30 points above what they honestly would; choose each other and nobody else, six
at most, so that whoever one chooses chooses one too; always answer each other, chosen or drawn, and
always confirm; answer every view below theirs. They judge everyone else honestly, and those drawn from
outside judge them honestly. *Schemers* also know the rule and go around it: each chooses those who come
next in a circle, so that no two confirm each other, and sets aside those drawn who are not of the ring,
two at most, hoping for better. A ring of more than half of a cooperative is not simulated: it would be
the cooperative.

**Spiteful people.** One member in ten always answers, chosen or drawn, and gives 40 points less than the
level asked about (they can but confirm one under 16). They judge themselves honestly.

**Accurate**: an own level within 10 points of the truth. **Falsely validated**: validated, with an own
level 20 points or more above the truth; counted among the members of a ring who stand so high.
"""

from dataclasses import dataclass
from enum import Enum

SEED = 20260615

TRUTH_MEAN, TRUTH_DEVIATION = 55.0, 20.0
OWN_BIAS, OWN_DEVIATION = 2.0, 7.0
PEER_DEVIATION = 10.0

BRANCH = 30
TEAM = 6
TEAMS_EACH = 2
COORDINATORS_SHARE = 60  # one for so many members
CHOSEN = 4
MOST_CHOSEN = 6

ANSWERED_BELOW = 0.80
AT_ONCE = 2
WEEK = 7
HEARD_WITHIN = 4  # days: how long a request that is answered waits
ANSWER_WITHIN = 21
HALF_YEAR = 182

INFLATED_BY = 30
MEMBERS_A_RING = 60
SET_ASIDE = 2
SPITE = 40
KINDNESS = 3.0

ACCURATE_WITHIN = 10
FALSE_FROM = 20


@dataclass(frozen=True)
class Asked:
    """How somebody came to be asked, and the chances that they give a view or abstain."""

    drawn: bool
    answer: float
    abstain: float


CHOSEN_PEER = Asked(drawn=False, answer=0.75, abstain=0.0)
DRAWN_PEER = Asked(drawn=True, answer=0.50, abstain=0.25)


class Tactic(Enum):
    """How a ring goes about it."""

    FRIENDS = "they choose and confirm each other"
    SCHEMERS = "they also go around the rule"


@dataclass(frozen=True)
class Scenario:
    """Who is not plainly honest: rings of so many, a share of spiteful people, kind friends (in points)."""

    name: str
    ring: int = 0
    tactic: Tactic = Tactic.FRIENDS
    spiteful: float = 0.0
    kindness: float = KINDNESS

    def fits(self, members: int) -> bool:
        """Whether a cooperative of this size has such people."""
        return 2 * self.ring <= members


HONEST = Scenario("honest", kindness=0.0)
KIND = Scenario("kind friends")
RING_OF_5 = Scenario("ring of 5", ring=5)
RING_OF_10 = Scenario("ring of 10", ring=10)
SCHEMERS_5 = Scenario("ring of 5, schemers", ring=5, tactic=Tactic.SCHEMERS)
SCHEMERS_10 = Scenario("ring of 10, schemers", ring=10, tactic=Tactic.SCHEMERS)
SPITEFUL = Scenario("spiteful 10 %", spiteful=0.1)
SCENARIOS = (HONEST, KIND, RING_OF_5, SCHEMERS_5, RING_OF_10, SCHEMERS_10, SPITEFUL)
