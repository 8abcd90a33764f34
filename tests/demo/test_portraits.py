"""Every portrait is the service's: rounded from exact sums, on ten people or more, safe beside the others."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from sqlalchemy import select

from assessment.models import Contribution
from assessment.referential import Axis
from dashboards.disclosure import Floors, minimum_isolated
from dashboards.display import COUNT_STEP, HIGHEST, LOWEST, level_step
from dashboards.models import Release
from dashboards.portrait import Portrait, read
from kernel import clock
from kernel.house import House
from kernel.scope import Scope
from kernel.walls import Role
from tenants.models import Campaign, Cooperative, Membership
from tests.dashboards.presences import presence_of
from tests.dashboards.sealed import Sealed, sealed_sets


def homes(house: House) -> Iterator[tuple[str, Scope]]:
    with house.database.reading() as session:
        rows = session.execute(select(Cooperative.slug, Cooperative.cooperative_id)).all()
    return ((slug, Scope(cooperative=each)) for slug, each in rows)


def test_each_closed_campaign_has_its_portrait_and_the_open_one_none(pristine: House) -> None:
    counts = {}
    for slug, scope in homes(pristine):
        with pristine.database.reading(scope, Role.MACHINE) as session:
            releases = {each.closed_on: each for each in session.scalars(select(Release))}
            campaigns = session.scalars(select(Campaign)).all()
            assert {each.closes_on for each in campaigns if each.closed_at} == releases.keys()
            for each in campaigns:
                assert (each.closed_at is None) is (each.closes_on >= clock.today("Europe/Paris"))
                if each.closed_at:
                    after = each.closed_at - releases[each.closes_on].published_at
                    assert after == timedelta(0)
                    assert clock.day_of(each.closed_at, "Europe/Paris") == each.closes_on + timedelta(days=1)
            counts[slug] = sum(read(each.payload).published for each in releases.values())
    assert counts == {"l-etabli-commun": 4, "la-petite-fournee": 0, "grand-large": 4}


def test_no_figure_stands_on_fewer_than_ten(pristine: House) -> None:
    for portrait, _sets in every(pristine):
        assert portrait.contributors is None or portrait.contributors >= 10
        for shown in portrait.axes.values():
            assert shown.contributors is None or shown.contributors >= 10
            assert (shown.mean is None) is (shown.contributors is None)


def test_each_mean_is_rounded_from_its_sealed_sum(pristine: House) -> None:
    checked = 0
    for portrait, sets in every(pristine):
        for axis, shown in portrait.axes.items():
            sealed = sets.get((axis, "all"))
            if shown.mean is None:
                assert sealed is None
                continue
            assert sealed is not None
            n, step = len(sealed.keys), level_step(len(sealed.keys))
            assert shown.contributors == n // COUNT_STEP * COUNT_STEP
            assert abs(shown.mean - sealed.total / n) <= step / 2
            assert LOWEST <= shown.mean <= HIGHEST
            checked += 1
    assert checked == 8 * len(Axis)


def test_the_change_rule_holds_on_the_whole_history(pristine: House) -> None:
    for slug, scope in homes(pristine):
        with pristine.database.reading(scope, Role.MACHINE) as session:
            sets = sealed_sets(session)
        for series in {(each.measure, each.cell) for each in sets}:
            keys = [each.keys for each in sets if (each.measure, each.cell) == series]
            fewest = minimum_isolated(presence_of(keys))
            assert fewest is not None
            assert fewest >= Floors().change, (slug, series)


def test_the_trend_of_one_axis_is_worth_a_word(pristine: House) -> None:
    moved = {}
    for slug, _scope in homes(pristine):
        found = [portrait for portrait, _ in every(pristine, slug)]
        moved[slug] = [
            new - old
            for before, after in pairwise(found)
            for axis in after.axes
            if (old := before.axes[axis].mean) is not None and (new := after.axes[axis].mean) is not None
        ]
    assert any(abs(each) >= 10 for each in moved["l-etabli-commun"])
    assert sum(abs(each) < 10 for each in moved["l-etabli-commun"]) > 15


def test_members_are_counted_as_they_were_on_the_day(pristine: House) -> None:
    seen = set()
    for slug, scope in homes(pristine):
        with pristine.database.reading(scope) as session:
            members = session.scalars(select(Membership)).all()
            releases = session.scalars(select(Release)).all()
        for each in releases:
            day = each.closed_on
            present = [one for one in members if one.since <= day and (one.until is None or one.until > day)]
            assert read(each.payload).members == len(present), (slug, day)
            seen.add((slug, len(present)))
    assert len(seen) > 5  # people came and went


def test_what_is_taken_back_counted_before_and_counts_no_more(pristine: House) -> None:
    slugs = dict(homes(pristine))
    with pristine.database.reading(slugs["l-etabli-commun"], Role.MACHINE) as session:
        who = session.scalars(select(Membership).where(Membership.display_name == "Gwenola Quéré")).one()
        held = session.scalars(select(Contribution).where(Contribution.member_id == who.id)).all()
        keys = {each.key.bytes for each in held}
        sets = sealed_sets(session)
    counted = {
        axis: [bool(keys & each.keys) for each in sets if (each.measure, each.cell) == (axis, "all")]
        for axis in (Axis.REST_TIME, Axis.FINANCIAL_AUTONOMY)
    }
    assert counted[Axis.REST_TIME] == [True] * 4
    assert counted[Axis.FINANCIAL_AUTONOMY] == [True, True, True, False]


def every(
    house: House, wanted: str | None = None
) -> Iterator[tuple[Portrait, dict[tuple[str, str], Sealed]]]:
    """Each portrait, oldest first, with the sealed sets behind it."""
    for slug, scope in homes(house):
        if wanted in (None, slug):
            with house.database.reading(scope, Role.MACHINE) as session:
                sets = sealed_sets(session)
                releases = session.scalars(select(Release).order_by(Release.closed_on)).all()
            for each in releases:
                own = {(row.measure, row.cell): row for row in sets if row.closed_on == each.closed_on}
                yield read(each.payload), own
