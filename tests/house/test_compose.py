"""The deployment files against the code: settings, secrets, commands, queues, images. Nothing is run here."""

import argparse
import re
from importlib import import_module
from itertools import pairwise
from typing import Any

import click
import pytest
import yaml
from celery.bin.celery import celery as celery_line
from gunicorn.config import Config

from kernel.jobs import TIME_LIMIT, Queue
from kernel.settings import Settings, load
from tests.cases import each_case
from tests.house.deployment import COMPOSE, DOCKERFILE, GIVEN, MANUAL, SERVICES, secret_names, settings_names
from tests.house.source import ROOT
from web.commands.line import musette

BUILT = ("prepare", "web", "worker-fast", "worker-bulk", "beat")
BOUGHT = ("postgres", "redis")
MAKES_ROLES = "prepare"
SIGN = ("worker-fast", "worker-bulk")
NOT_DEPLOYED = {"MUSETTE_DEMONSTRATION", "MUSETTE_EMBEDDED"}  # never in production, says the manual
PINNED = re.compile(r"[a-z/]+:\d+(\.\d+)*(-[a-z]+)?")
WORKS_WITH = {"app", "identity", "machine", "relay"}


def plain(name: str) -> str:
    """A setting's name, whether it is given itself or as a file."""
    return name.removesuffix("_FILE")


def words(name: str) -> list[str]:
    """The command of a service."""
    found: list[str] = SERVICES[name]["command"]
    return found


def started(name: str) -> dict[str, str]:
    """The environment of a service once `.env` gives its variables their defaults, and one value each."""
    values = {key: GIVEN.sub(filled, str(value)) for key, value in SERVICES[name]["environment"].items()}
    return {key: value for key, value in values.items() if value}


def filled(found: re.Match[str]) -> str:
    """What compose puts for a variable that is not set; something plausible when it insists on one."""
    return "https://musette.example.org" if found[2] == ":?" else found[3]


@each_case("name", BUILT)
def test_every_setting_given_exists(name: str) -> None:
    assert {plain(each) for each in SERVICES[name]["environment"]} <= settings_names()


