"""Jobs through real workers: nothing lost, nothing done twice, whatever dies meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from importlib import import_module
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.engine import make_url

from kernel import clock
from kernel.claims import FIRST_PAUSE, LONGEST_PAUSE, MOST_ATTEMPTS
from kernel.db import Database
from kernel.house import furnish
from kernel.jobs import Queue, later
from kernel.scope import Scope
from kernel.settings import Settings
from tenants.models import RoleName
from tests.commandline import Operator, call
from tests.mailserver import MailServer, link_of
from tests.servers import TEMPLATE, connected, copy_database, environment, other
from tests.worker.kinds import FRAGILE, GATE, LONG_NOTE, NOTE
from tests.worker.plant import Plant, mend
from tests.worker.waiting import until
from tests.world import Member, World, sign_in
from web.commands import parts
from worker import parts as worker_parts


@pytest.fixture
def cooperative(plant: Plant) -> UUID:
    """A new cooperative of the installation."""
    return World(plant.house).cooperative()


@pytest.fixture
def jeanne(plant: Plant, cooperative: UUID) -> Member:
    """Its coordinator."""
    return World(plant.house).member(cooperative, "Jeanne Abgrall", RoleName.COORDINATOR)


@pytest.fixture
def operator(
    plant: Plant, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Operator]:
    """The operator's command line on that installation."""
    for name, value in environment(plant.house.settings).items():
        monkeypatch.setenv(name, value)
    parts.house.cache_clear()
    yield partial(call, capsys)
    parts.house().database.close()
    parts.house.cache_clear()


@contextmanager
def gate(plant: Plant, cooperative: UUID) -> Iterator[None]:
    """A job of the cooperative that comes to its middle stays there as long as this lasts."""
    with plant.house.database.unit_of_work(Scope(cooperative=cooperative)) as session:
        session.one_at_a_time(GATE)
        yield


def unheard(plant: Plant, cooperative: UUID) -> UUID:
    """A job whose message was lost, a while ago."""
    database = Database(plant.house.settings)
    with database.unit_of_work(Scope(cooperative=cooperative)) as session:
        made = later(session, NOTE)
    database.close()
    plant.make_overdue(made)
    return made


def test_what_a_page_asks_for_is_done(
    plant: Plant, pages: Flask, jeanne: Member, mail_server: MailServer
) -> None:
    client = sign_in(pages.test_client(), plant.house, jeanne.person)
    email = f"{uuid4().hex}@guests.example"
    answer = client.post(jeanne.url("invitations"), data={"emails": email, "group": ""})
    assert answer.status_code == 303
    until(lambda: mail_server.letters(email), "the invitation is in the mail")
    letter = mail_server.letters(email)[0]
    page = pages.test_client().get(link_of(letter))
    assert page.status_code == 200
    assert email in page.text


def test_a_message_delivered_twice_does_its_job_once(plant: Plant, cooperative: UUID) -> None:
    with gate(plant, cooperative):
        made = plant.leave(NOTE, cooperative)
        until(plant.held, "the job is in its middle")
        plant.tell(NOTE, cooperative, made)
        plant.await_turn()  # in the other hand, after the second message
        assert plant.row(cooperative, made).done_at is None
    plant.await_done(cooperative, made)
    plant.tell(NOTE, cooperative, made)
    plant.await_turn()
    assert plant.traces(cooperative, made) == 1


def test_a_process_killed_in_the_middle_of_a_job(plant: Plant, cooperative: UUID) -> None:
    with gate(plant, cooperative):
        made = plant.leave(NOTE, cooperative)
        until(plant.held, "the job is in its middle")
        plant.kill_hands("worker-fast")
    plant.await_done(cooperative, made)
    assert plant.traces(cooperative, made) == 1
    plant.await_turn()


def test_a_worker_killed_in_the_middle_of_a_job(plant: Plant, cooperative: UUID) -> None:
    with gate(plant, cooperative):
        made = plant.leave(NOTE, cooperative)
        until(plant.held, "the job is in its middle")
        plant.kill("worker-fast")
    plant.make_overdue(made)  # waits for PostgreSQL to see that nobody is there, and to undo the work
    assert plant.traces(cooperative, made) == 0
    assert plant.row(cooperative, made).done_at is None
    plant.start_worker("fast", concurrency=2)
    plant.sweep()
    plant.await_done(cooperative, made)
    assert plant.traces(cooperative, made) == 1


