"""Preparing and looking at the database."""

import click

from kernel import preparation
from web import safety
from web.commands.parts import house


@click.group()
def database() -> None:
    """Prepare the database, and audit its walls."""


@database.command()
def prepare() -> None:
    """Make roles and database (with DATABASE_ADMIN_URL), then migrate."""
    preparation.prepare(house().settings)
    click.echo("The database is ready.")


@database.command()
def audit() -> None:
    """Read the catalogue and list whatever is not as declared."""
    safety.check(house().database)
    click.echo("The walls stand as declared.")
