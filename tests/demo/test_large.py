"""Cooperatives of any size: the same for a seed, as the application would have written them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from sqlalchemy import func, select

from assessment.forms import SENIORITIES
from assessment.models import Contribution
from assessment.referential import Axis, referential
from assessment.rules import period_of
from dashboards.portrait import read
from dashboards.queries.portraits import latest_release
from dashboards.service.closing import close_due
from dashboards.service.counting import count
from demo.large import words
from demo.large.chance import ids, stream
from demo.large.cooperatives import large, slug, small
from demo.large.loading import Loaded, load
from demo.large.rows import ZONE
from demo.large.sizes import Size
from kernel import clock
from kernel.house import House, furnish
from kernel.scope import Scope
from kernel.settings import Settings, SettingsError
from kernel.walls import Role
from local.parts import Urls
from people.models import Person
from people.passwords import matches
from tenants.models import Campaign, Cooperative, GroupMember, Membership, RoleHeld
from tenants.queries.cooperatives import open_campaign
from tests.servers import TEMPLATE, alone, copy_database, other
from web.safety import findings

TINY = Size(seed=7, members=80, years=2, small=6, closes_in=-1)
TODAY = date(2026, 6, 15)


@pytest.fixture(scope="module")
def loaded(urls: Urls, settings: Settings, worker_number: int) -> Iterator[tuple[House, Loaded]]:
    """A database of its own, with a tiny load in it."""
    name = f"musette_large_{worker_number}"
    with alone(urls) as admin:
        copy_database(admin, TEMPLATE, name)
    house = furnish(other(settings, name))
    made = load(house.settings, TINY)
    assert made
    yield house, made
    house.database.close()


def homes(house: House) -> dict[str, Cooperative]:
    with house.database.reading() as session:
        return {each.slug: each for each in session.scalars(select(Cooperative))}


def numbers(house: House, *models: type) -> list[int]:
    """How many rows some tables have, walls apart."""
    with house.database.engine(Role.BACKUP).connect() as connection:
        return [connection.scalar(select(func.count()).select_from(each)) or 0 for each in models]


def test_the_walls_stand_and_every_row_is_there(loaded: tuple[House, Loaded]) -> None:
    house, made = loaded
    assert findings(house.database)[0] == []
    found = numbers(house, Cooperative, Membership, Contribution, Person, RoleHeld, Campaign)
    assert found[:3] == [made.cooperatives, made.members, made.contributions]
    assert found[3:] == [made.members, 7, 4 + 6]
    assert made.cooperatives == 7
    assert made.contributions > 100


def test_loading_again_does_nothing(loaded: tuple[House, Loaded]) -> None:
    house, _made = loaded
    before = numbers(house, Cooperative, Person, Contribution)
    assert load(house.settings, TINY) is None
    assert numbers(house, Cooperative, Person, Contribution) == before


def test_what_a_cooperative_holds_is_what_the_services_would_have_written(
    loaded: tuple[House, Loaded],
) -> None:
    house, _made = loaded
    home = homes(house)[slug(TINY)]
    with house.database.reading(Scope(cooperative=home.cooperative_id), Role.MACHINE) as session:
        members = {each.id: each for each in session.scalars(select(Membership))}
        closings = list(session.scalars(select(Campaign.closes_on)))
        held = session.scalars(select(Contribution)).all()
        inside = {each.member_id: each for each in session.scalars(select(GroupMember))}
    assert sum(each.until is None for each in members.values()) == TINY.members
    assert {each.member_id for each in held} <= {key for key, each in members.items() if each.until is None}
    assert {key: each.until for key, each in members.items()} == {
        key: each.until for key, each in inside.items()
    }
    for each in held:
        day = clock.day_of(each.submitted_at, ZONE)
        assert each.period == period_of(day, closings)
        assert members[each.member_id].since < day < clock.today(ZONE)
        if all(level is None for level in each.levels.values()):
            assert (each.status, each.trade, each.seniority, each.territory) == (None,) * 4
    assert any(each.rest_time is None and each.creativity is not None for each in held)
    assert {each.seniority for each in held} <= {*SENIORITIES, None}
    assert {each.status for each in held} <= {*(each.id for each in referential().statuses), None}
    assert {each.trade for each in held} <= {*words.TRADES, None}


def test_a_campaign_that_is_over_can_be_closed(loaded: tuple[House, Loaded]) -> None:
    house, _made = loaded
    home = homes(house)[slug(TINY)]
    assert home.next_close_on == clock.today(ZONE) + timedelta(days=TINY.closes_in)
    scope = Scope(cooperative=home.cooperative_id)
    with house.database.unit_of_work(scope, Role.MACHINE) as session:
        assert close_due(session) == [home.next_close_on]
    with house.database.reading(scope) as session:
        release = latest_release(session)
        assert release
        portrait = read(release.payload)
    assert portrait.published
    assert portrait.members == TINY.members
    assert all(portrait.axes[axis].mean is not None for axis in Axis)


def test_small_cooperatives_are_due_or_still_run(loaded: tuple[House, Loaded]) -> None:
    house, _made = loaded
    ends = [each.next_close_on for key, each in homes(house).items() if key != slug(TINY)]
    today = clock.today(ZONE)
    assert sorted(day < today for day in ends if day) == [False] * 3 + [True] * 3
    running = next(
        each for each in homes(house).values() if each.next_close_on and each.next_close_on >= today
    )
    with house.database.unit_of_work(Scope(cooperative=running.cooperative_id), Role.MACHINE) as session:
        count(session)
        campaign = open_campaign(session)
        assert campaign
        assert campaign.counted_at is not None


def test_nobody_can_be_written_to_or_has_a_password(loaded: tuple[House, Loaded]) -> None:
    house, _made = loaded
    with house.database.reading(role=Role.IDENTITY) as session:
        people = session.scalars(select(Person)).all()
    assert all(each.email.endswith(".example") for each in people)
    assert len({each.password_hash for each in people}) == 1
    assert not matches("", people[0].password_hash)


def test_without_the_administrators_address_it_says_so(settings: Settings) -> None:
    with pytest.raises(SettingsError, match="DATABASE_ADMIN_URL is missing"):
        load(replace(settings, database_admin_url=None), TINY)


def everything(size: Size) -> list[dict[str, object]]:
    return [dict(rows.columns) for rows in (*large(size, TODAY, "x"), *small(size, TODAY, "x"))]


def test_the_same_seed_makes_the_same_rows() -> None:
    assert everything(TINY) == everything(TINY)
    assert everything(TINY) != everything(replace(TINY, seed=8))


def test_one_small_cooperative_or_none() -> None:
    assert len(list(small(replace(TINY, small=0), TODAY, "x"))) == 0
    assert {
        len(set(rows.columns["cooperative_id"]))
        for rows in small(replace(TINY, small=1), TODAY, "x")
        if "cooperative_id" in rows.columns
    } == {1}


def test_ids_are_random_ones() -> None:
    made = ids(stream(1), 1000)
    assert len(set(made)) == 1000
    assert {each[14] for each in made} == {"4"}
    assert {each[19] for each in made} <= set("89ab")
    assert made == ids(stream(1), 1000)


@pytest.mark.parametrize("wrong", [{"members": 9}, {"years": 0}, {"small": -1}, {"due": 1.5}])
def test_a_size_that_cannot_be(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="ten members"):
        Size(**wrong)


def test_levels_look_like_those_of_people() -> None:
    rows = {each.model: each.columns for each in large(Size(members=3000, years=4, small=0), TODAY, "x")}
    held = rows[Contribution]
    for axis in Axis:
        levels = np.array([each for each in held[axis] if each is not None])
        assert 35 < levels.mean() < 70
        assert 15 < levels.std() < 30
    refused = [sum(level is None for level in held[axis]) / len(held[axis]) for axis in Axis]
    assert refused[list(Axis).index(Axis.FINANCIAL_AUTONOMY)] > 0.2 > refused[0] > 0.05
