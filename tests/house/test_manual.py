"""The operator's manual against the code: settings with their defaults, commands."""

import re

import click

from kernel.claims import MOST_ATTEMPTS
from kernel.settings import load
from tests.house.deployment import GIVEN, MANUAL, MINIMUM, SERVICES, settings_names
from web.commands.line import musette

NUMBERS = {8: "eight"}


def test_what_has_no_default_is_told_in_the_manual() -> None:
    insisted = {
        found[1]
        for service in SERVICES.values()
        for value in service.get("environment", {}).values()
        for found in GIVEN.finditer(str(value))
        if found[2] == ":?"
    }
    step = MANUAL.partition("\n2. ")[2].partition("\n3. ")[0]
    assert insisted == set(re.findall(r"`(MUSETTE_[A-Z_]+)`", step))


def test_every_setting_is_in_the_manual() -> None:
    table = MANUAL.partition("## Settings")[2].partition("\n## ")[0]
    assert set(re.findall(r"`((?:MUSETTE|DATABASE|REDIS)_[A-Z_]+|_[A-Z]+)`", table)) == settings_names()


def test_the_manual_tells_the_defaults_of_the_code() -> None:
    defaults = load(MINIMUM)
    table = MANUAL.partition("## Settings")[2].partition("\n## ")[0]
    assert f"{defaults.session_idle_days}, {defaults.session_absolute_days} |" in table
    for name in ("invitation_days", "trusted_proxies", "mail_from", "default_language"):
        row = next(line for line in table.splitlines() if f"`MUSETTE_{name.upper()}`" in line)
        assert row.rpartition(" |")[0].rpartition("| ")[2].strip("`") == str(getattr(defaults, name)), name


def test_the_commands_of_the_manual_exist() -> None:
    table = MANUAL.partition("| command | what it does |")[2].partition("\n\n")[0]
    named = {line.split(" ")[0] for row in table.splitlines() for line in re.findall(r"`([a-z][^`]*)`", row)}
    assert named - {"cooperative", "jobs", "database"} <= set(musette.commands)
    for row in re.findall(r"^\| (.*?) \|", table, re.MULTILINE):
        for line in re.findall(r"`([^`]*)`", row):
            command: click.Command = musette
            for word in line.split():
                if isinstance(command, click.Group):
                    command = command.commands[word]
    assert f"given up after {NUMBERS[MOST_ATTEMPTS]} attempts" in table
