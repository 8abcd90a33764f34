"""Jobs through real workers: nothing lost, nothing done twice, whatever dies meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from kernel import clock
from kernel.claims import FIRST_PAUSE, LONGEST_PAUSE, MOST_ATTEMPTS
from kernel.db import Database
from kernel.jobs import TIME_LIMIT, Job, Queue, later
from kernel.ping import PING
from kernel.relay import BATCH_SIZE, plan
from kernel.scope import Scope
from kernel.walls import Role
from tenants.jobs import INVITATION_MAIL
from tenants.models import RoleName
from tests.commandline import Operator, call
from tests.mailserver import BUSY, GONE, PASSWORD, MailServer, link_of
from tests.servers import environment
from tests.worker.kinds import FRAGILE, GATE, LONG_NOTE, NOTE
from tests.worker.plant import Plant, mend
from tests.worker.waiting import until
from tests.world import Member, World, sign_in
from web.commands import parts
from worker.schedule import ALIVE_FOR


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
    if parts.house.cache_info().currsize:
        parts.house().database.close()
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


def test_a_mail_server_that_is_away_or_refuses_holds_nobody_up(
    plant: Plant, pages: Flask, jeanne: Member, mail_server: MailServer
) -> None:
    client = sign_in(pages.test_client(), plant.house, jeanne.person)
    welcome, busy, gone = (f"{uuid4().hex}@guests.example" for _each in range(3))
    mail_server.refused.update({busy: BUSY, gone: GONE})
    with mail_server.away():
        guests = {"emails": f"{welcome}\n{busy}\n{gone}", "group": ""}
        assert client.post(jeanne.url("invitations"), data=guests).status_code == 303
        until(lambda: len(waiting(plant, jeanne, attempts=1)) == 3, "each mail has been tried")
    again(plant, jeanne)
    until(lambda: mail_server.letters(welcome), "the mail of whom the server knows has gone")
    until(lambda: len(waiting(plant, jeanne, attempts=2)) == 2, "the others have been tried again")
    del mail_server.refused[busy]
    again(plant, jeanne)
    until(lambda: mail_server.letters(busy), "the mail refused for a while has gone")
    until(lambda: len(waiting(plant, jeanne, attempts=3)) == 1, "the last one has been tried again")
    assert [len(mail_server.letters(each)) for each in (welcome, busy, gone)] == [1, 1, 0]
    log, token = plant.log("worker-fast"), link_of(mail_server.letters(busy)[0]).rpartition(".")[2]
    assert [word for word in (welcome, busy, gone, token, PASSWORD) if word in log] == []
    assert "SMTPRecipientsRefused at " in log


def waiting(plant: Plant, coordinator: Member, *, attempts: int) -> list[UUID]:
    """The mails of a cooperative that wait for another try, after so many."""
    with plant.house.database.reading(Scope(cooperative=coordinator.cooperative)) as session:
        mails = select(Job.id).where(Job.kind == INVITATION_MAIL.name, Job.done_at.is_(None))
        return list(session.scalars(mails.where(Job.attempts == attempts, Job.fault.is_not(None))))


def again(plant: Plant, coordinator: Member) -> None:
    """Let the time have come to try the mails that were not sent."""
    for tried in range(1, MOST_ATTEMPTS):
        for job in waiting(plant, coordinator, attempts=tried):
            plant.make_overdue(job)
    plant.sweep()


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


def sign_of_life(plant: Plant, queue: Queue) -> int:
    """For how many seconds a queue still counts as served; -2 when it does not."""
    found: int = plant.house.cache._redis.ttl(f"musette:alive:worker-{queue}")
    return found


def test_a_worker_is_seen_as_soon_as_it_is_ready_and_while_a_job_lasts(
    plant: Plant, cooperative: UUID
) -> None:
    plant.kill("beat")  # nobody asks it for a sign of life
    plant.await_done(cooperative, plant.leave(LONG_NOTE, cooperative))
    plant.kill("worker-bulk")
    plant.house.cache._redis.delete("musette:alive:worker-bulk")
    plant.start_worker("bulk")
    until(partial(plant.house.cache.is_alive, f"worker-{Queue.BULK}"), "the worker is seen")
    assert sign_of_life(plant, Queue.BULK) <= ALIVE_FOR
    with gate(plant, cooperative):
        made = plant.leave(LONG_NOTE, cooperative)
        until(plant.held, "a long job is in its middle")
        assert ALIVE_FOR < sign_of_life(plant, Queue.BULK) <= TIME_LIMIT
    plant.await_done(cooperative, made)
    until(lambda: sign_of_life(plant, Queue.BULK) <= ALIVE_FOR, "it is seen as usual")
    plant.start_beat()


def test_batches_follow_one_another_without_the_schedule(plant: Plant) -> None:
    plant.kill("beat")
    people = [uuid4() for _each in range(2 * BATCH_SIZE + 1)]
    with plant.house.database.unit_of_work(role=Role.RELAY) as session:
        batch, _beside = plan(session, PING, dict.fromkeys(people, "2026-01-31"))
    plant.house.bell.ring_for(batch)
    until(lambda: not undone(plant), "all are done")
    plant.start_beat()


def undone(plant: Plant) -> int:
    """How many jobs that answer a ping wait."""
    with plant.house.database.reading(role=Role.RELAY) as session:
        open_ones = select(func.count()).where(Job.kind == PING.name, Job.done_at.is_(None))
        return session.scalar(open_ones) or 0
