"""Loading the demonstration."""

import click

from demo.load import load
from web.commands.parts import house


@click.group()
def demonstration() -> None:
    """Three invented cooperatives, to try everything."""


@demonstration.command("load")
def load_once() -> None:
    """Load the demonstration, unless it is there already."""
    made = load(house().database, secret_key=house().settings.secret_key)
    click.echo("The demonstration is loaded." if made else "The demonstration is there already.")