def test_long_work_does_not_hold_up_short_work(plant: Plant, cooperative: UUID) -> None:
    with gate(plant, cooperative):
        several = [plant.leave(LONG_NOTE, cooperative) for _turn in range(3)]
        until(plant.held, "a long job is in its middle")
        plant.await_turn()
        assert all(plant.row(cooperative, made).done_at is None for made in several)
    plant.await_done(cooperative, *several)
    assert [plant.traces(cooperative, made) for made in several] == [1, 1, 1]


def test_valkey_killed_in_the_middle_of_a_job(plant: Plant, cooperative: UUID) -> None:
    with gate(plant, cooperative):
        under_way = plant.leave(NOTE, cooperative)
        until(plant.held, "the job is in its middle")
        plant.kill("valkey")
        unsaid = plant.leave(NOTE, cooperative)
        plant.start_valkey()
    plant.await_done(cooperative, under_way)
    plant.make_overdue(unsaid)
    plant.sweep()
    plant.await_done(cooperative, unsaid)
    plant.await_turn()
    assert [plant.traces(cooperative, made) for made in (under_way, unsaid)] == [1, 1]


def test_a_database_away_for_a_moment(plant: Plant, cooperative: UUID) -> None:
    name = plant.database_name
    made = unheard(plant, cooperative)
    gone = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = :name"
    plant.admin.execute(text(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false'))
    plant.admin.execute(text(gone), {"name": name})
    plant.tell(NOTE, cooperative, made)
    until(lambda: "OperationalError" in plant.log("worker-fast"), "the worker has met the fault")
    plant.admin.execute(text(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true'))
    plant.await_turn()
    plant.make_overdue(made)
    plant.sweep()
    plant.await_done(cooperative, made)
    assert plant.traces(cooperative, made) == 1


def test_a_job_that_fails_is_tried_again_given_up_listed_and_revived(
    plant: Plant, cooperative: UUID, operator: Operator
) -> None:
    made = plant.leave(FRAGILE, cooperative)
    for attempt in range(1, MOST_ATTEMPTS + 1):
        until(partial(plant.tried, cooperative, made, attempt), f"try {attempt}")
        pause = plant.row(cooperative, made).next_try_at - clock.now()
        expected = min(FIRST_PAUSE * 2**attempt, LONGEST_PAUSE)
        assert expected / 2 < pause <= expected
        plant.make_overdue(made)
        plant.sweep()
    plant.await_turn()
    assert plant.row(cooperative, made).failed_at is not None
    assert plant.traces(cooperative, made) == 0
    line = operator("jobs", "failed").out.strip()
    assert "\ttests.fragile\tLookupError at acts.py:" in line
    assert line.endswith(f"{cooperative} {made}")
    with plant.house.database.unit_of_work(Scope(cooperative=cooperative)) as session:
        mend(session)
    assert operator("jobs", "retry", str(cooperative), str(made)).status == 0
    plant.sweep()
    plant.await_done(cooperative, made)
    assert plant.traces(cooperative, made) == 1
    assert "awa@example.org" not in plant.log("worker-fast")


def test_the_schedule_finds_what_was_lost_and_workers_say_they_are_alive(
    plant: Plant, cooperative: UUID, operator: Operator
) -> None:
    made = unheard(plant, cooperative)
    plant.await_done(cooperative, made)
    for queue in Queue:
        until(partial(plant.house.cache.is_alive, f"worker-{queue}"), f"{queue} says it is alive")
    checked = operator("check")
    assert (checked.status, {line.split("\t")[1] for line in checked.out.splitlines()}) == (0, {"ok"})


def test_a_worker_refuses_walls_that_do_not_stand(installation: Plant) -> None:
    with connected(str(installation.house.settings.database_admin_url)) as above:
        name = f"{installation.database_name}_unsafe"
        copy_database(above, TEMPLATE, name)
    broken = other(installation.house.settings, name)
    with connected(admin_url_of(broken)) as above:
        above.execute(text("GRANT SELECT ON person TO musette_app"))
    refused = installation.start_worker("fast", settings=broken, name="refused")
    until(lambda: refused.ended() is not None, "the worker has left")
    assert refused.ended() != 0
    assert "musette_app holds SELECT" in installation.log("refused")
    assert "Traceback" not in installation.log("refused")
    installation.admin.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))


def test_a_worker_refuses_to_start_without_its_database(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = replace(settings, database_url="postgresql://127.0.0.1:1/musette")
    monkeypatch.setattr(worker_parts, "house", lambda: furnish(nowhere))
    with pytest.raises(SystemExit, match="refused"):
        import_module("worker.app").check_walls()


def admin_url_of(settings: Settings) -> str:
    """Where the superuser finds the same database."""
    url = make_url(str(settings.database_admin_url))
    return url.set(database=make_url(settings.database_url).database).render_as_string(hide_password=False)
