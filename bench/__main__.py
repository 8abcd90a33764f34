"""Runs one bench by its name; the exit status is 1 when a goal is missed, 2 for a name that is unknown."""

import sys
from collections.abc import Callable, Sequence
from typing import NamedTuple

from bench.badges.measures import badges
from bench.badges.resigning import resigning
from bench.dashboards.measures import dashboards
from bench.disclosure.measures import disclosure
from bench.goals import Reached, status
from bench.peer.measures import peer


class Bench(NamedTuple):
    """One bench: what runs it (it prints what it measures and gives its goals), and what it measures."""

    run: Callable[[], list[Reached]]
    measures: str


BENCHES = {
    "badges": Bench(badges, "badges signed and verified in a second, beside pyld, Node and raw Ed25519"),
    "dashboards": Bench(dashboards, "closes, audits, pages and jobs at the size of SMart, beside baselines"),
    "disclosure": Bench(disclosure, "what our portraits expose, beside live tables with a floor of five"),
    "resigning": Bench(resigning, "35,000 badges signed again under a new key, as one job stopped half-way"),
    "peer": Bench(peer, "the rule that validates a level, on simulated cooperatives"),
}


def main(arguments: Sequence[str]) -> int:
    """Run the bench named, then print one line a goal; gives the exit status."""
    if len(arguments) != 1 or arguments[0] not in BENCHES:
        print(summary(), file=sys.stderr)
        return 2
    reached = BENCHES[arguments[0]].run()
    print("\n".join(each.line() for each in reached))
    return status(reached)


def summary() -> str:
    """The benches, one a line."""
    lines = (f"  {name:<10}  {bench.measures}" for name, bench in BENCHES.items())
    return "\n".join(("bench NAME, where NAME is one of:", *lines))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
