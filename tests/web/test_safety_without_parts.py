"""When a part is missing: what is said, what still works, and that the page which says so needs nothing."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import Connection, text
from werkzeug.test import TestResponse

from kernel import clock
from kernel.cache import Cache
from kernel.claims import claimed
from kernel.house import House
from kernel.jobs import Queue, later
from kernel.ping import PING
from kernel.progress import STALLED
from kernel.scope import Scope
from kernel.settings import Settings
from kernel.walls import Role
from tests.servers import TEMPLATE, copy_database, other
from tests.story import Story
from tests.web.addresses import SKIPPED, every_page, path_of, person_of
from tests.web.serving import Elsewhere, browser
from tests.world import PASSWORD, World, keep_apart, sign_in
from web.headers import ALWAYS

NO_REDIS = "unix:///nowhere/valkey"
NO_DATABASE = "postgresql:///musette?host=/nowhere"
SITUATION = {"status": "esa", "trade": "Reliure", "seniority": ""}
APART = SKIPPED | {"verification.one"}  # verdicts stand in Redis alone
# What a page keeps in Redis, it keeps for whoever reads it: each page is asked for by one of those who may.
ONCE_A_PAGE = {
    page.endpoint: page
    for role in ("peer", "coordinator", "member")
    for page in every_page()
    if page.role == role and page.endpoint not in APART
}
RESTING = {
    "en": "The database does not answer. Nothing you have saved is lost; try again in a moment.",
    "fr": "La base de données ne répond pas.",
}


@pytest.fixture
def workers(settings: Settings, house: House) -> Iterator[Cache]:
    """Both workers have given a sign of life, and no job has stalled."""
    keep_apart(house)
    cache = Cache(settings.redis_url)
    for queue in Queue:
        cache.say_alive(f"worker-{queue}", seconds=60)
    yield cache
    for queue in Queue:
        cache.say_alive(f"worker-{queue}", seconds=1)


def state(app: Flask) -> tuple[int, str, dict[str, str]]:
    """What the health of an installation is."""
    answer = browser(app).get("/healthz")
    assert answer.json
    wrong = {name: said for name, said in answer.json["parts"].items() if said != "ok"}
    return answer.status_code, answer.json["status"], wrong


def test_all_is_well(plain: Flask, workers: Cache) -> None:
    assert workers
    assert state(plain) == (200, "ok", {})


def test_a_silent_worker_is_said(plain: Flask, workers: Cache, settings: Settings) -> None:
    assert settings
    workers._redis.delete("musette:alive:worker-bulk")
    assert state(plain) == (503, "failing", {"worker_bulk": "silent"})


def test_jobs_that_do_not_go_forward_are_said(plain: Flask, workers: Cache, house: House) -> None:
    assert workers
    person = uuid4()
    with clock.at(clock.now() - 2 * STALLED):
        with house.database.unit_of_work(Scope(person=person)) as session:
            made = later(session, PING)
        with pytest.raises(SystemExit), claimed(house.database, PING, person, made):
            raise SystemExit  # its process is killed
    assert state(plain) == (503, "failing", {"jobs": "1 stalled"})
    with claimed(house.database, PING, person, made):
        pass
    assert state(plain) == (200, "ok", {})


def test_without_redis_it_is_said(elsewhere: Elsewhere) -> None:
    silent = {"worker_fast": "silent", "worker_bulk": "silent"}
    assert state(elsewhere(redis_url=NO_REDIS)) == (503, "failing", {"redis": "unreachable", **silent})


def test_without_a_database_it_is_said(elsewhere: Elsewhere, workers: Cache) -> None:
    assert workers
    wrong = {"database": "unreachable", "migrations": "unknown", "walls": "unknown", "jobs": "unknown"}
    assert state(elsewhere(database_url=NO_DATABASE)) == (503, "failing", wrong)


def test_another_version_and_a_broken_wall_are_said(
    elsewhere: Elsewhere, workers: Cache, settings: Settings, admin: Connection, worker_number: int
) -> None:
    assert workers
    name = f"musette_health_{worker_number}"
    copy_database(admin, TEMPLATE, name)
    broken = other(settings, name)
    app = elsewhere(database_url=broken.database_url)
    database = app.extensions["musette"].database
    with database.engine(Role.OWNER).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
        connection.execute(text("GRANT TRUNCATE ON statement TO musette_app"))
    assert state(app) == (503, "failing", {"migrations": "behind", "walls": "1 findings"})
    database.close()


@pytest.mark.parametrize("signed_in", ["signed in", "nobody"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_without_a_database_a_page_says_so(
    language: str, signed_in: str, elsewhere: Elsewhere, world: World
) -> None:
    client = browser(elsewhere(database_url=NO_DATABASE), language=language)
    if signed_in == "signed in":
        sign_in(client, world.house, world.person()[0])
        resting(client.get("/me/"), language)
        resting(client.get("/nowhere"), language)
        resting(client.post("/sign-out"), language)
    resting(client.post("/sign-in", data={"email": "a@b.example", "password": PASSWORD}), language)
    if signed_in == "nobody":
        assert client.get("/legal").status_code == 200  # asks nothing


def resting(answer: TestResponse, language: str) -> None:
    """The page says that the database does not answer, without any detail."""
    assert answer.status_code == 503
    assert RESTING[language] in answer.text.replace("\xa0", " ").replace("\u202f", " ")
    assert f'<html lang="{language}">' in answer.text
    assert "nowhere" not in answer.text
    assert "psycopg" not in answer.text
    assert 'class="subnav"' not in answer.text  # the pages of somebody who was not recognised
    assert ('href=""' in answer.text) is (answer.request.method == "GET")  # what was posted is not sent again
    assert {name: answer.headers[name] for name in ALWAYS} == ALWAYS


def test_whoever_was_signed_in_still_is_once_it_is_back(
    plain: Flask, elsewhere: Elsewhere, world: World
) -> None:
    client = sign_in(browser(elsewhere(database_url=NO_DATABASE)), world.house, world.person()[0])
    client.get("/me/")
    cookie = client.get_cookie("musette", domain="127.0.0.1")
    assert cookie
    back = browser(plain)
    back.set_cookie("musette", cookie.value, domain="127.0.0.1")
    assert back.get("/me/account").status_code == 200


def test_connections_that_died_are_replaced(plain: Flask, world: World, admin: Connection) -> None:
    client = sign_in(browser(plain), world.house, world.person()[0])
    assert client.get("/me/").status_code == 200
    admin.execute(
        text(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE usename IN ('musette_app', 'musette_identity') AND datname = :name"
        ),
        {"name": world.house.database.url(Role.APP).database},
    )
    assert client.get("/me/").status_code == 200


@pytest.mark.parametrize("role", ["member", "coordinator", "peer"])
def test_without_redis_every_page_is_served(
    role: str, elsewhere: Elsewhere, ours: Story, house: House
) -> None:
    app = elsewhere(redis_url=NO_REDIS)
    client = browser(app)
    person = person_of(role, ours)
    assert person
    sign_in(client, house, person)
    for page in ONCE_A_PAGE.values():
        if page.role == role:
            answer = client.get(path_of(page, ours, app))
            assert answer.status_code in (200, 302), page


def test_without_redis_people_sign_in_and_jobs_wait(elsewhere: Elsewhere, world: World) -> None:
    client = browser(elsewhere(redis_url=NO_REDIS))
    awa = world.member(world.cooperative("Sans"), "Awa")
    signed = client.post("/sign-in", data={"email": awa.email, "password": PASSWORD})
    assert signed.status_code == 303
    client.post("/me/take-stock/creativity", data={"level": "42"})
    page = client.get("/me/take-stock/check").text
    draft = page.partition('name="draft"')[2].partition('value="')[2].partition('"')[0]
    assert client.post("/me/take-stock/check", data={"draft": draft, **SITUATION}).status_code == 303
    assert world.run_jobs() == 1  # the relay would find it
    wrong = {"email": f"{uuid4().hex}@tests.example", "password": "x"}
    statuses = [client.post("/sign-in", data=wrong).status_code for _try in range(11)]
    assert statuses == [422] * 10 + [429]  # counted here alone
