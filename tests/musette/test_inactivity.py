"""Accounts nobody uses: two mails, then nothing is left; whoever signs in, or is needed, stays."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select, update

from assessment.models import Assessment
from kernel import clock
from kernel.claims import claimed
from kernel.db import UnitOfWork
from kernel.house import House
from kernel.jobs import Job
from kernel.scope import Scope
from kernel.walls import Role
from musette import jobs
from musette.service import inactivity
from people import service as people
from people.models import Erased, Login, Person, Token
from people.queries import announced
from people.rules import BETWEEN_NOTICES, NOTICES, UNUSED_KEPT, Step, ends_on, next_step
from tenants.models import Membership, RoleName
from tenants.service import cooperatives
from tests.mailbox import mails_to
from tests.world import PASSWORD, Member, World, open_door
from worker import periodic
from worker.jobs import ACTS

NOW = datetime(2026, 6, 1, tzinfo=UTC)
DAYS = st.integers(0, 3000).map(lambda days: timedelta(days=days))


@contextmanager
def identity(house: House, member: Member) -> Iterator[UnitOfWork]:
    """A unit of work on an account."""
    with house.database.unit_of_work(Scope(person=member.person), Role.IDENTITY) as session:
        yield session


def pass_day(member: Member, days: int) -> None:
    """The schedule finds an account, twice, so many days from now; then the jobs run."""
    with clock.at(clock.now() + timedelta(days=days)):
        for _twice in range(2):
            with identity(member.world.house, member) as session:
                inactivity.look_after(session)
        member.world.run_jobs()


def account(member: Member) -> Person | None:
    """The account of a member, if it is still there."""
    with identity(member.world.house, member) as session:
        return session.get(Person, member.person)


def mails(member: Member) -> list[str]:
    """What was announced to them, the oldest first."""
    found = mails_to(member.world.house, member.email)
    return [each for each in reversed(found) if "erased" in each or "effac" in each]


@pytest.fixture
def awa(world: World) -> Member:
    """A member who coordinates nothing, and has taken stock."""
    home = world.cooperative("Loin")
    world.member(home, "Jeanne Abgrall", RoleName.COORDINATOR)
    made = world.member(home, "Awa Diallo", language="en")
    world.assess(made)
    return made


@given(DAYS, st.integers(0, 2), DAYS | st.none())
def test_nothing_is_erased_before_two_notices_and_three_years(
    idle: timedelta, notices: int, since: timedelta | None
) -> None:
    noticed = None if since is None or not notices else NOW - since
    step = next_step(NOW - idle, notices, noticed, NOW)
    if step is Step.ERASE:
        assert notices == len(NOTICES)
        assert idle >= UNUSED_KEPT
        assert noticed is None or NOW - noticed >= BETWEEN_NOTICES
    if step is Step.ANNOUNCE:
        assert notices < len(NOTICES)
        assert idle >= NOTICES[notices]


def test_the_steps_of_a_whole_life() -> None:
    seen = NOW - timedelta(days=1034)
    assert next_step(seen, 0, None, NOW) is None
    assert next_step(seen, 0, None, NOW + timedelta(days=1)) is Step.ANNOUNCE
    first = NOW + timedelta(days=1)
    assert next_step(seen, 1, first, first + timedelta(days=29)) is None
    assert next_step(seen, 1, first, first + timedelta(days=30)) is Step.ANNOUNCE
    assert ends_on(seen, 1, first) == seen + UNUSED_KEPT
    late = seen + timedelta(days=4000)  # an installation that was away for years erases nobody unannounced
    assert next_step(seen, 0, None, late) is Step.ANNOUNCE
    assert ends_on(seen, 1, late) == late + timedelta(days=60)
    assert ends_on(seen, 2, late) == late + timedelta(days=30)


def test_two_mails_then_nothing_is_left(awa: Member) -> None:
    pass_day(awa, 1000)
    assert mails(awa) == []
    pass_day(awa, 1036)
    (first,) = mails(awa)
    assert "You will receive one more message" in first
    pass_day(awa, 1050)
    assert len(mails(awa)) == 1
    pass_day(awa, 1067)
    assert "This is the last message about it." in mails(awa)[1]
    pass_day(awa, 1095)
    assert account(awa) is not None
    pass_day(awa, 1098)
    assert account(awa) is None
    with awa.acting() as session:
        assert session.scalar(select(func.count()).select_from(Assessment)) == 0
        left = session.get(Membership, (awa.cooperative, awa.id))
        assert left is not None
        assert (left.person_id, left.display_name) == (None, "")
    pass_day(awa, 1099)  # once more changes nothing


def test_signing_in_forgets_all_of_it(awa: Member, house: House) -> None:
    pass_day(awa, 1036)
    with clock.at(clock.now() + timedelta(days=1040)), identity(house, awa) as session:
        people.sign_in(session, email=awa.email, password=PASSWORD)
    found = account(awa)
    assert found is not None
    assert (found.notices, found.noticed_at) == (0, None)
    pass_day(awa, 1067)
    pass_day(awa, 1100)
    assert len(mails(awa)) == 1


def test_using_an_open_sign_in_counts_as_much(awa: Member, house: House) -> None:
    open_door(house, awa.person)
    pass_day(awa, 1036)
    with clock.at(clock.now() + timedelta(days=1037)), identity(house, awa) as session:
        login = session.scalars(select(Login.id).where(Login.person_id == awa.person)).one()
        people.seen(session, login_id=login)
    found = account(awa)
    assert found is not None
    assert found.notices == 0
    assert found.last_seen_at > clock.now() + timedelta(days=1036)


def test_whoever_coordinates_alone_stays_until_somebody_else_does(world: World) -> None:
    home = world.cooperative("Seule")
    jeanne = world.member(home, "Jeanne Abgrall", RoleName.COORDINATOR)
    for days in (1036, 1067, 1098):
        pass_day(jeanne, days)
    assert account(jeanne) is not None
    assert "ne coordonne Seule" in mails(jeanne)[1]
    world.member(home, "Paul Le Goff", RoleName.COORDINATOR)
    pass_day(jeanne, 1150)
    assert account(jeanne) is None


def test_a_closed_cooperative_needs_nobody(world: World, house: House) -> None:
    home = world.cooperative("Close")
    jeanne = world.member(home, "Jeanne Abgrall", RoleName.COORDINATOR)
    with house.database.unit_of_work(Scope(cooperative=home)) as session:
        cooperatives.close(session)
    world.run_jobs()
    for days in (1036, 1067, 1098):
        pass_day(jeanne, days)
    assert account(jeanne) is None


def test_a_worker_killed_half_way_erases_all_of_it_or_nothing(awa: Member, house: House) -> None:
    for days in (1036, 1067):
        pass_day(awa, days)
    with clock.at(clock.now() + timedelta(days=1098)):
        with identity(house, awa) as session:
            inactivity.look_after(session)
        (name, scope_id, job_id, _ids) = next(
            each for each in awa.world.waiting() if each[0] == jobs.UNUSED.name
        )
        assert name == jobs.UNUSED.name

        def die() -> None:
            with claimed(house.database, jobs.UNUSED, scope_id, job_id) as claim:
                assert claim is not None
                ACTS[jobs.UNUSED](claim)
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            die()
        assert account(awa) is not None
        before = erased(house)
        with house.database.unit_of_work(role=Role.RELAY) as session:
            session.execute(update(Job).where(Job.id == job_id).values(next_try_at=clock.now()))
        awa.world.run_jobs()
    assert account(awa) is None
    assert erased(house) == before + 1


def erased(house: House) -> int:
    """How many accounts were erased, in all."""
    with house.database.reading(role=Role.IDENTITY) as session:
        return session.scalar(select(func.sum(Erased.n))) or 0


def test_the_schedule_finds_them_once_and_tidies_up(awa: Member, house: House) -> None:
    ago = clock.now() - timedelta(days=1036)
    with identity(house, awa) as session:
        session.execute(update(Person).where(Person.id == awa.person).values(last_seen_at=ago))
        open_until = {"person_id": awa.person, "device": "", "expires_at": ago}
        session.add(Login(token_hash=str(awa.id), **open_until))
        session.add(Token(token_hash=str(awa.id), purpose="change-address", email=awa.email, expires_at=ago))
    for _twice in range(2):
        periodic.look_after_unused()
    with identity(house, awa) as session:
        asked = select(func.count()).select_from(Job).where(Job.kind == jobs.UNUSED.name)
        assert session.scalar(asked) == 1
        for model in (Login, Token):
            gone = select(func.count()).select_from(model).where(model.token_hash == str(awa.id))
            assert session.scalar(gone) == 0
        before = announced(session)
    awa.world.run_jobs()
    with identity(house, awa) as session:
        assert announced(session) == (before[0] + 1, before[1])
