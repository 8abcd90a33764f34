"""What works and what does not, jobs given up, a test mail, the database: from the command line."""

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.engine import make_url

from kernel.claims import MOST_ATTEMPTS, claimed
from kernel.house import House
from kernel.jobs import Kind, Queue, later
from kernel.ping import PING
from kernel.scope import Scope
from kernel.settings import Settings
from tests.commandline import Operator, run
from tests.mailbox import mails_to
from tests.servers import TEMPLATE, connected, copy_database
from tests.world import keep_apart
from web.commands import parts

NOWHERE = "postgresql://127.0.0.1:1/musette"
SILENT = "unix:///nowhere/valkey"
SECRET_WORD = "pass-word-of-the-mail-server"


@pytest.fixture
def given_up(house: House) -> tuple[UUID, UUID]:
    """A job that has failed eight times: its scope and its id."""
    person = uuid4()
    with house.database.unit_of_work(Scope(person=person)) as session:
        made = later(session, PING)
    for _attempt in range(MOST_ATTEMPTS):
        with pytest.raises(LookupError), claimed(house.database, PING, person, made):
            raise LookupError("awa@example.org")
    return person, made


@pytest.fixture
def empty(settings: Settings, admin: Connection, worker_number: int) -> Iterator[str]:
    """The address of a database in which nothing was made."""
    name = f"musette_empty_{worker_number}"
    admin.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
    admin.execute(text(f'CREATE DATABASE "{name}" TEMPLATE template0 OWNER musette_owner'))
    yield make_url(settings.database_url).set(database=name).render_as_string(hide_password=False)
    parts.house().database.close()
    admin.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))


def test_a_job_given_up_is_listed_and_tried_again(
    operator: Operator, given_up: tuple[UUID, UUID], house: House
) -> None:
    scope, job = given_up
    ids = f"{scope} {job}"
    line = next(each for each in operator("jobs", "failed").out.splitlines() if each.endswith(ids))
    assert "\tkernel.ping\tLookupError at test_operation.py:" in line
    assert "awa" not in line
    assert operator("jobs", "retry", str(scope), str(job)).status == 0
    assert ids not in operator("jobs", "failed").out
    with claimed(house.database, PING, scope, job) as claim:
        assert claim is not None
    again = operator("jobs", "retry", str(scope), str(job))
    assert again.sentence == "Error: No job that was given up has these ids."


def test_open_jobs_are_counted_and_long_ones_say_how_far_they_are(operator: Operator, house: House) -> None:
    kind, cooperative = Kind(f"tests.{uuid4().hex}", Queue.BULK), uuid4()
    with house.database.unit_of_work(Scope(cooperative=cooperative)) as session:
        made = later(session, kind)
        later(session, kind)
    with claimed(house.database, kind, cooperative, made) as claim:
        assert claim
        claim.advance(3000, 35000)
    counted, come = (line for line in operator("jobs", "open").out.splitlines() if kind.name in line)
    assert counted.startswith(f"bulk\t{kind.name}\t0 begun\t2 waiting\tsince ")
    assert come.startswith(f"{kind.name}\t3000/35000\tmoved ")
    assert come.endswith(f"{cooperative} {made}")


def test_a_job_nobody_knows_is_not_tried_again(operator: Operator) -> None:
    refused = operator("jobs", "retry", str(uuid4()), str(uuid4()))
    assert (refused.status, refused.out) == (1, "")
    assert refused.sentence == "Error: No job that was given up has these ids."
    assert operator("jobs", "retry", "one", "two").status == 2


def test_a_test_mail(operator: Operator, house: House) -> None:
    address = f"{uuid4().hex}@tests.example"
    assert operator("mail", address).out == f"Handed over for {address}.\n"
    assert "http://127.0.0.1:8000" in mails_to(house, address)[0]


@pytest.mark.parametrize(
    "address", ["nobody", "a@b\nBcc: all@example.org", "", "two@x.example, three@x.example"]
)
def test_a_mail_to_no_address(address: str, operator: Operator) -> None:
    refused = operator("mail", address)
    assert refused.status == 1
    assert "is not a complete address." in refused.err
    assert "Traceback" not in refused.err


