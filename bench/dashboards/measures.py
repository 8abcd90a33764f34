"""The dashboards at SMart's size: every goal measured beside its baseline, in one run, on generated data."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bench.baselines import bare_insert, bare_page, flask_hello, grouping_sets, task_each, wall_alone
from bench.dashboards.closes import Closing, closes
from bench.dashboards.ground import Ground, ground
from bench.dashboards.profiles import profiles
from bench.dashboards.served import served
from bench.dashboards.submissions import submissions
from bench.dashboards.working import CLOSES, batches, due, fairness
from bench.goals import Reached
from demo.large.sizes import SMART, Size

SOURCES = {
    "one query": grouping_sets.SOURCE,
    "bare insert": bare_insert.SOURCE,
    "bare ORM page": bare_page.SOURCE,
    "Flask hello": flask_hello.SOURCE,
    "the wall alone": wall_alone.SOURCE,
    "a task each": task_each.SOURCE,
    "policies off": "a copy of the database without the policies that restrict the application's role",
}
ABOUT = """\
{members} members and ten years, beside the same with two years, 300 members, and {small} small cooperatives
ratios: medians of turns, ours then its baseline; PostgreSQL, Valkey, gunicorn and workers as installed
history: every earlier campaign has closed, all its tables published: the audit has the most to look at
an audit is stopped after a minute, and its time reckoned from the axes it has looked at"""


@dataclass(frozen=True)
class Sizes:
    """What is generated for one run: the small cooperatives, all due, come with the short history.

    A close reads eighteen months: twelve, and the twelve of the portrait half a year before. With one year of
    history a third of that is not there yet: two years are the shortest that give it as much to read as ten.
    """

    long: Size
    short: Size
    usual: Size


SIZES = Sizes(
    long=replace(SMART, small=0, closes_in=-1),
    short=replace(SMART, seed=2, years=2, closes_in=-1, due=1.0),
    usual=replace(SMART, seed=3, members=300, small=0, closes_in=-1),
)


def dashboards() -> list[Reached]:
    """Measure everything, say beside what, and give the goals."""
    with ground() as place:
        found = list(measure(place, SIZES))
    print(ABOUT.format(members=SIZES.long.members, small=SIZES.short.small))
    print("\n".join(f"  {name}: {source}" for name, source in SOURCES.items()), end="\n\n")
    return found


def measure(place: Ground, sizes: Sizes) -> Iterator[Reached]:
    """Every row; the large close comes last among those that need its campaign open."""
    long, short, usual = (Closing(place, place.load(each)) for each in (sizes.long, sizes.short, sizes.usual))
    yield from closes(long, short, usual)
    day = usual.publish()
    bare = place.bare()
    yield from submissions(place, bare, long.home)
    yield from profiles(place, long.home)
    yield from served(place, bare, usual.home, day)
    waiting = due(place)
    yield from fairness(place, long.home, waiting[:CLOSES])
    yield from batches(place, waiting[CLOSES:])