@pytest.mark.parametrize("name", BUILT)
def test_the_settings_of_a_service_can_be_read(name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder, environment = tmp_path_factory.mktemp(name), started(name)
    for key, value in environment.items():
        if key.endswith("_FILE"):
            file = folder / value.rpartition("/")[2]
            file.write_text(f"smtp://u:p@mail.example.org/{'x' * 40}\n", encoding="utf8")
            environment[key] = str(file)
    found = load(environment)
    assert found.database_url
    assert set(found.database_passwords) >= WORKS_WITH
    assert found.trusted_proxies == 1
    assert not found.demonstration


@each_case("name", BUILT)
def test_secrets_are_files_that_the_service_holds(name: str) -> None:
    service = SERVICES[name]
    given = {key: value for key, value in service["environment"].items() if plain(key) in secret_names()}
    for key, value in given.items():
        assert key.endswith("_FILE"), key
        assert value.removeprefix("/run/secrets/") in service["secrets"], key
    assert len(given) == len(service["secrets"])


def test_every_secret_is_used_and_told_in_the_manual() -> None:
    used = {secret for service in SERVICES.values() for secret in service.get("secrets", [])}
    assert used == set(COMPOSE["secrets"])
    step = MANUAL.partition("1. Make the secrets")[2].partition("\n2. ")[0]
    for name, secret in COMPOSE["secrets"].items():
        assert secret == {"file": f"./secrets/{name}"}
        told = name if not name.startswith("database_password_") else f"_{name.rpartition('_')[2]}"
        assert f"`{told}`" in step or f"`{name}`" in step, name


def test_the_password_of_postgres_is_a_file() -> None:
    assert SERVICES["postgres"]["environment"] == {"POSTGRES_PASSWORD_FILE": "/run/secrets/postgres_password"}
    assert SERVICES["postgres"]["secrets"] == ["postgres_password"]


def test_only_the_preparation_holds_the_keys_of_the_owner() -> None:
    above = {"database_admin_url", "database_password_owner", "database_password_backup"}
    assert above <= set(SERVICES[MAKES_ROLES]["secrets"])
    for name in checked():
        assert not above & set(SERVICES[name]["secrets"]), name


def test_only_the_workers_hold_what_opens_the_keys_of_badges() -> None:
    assert tuple(name for name in BUILT if "sealing_key" in SERVICES[name]["secrets"]) == SIGN


def test_every_setting_of_the_operator_reaches_the_services() -> None:
    for name in BUILT:
        given = {plain(each) for each in SERVICES[name]["environment"]}
        missing = settings_names() - given - NOT_DEPLOYED
        if name != MAKES_ROLES:
            missing -= {"DATABASE_ADMIN_URL", "DATABASE_PASSWORD_OWNER", "DATABASE_PASSWORD_BACKUP"}
        if name not in SIGN:
            missing -= {"MUSETTE_SEALING_KEY"}
        assert missing == set(), name


def parsed(line: click.Command, arguments: list[str]) -> click.Command:
    """The command that these words name, each of its options understood; raises UsageError otherwise."""
    rest = list(arguments)
    while isinstance(line, click.Group):
        line = line.commands[rest.pop(0)]
    line.make_context(line.name, rest)
    return line


def our_commands() -> list[list[str]]:
    """The operator's commands that the deployment calls, as commands or as checks of health."""
    lines = [words(name) for name in BUILT] + [
        SERVICES[name]["healthcheck"]["test"][1:] for name in checked()
    ]
    return [line[3:] for line in lines if line[:3] == ["python", "-m", "web.commands"]]


def checked() -> list[str]:
    """Our services that stay, each with its check of health."""
    return [name for name in BUILT if name != MAKES_ROLES]


def test_our_commands_exist() -> None:
    assert len(our_commands()) == 1 + len(checked())
    for line in our_commands():
        assert parsed(musette, line)


def test_checks_of_health_look_at_parts_that_exist() -> None:
    parts = {"database", "migrations", "walls", "redis", *(f"worker_{queue}" for queue in Queue)}
    for name in checked():
        line = SERVICES[name]["healthcheck"]["test"]
        looked = {value for option, value in pairwise(line) if option == "--only"}
        assert looked
        assert looked <= parts, name
    assert "worker_fast" in SERVICES["worker-fast"]["healthcheck"]["test"]
    assert "worker_bulk" in SERVICES["worker-bulk"]["healthcheck"]["test"]


def test_everything_that_stays_is_watched_and_started_again() -> None:
    for name in (*checked(), *BOUGHT):
        assert SERVICES[name]["healthcheck"]["test"][0] == "CMD", name
        assert SERVICES[name]["restart"] == "unless-stopped", name
    assert SERVICES[MAKES_ROLES]["restart"] == "no"


def test_everything_waits_for_the_preparation_which_waits_for_postgres() -> None:
    assert SERVICES[MAKES_ROLES]["depends_on"] == {"postgres": {"condition": "service_healthy"}}
    for name in checked():
        assert SERVICES[name]["depends_on"][MAKES_ROLES] == {"condition": "service_completed_successfully"}


def celery_options(name: str) -> dict[str, Any]:
    """The options a Celery program of the deployment is given, as Celery itself understands them."""
    program, app_option, module, command, *rest = words(name)
    assert (program, app_option) == ("celery", "--app")
    found: dict[str, Any] = {}
    parser = celery_line.commands[command].make_parser(click.Context(celery_line.commands[command]))
    found, left, _order = parser.parse_args(list(rest))
    assert left == []
    return {"module": module, "command": command, **found}


def test_each_queue_has_its_worker() -> None:
    served = [celery_options(name)["queues"] for name in BUILT if name.startswith("worker-")]
    assert sorted(served) == sorted(Queue)
    for name in (each for each in BUILT if each.startswith("worker-")):
        options = celery_options(name)
        assert (options["module"], options["command"]) == ("worker.app", "worker")
        assert options["hostname"] == f"{options['queues']}@%h"


def test_there_is_one_clock(settings: Settings) -> None:
    assert settings  # the modules below read them
    options = celery_options("beat")
    assert (options["module"], options["command"]) == ("worker.beat", "beat")
    assert options["schedule"].startswith("/tmp/")  # noqa: S108 - in the container, where nothing else is writable
    for module in {celery_options(name)["module"] for name in ("beat", "worker-fast", "worker-bulk")}:
        assert import_module(module).app.conf.broker_url


@pytest.mark.parametrize("line", [words("web"), yaml.safe_load(DOCKERFILE.rpartition("\nCMD ")[2])])
def test_the_web_server_understands_its_options(line: list[str]) -> None:
    parser: argparse.ArgumentParser = Config().parser()
    assert line[0] == "gunicorn"
    options = parser.parse_args(line[1:])
    assert options.args == ["web.application:serve()"]
    assert options.worker_class == "gthread"
    port = options.bind[0].rpartition(":")[2]
    assert SERVICES["web"]["ports"] == [f"127.0.0.1:{port}:{port}"]
    assert f"EXPOSE {port}" in DOCKERFILE
    test = SERVICES["web"]["healthcheck"]["test"]
    assert test[test.index("--listening") + 1] == port


def test_images_are_pinned_by_version() -> None:
    bought = [SERVICES[name]["image"] for name in BOUGHT] + re.findall(
        r"^FROM (\S+)", DOCKERFILE, re.MULTILINE
    )
    for image in bought:
        assert PINNED.fullmatch(image), image
    for name in BUILT:
        assert SERVICES[name]["image"] == "musette"
        assert SERVICES[name]["build"] == "."


def test_what_is_copied_into_the_image_exists_and_is_let_through() -> None:
    copied = re.findall(r"^COPY (\S+) (\S+)$", DOCKERFILE, re.MULTILINE)
    let_through = (ROOT / ".dockerignore").read_text(encoding="utf8").splitlines()
    assert {source for source, _target in copied} == {line[1:] for line in let_through if line[0] == "!"}
    for source, target in copied:
        assert (ROOT / source).exists(), source
        assert source == target


def test_the_image_runs_as_nobody_in_particular() -> None:
    assert re.search(r"^USER musette$", DOCKERFILE, re.MULTILINE)
    assert DOCKERFILE.index("useradd") < DOCKERFILE.index("\nUSER musette")
    assert not re.search(r"PASSWORD|SECRET", DOCKERFILE)


def test_data_is_kept_where_each_server_writes_it() -> None:
    assert SERVICES["postgres"]["volumes"] == ["postgres:/var/lib/postgresql"]  # as from version 18
    assert SERVICES["redis"]["volumes"] == ["redis:/data"]
    assert SERVICES["worker-fast"]["volumes"] == ["kept:/var/lib/musette"]
    assert SERVICES["worker-fast"]["environment"]["MUSETTE_ERASURES"] == "/var/lib/musette/erasures"
    assert set(COMPOSE["volumes"]) == {*BOUGHT, "kept"}
    assert {"--appendonly", "noeviction"} <= set(words("redis"))


def test_a_worker_may_finish_what_it_does() -> None:
    grace = {name: SERVICES[name]["stop_grace_period"] for name in BUILT if name.startswith("worker-")}
    assert grace["worker-bulk"] == f"{TIME_LIMIT // 60}m"