def test_a_mail_nobody_takes(operator: Operator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MUSETTE_MAIL_URL", f"smtp://musette:{SECRET_WORD}@127.0.0.1:1")
    refused = operator("mail", "somebody@example.org")
    assert refused.status == 1
    assert refused.sentence.startswith("Error: The mail could not be handed over: ")
    assert SECRET_WORD not in refused.err


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("DATABASE_URL", "nonsense", "DATABASE_URL must look like"),
        ("DATABASE_URL", "postgresql://host:port/name", "DATABASE_URL must look like"),
        ("DATABASE_URL", "", "DATABASE_URL is missing"),
        ("REDIS_URL", "localhost:6379", "REDIS_URL must look like"),
        ("REDIS_URL", "redis://host:port/0", "REDIS_URL must look like"),
        ("MUSETTE_MAIL_URL", "smtp://host:port", "MUSETTE_MAIL_URL must begin with"),
        ("MUSETTE_MAIL_URL", "mail.example.org", "MUSETTE_MAIL_URL must begin with"),
        ("MUSETTE_PUBLIC_URL", "https://[", "MUSETTE_PUBLIC_URL must look like"),
        ("MUSETTE_SECRET_KEY", "short", "MUSETTE_SECRET_KEY must hold"),
        ("MUSETTE_INVITATION_DAYS", "soon", "MUSETTE_INVITATION_DAYS must be a whole number."),
        ("MUSETTE_SECRET_KEY_FILE", "/nowhere", "MUSETTE_SECRET_KEY_FILE: No such file"),
    ],
)
def test_a_wrong_setting_is_one_sentence(
    name: str, value: str, words: str, operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    refused = operator("check")
    assert refused.status == 1
    assert refused.sentence.startswith(words)


@pytest.mark.parametrize(
    "words",
    [
        ("cooperative", "list"),
        ("cooperative", "show", "coop"),
        ("cooperative", "create", "Coop", "--coordinator", "a@b.example"),
        ("database", "audit"),
        ("database", "prepare"),
        ("jobs", "open"),
        ("jobs", "failed"),
        ("jobs", "retry", str(uuid4()), str(uuid4())),
        ("ping",),
    ],
)
def test_without_a_database_each_command_says_so(
    words: tuple[str, ...], operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", NOWHERE)
    refused = operator(*words)
    assert refused.status == 1
    assert refused.sentence.startswith("The database does not answer as it should: ")
    assert "refused" in refused.sentence


def test_the_check_without_a_database_nor_redis(operator: Operator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", NOWHERE)
    monkeypatch.setenv("REDIS_URL", SILENT)
    checked = operator("check", "--listening", "1")
    assert checked.status == 1
    assert dict(line.split("\t") for line in checked.out.splitlines()) == {
        "database": "unreachable",
        "migrations": "unknown",
        "walls": "unknown",
        "jobs": "unknown",
        "redis": "unreachable",
        "worker_fast": "silent",
        "worker_bulk": "silent",
        "badge_keys": "ok",
        "web": "silent",
    }
    assert checked.err == ""


def test_the_check_of_what_works(operator: Operator, house: House) -> None:
    for queue in Queue:
        house.cache.say_alive(f"worker-{queue}", seconds=60)
    keep_apart(house)
    checked = operator("check")
    assert (checked.status, {line.split("\t")[1] for line in checked.out.splitlines()}) == (0, {"ok"})
    some = operator("check", "--only", "database", "--only", "worker_bulk")
    assert some.out == "database\tok\nworker_bulk\tok\n"
    assert operator("check", "--only", "nothing").status == 1


def test_a_ping_nobody_answers(operator: Operator) -> None:
    refused = operator("ping", "--patience", "0.1")
    assert refused.sentence == "No worker has done the job within 0.1 seconds."


def test_a_database_where_nothing_was_made(
    empty: str, operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", empty)
    assert "musette database prepare" in operator("database", "audit").sentence
    listed = operator("cooperative", "list")
    assert listed.sentence.startswith("The database does not answer as it should: relation")
    checked = dict(line.split("\t") for line in operator("check").out.splitlines())
    assert (checked["database"], checked["migrations"]) == ("ok", "behind")
    assert operator("database", "prepare").out == "The database is ready.\n"
    assert operator("database", "prepare").status == 0
    assert operator("database", "audit").out == "The walls stand as declared.\n"


def test_a_wall_that_does_not_stand_is_named(
    operator: Operator, settings: Settings, admin: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "musette_leaning"
    copy_database(admin, TEMPLATE, name)
    told = (settings.database_url, str(settings.database_admin_url))
    url, above = (make_url(each).set(database=name).render_as_string(hide_password=False) for each in told)
    with connected(above) as connection:
        connection.execute(text("DROP POLICY membership_app_wall ON membership"))
    monkeypatch.setenv("DATABASE_URL", url)
    refused = operator("database", "audit")
    assert refused.status == 1
    assert refused.err.startswith("The walls do not stand as declared; nothing is served.\n  - membership")
    assert "1 findings" in operator("check").out
    parts.house().database.close()
    admin.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))


def test_who_may_do_what_is_printed(operator: Operator) -> None:
    lines = [line.split("\t") for line in operator("permissions").out.splitlines()]
    assert all(len(line) == 4 for line in lines)
    assert {"tenants", "peer", "assessment"} <= {line[0] for line in lines}
    assert all(line[2] for line in lines)


def test_in_a_process_of_its_own(settings: Settings) -> None:
    assert settings  # the environment holds them
    helped = run("--help")
    assert helped.status == 0
    assert "cooperative" in helped.out
    refused = run("cooperative", "list", DATABASE_URL=NOWHERE)
    assert refused.status == 1
    assert refused.sentence.startswith("The database does not answer as it should: ")
