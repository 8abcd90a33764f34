"""Every command in one tree, and their faults in one sentence each."""

import sys
from collections.abc import Sequence

import click
from sqlalchemy.exc import DBAPIError

from kernel.refusals import Refusal
from kernel.settings import SettingsError
from web.commands.cooperatives import cooperative
from web.commands.database import database
from web.commands.demonstration import demo
from web.commands.duties import coordinator, register, retention
from web.commands.erasures import erasures
from web.commands.keys import keys
from web.commands.operation import check, jobs, mail, permissions, ping
from web.safety import Unsafe

NEW_LINE = "\n"  # what follows the first one quotes statements and values


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def musette() -> None:
    """Run a Musette installation: cooperatives, database, mail and jobs."""


for command in (
    cooperative,
    database,
    demo,
    check,
    erasures,
    jobs,
    keys,
    mail,
    permissions,
    ping,
    register,
    retention,
):
    musette.add_command(command)
cooperative.add_command(coordinator)


def main(words: Sequence[str] | None = None) -> None:
    """Run a command, that of this process by default; a fault is one clear sentence and status 1."""
    try:
        musette(words)
    except Refusal as refusal:
        fail(refusal.sentence % refusal.facts)
    except (SettingsError, Unsafe) as fault:
        fail(str(fault))
    except DBAPIError as fault:
        fail(f"The database does not answer as it should: {str(fault.orig).partition(NEW_LINE)[0]}")


def fail(sentence: str) -> None:
    """Say what is wrong and stop."""
    click.echo(sentence, err=True)
    sys.exit(1)
