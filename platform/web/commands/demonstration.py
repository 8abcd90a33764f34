"""Loading the demonstration, or cooperatives as large as one likes."""

import click

from badges.service.keys import desk_of
from demo.large import loading
from demo.large.cooperatives import coordinator
from demo.large.sizes import FEWEST, SMART, Size
from demo.load import load
from web.commands.parts import house

THREE, LARGE = "three", "smart"


@click.command()
@click.option(
    "--size",
    type=click.Choice([THREE, LARGE]),
    default=THREE,
    show_default=True,
    help="three invented cooperatives, or one as large as SMart and thousands of small ones",
)
@click.option(
    "--seed", type=click.IntRange(0), default=SMART.seed, show_default=True, help="another one, others"
)
@click.option("--members", type=click.IntRange(FEWEST), default=SMART.members, show_default=True)
@click.option("--years", type=click.IntRange(1, 50), default=SMART.years, show_default=True)
@click.option("--small", type=click.IntRange(0), default=SMART.small, show_default=True, help="cooperatives")
def demo(size: str, seed: int, members: int, years: int, small: int) -> None:
    """Load the demonstration, unless it is there already; with a size, one made from a seed."""
    if size == THREE:
        made = load(house().database, secret_key=house().settings.secret_key, desk=desk_of(house().settings))
        click.echo("The demonstration is loaded." if made else "The demonstration is there already.")
    else:
        load_large(Size(seed=seed, members=members, years=years, small=small))


def load_large(size: Size) -> None:
    """Load large cooperatives, and say what was written."""
    made = loading.load(house().settings, size)
    if made is None:
        click.echo("These cooperatives are there already.")
        return
    click.echo(
        f"{made.cooperatives} cooperatives, {made.members} memberships, {made.contributions} contributions."
    )
    click.echo(f"{coordinator(size)} coordinates the large one; nobody has a password yet.")
