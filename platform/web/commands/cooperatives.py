"""Creating, listing and closing cooperatives."""

from uuid import UUID, uuid4

import click
from sqlalchemy import select

from kernel.refusals import N_, Refusal
from kernel.scope import Scope
from kernel.tables import alphabetical
from tenants.models import Cooperative
from tenants.queries.cooperatives import open_campaign
from tenants.queries.members import coordinators, member_count
from tenants.rules import slug_of
from tenants.service import cooperatives
from tenants.service.invitations import Mailing, invite_first
from web.commands.parts import house


@click.group()
def cooperative() -> None:
    """Create, list, look at and close cooperatives."""


@cooperative.command()
@click.argument("name")
@click.option("--coordinator", required=True, metavar="ADDRESS", help="who is invited as first coordinator")
@click.option("--slug", help="short name in addresses, for ever; made from the name by default")
@click.option("--zone", default="Europe/Paris", show_default=True, help="time zone of its closing days")
@click.option("--language", default="fr", show_default=True, type=click.Choice(["fr", "en"]))
def create(name: str, coordinator: str, slug: str | None, zone: str, language: str) -> None:
    """Create a cooperative and invite its first coordinator by mail."""
    settings = house().settings
    with house().database.unit_of_work(Scope(cooperative=uuid4())) as session:
        made = cooperatives.create(
            session, name=name, slug=slug or slug_of(name), zone=zone, language=language
        )
        mailing = Mailing(settings.secret_key, settings.invitation_days)
        invite_first(session, email=coordinator, mailing=mailing)
    click.echo(f"{made.name} is at {settings.public_url}/c/{made.slug}/; {coordinator} has been invited.")


@cooperative.command("list")
def list_all() -> None:
    """List every cooperative, with its number of members."""
    with house().database.reading() as session:
        order = alphabetical(Cooperative.name)
        found = session.scalars(select(Cooperative).order_by(order, Cooperative.slug)).all()
    for each in found:
        with house().database.reading(Scope(cooperative=each.cooperative_id)) as session:
            members = member_count(session)
        state = f"closed {each.closed_at:%Y-%m-%d}" if each.closed_at else f"{members} members"
        click.echo(f"{each.slug}\t{state}\t{each.name}")


@cooperative.command()
@click.argument("slug")
def show(slug: str) -> None:
    """Tell how a cooperative is doing: members, coordinators, campaign. No member content."""
    with house().database.reading(Scope(cooperative=known(slug))) as session:
        running = open_campaign(session)
        click.echo(f"members\t{member_count(session)}")
        click.echo(f"coordinators\t{len(coordinators(session))}")
        click.echo(f"campaign\t{f'closes on {running.closes_on}' if running else 'none open'}")


@cooperative.command()
@click.argument("slug")
@click.confirmation_option(prompt="Nobody will enter this cooperative any more. Close it?")
def close(slug: str) -> None:
    """Close a cooperative. Its members keep their musettes."""
    with house().database.unit_of_work(Scope(cooperative=known(slug))) as session:
        cooperatives.close(session)
    click.echo(f"{slug} is closed.")


def known(slug: str) -> UUID:
    """The cooperative with this slug; raises Refusal when there is none."""
    with house().database.reading() as session:
        found = cooperatives.by_slug(session, slug=slug)
    if found is None:
        raise Refusal(N_("There is no cooperative with this short name."))
    return found
