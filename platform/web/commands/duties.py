"""What the operator owes in writing: the register of each cooperative, and what ends by itself."""

import click
from sqlalchemy import select

from assessment.referential import Language
from duties.facts import Facts
from duties.papers import markdown
from duties.register import register as register_of
from duties.retention import rows
from kernel.scope import Scope
from kernel.walls import Role
from people.queries import announced, erased, is_over
from tenants.models import Cooperative
from tenants.queries.charters import in_force
from tenants.queries.cooperatives import cooperative, present_day
from tenants.queries.members import coordinating_alone, member_count
from tenants.service.invitations import Mailing, invite_first
from web.commands.cooperatives import known
from web.commands.parts import house

LANGUAGES = click.Choice([each.value for each in Language])


@click.command()
@click.argument("slug")
@click.option("--language", default="fr", show_default=True, type=LANGUAGES)
def register(slug: str, language: str) -> None:
    """Print the register of processing of a cooperative, as Markdown."""
    with house().database.reading(Scope(cooperative=known(slug))) as session:
        charter = in_force(session)
        facts = Facts(
            cooperative=cooperative(session).name,
            terms=charter.terms,
            version=charter.number,
            members=member_count(session),
            settings=house().settings,
            today=present_day(session),
        )
    click.echo(markdown(register_of(facts, Language(language))), nl=False)


@click.command()
@click.option("--language", default="fr", show_default=True, type=LANGUAGES)
def retention(language: str) -> None:
    """Tell how long everything is kept, how many unused accounts were announced and erased: no name.

    Accounts whose time has come but who coordinate alone are kept; their cooperatives are listed, so that
    somebody else is invited there (`cooperative coordinator`), or they are closed.
    """
    for what, long in rows(house().settings, Language(language)):
        click.echo(f"{what}\t{long}")
    with house().database.reading(role=Role.IDENTITY) as session:
        once, twice = announced(session)
        months = erased(session)
    click.echo(f"announced\t{once} once, {twice} twice")
    for each in months:
        click.echo(f"erased\t{each.month:%Y-%m}\t{each.n}")
    for slug in waiting_for_somebody():
        click.echo(f"waits for a coordinator\t{slug}")


def waiting_for_somebody() -> list[str]:
    """The open cooperatives whose only coordinator has an account that would be erased otherwise."""
    database = house().database
    with database.reading() as session:
        open_ones = session.execute(
            select(Cooperative.cooperative_id, Cooperative.slug)
            .where(Cooperative.closed_at.is_(None))
            .order_by(Cooperative.slug)
        ).all()
    found = []
    for each in open_ones:
        with database.reading(Scope(cooperative=each.cooperative_id)) as session:
            person = coordinating_alone(session)
        if person is not None:
            with database.reading(Scope(person=person), Role.IDENTITY) as session:
                if is_over(session):
                    found.append(each.slug)
    return found


@click.command()
@click.argument("slug")
@click.argument("address")
def coordinator(slug: str, address: str) -> None:
    """Invite somebody to coordinate a cooperative that has nobody left to do so."""
    settings = house().settings
    with house().database.unit_of_work(Scope(cooperative=known(slug))) as session:
        invite_first(session, email=address, mailing=Mailing(settings.secret_key, settings.invitation_days))
    click.echo(f"{address} has been invited to coordinate {slug}.")
