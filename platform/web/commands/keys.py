"""The keys that badges are signed with: whether they open, a new one, all sealed anew."""

import sys

import click
from sqlalchemy import select

from badges.sealing import SealingKey, Unsealable
from badges.service import rotating
from badges.service.keys import seal_issuer_keys_again, seal_member_keys_again
from kernel.scope import Scope
from kernel.settings import SettingsError
from kernel.walls import Role
from people.models import Person
from tenants.models import Cooperative
from web.commands.cooperatives import known
from web.commands.parts import house
from web.health import keys_open


@click.group()
def keys() -> None:
    """Check the keys of badges, give a cooperative a new one, seal all of them anew."""


@keys.command("check")
def check_keys() -> None:
    """Say whether the keys of badges open; run it where the workers run, for they hold the secret."""
    state = keys_open(house())
    click.echo(f"badge_keys\t{state}")
    sys.exit(0 if state == "ok" else 1)


@keys.command()
@click.argument("slug")
def rotate(slug: str) -> None:
    """Give a cooperative a new key, and have its badges signed again; earlier keys still verify."""
    with house().database.unit_of_work(Scope(cooperative=known(slug)), Role.MACHINE) as session:
        rotating.rotate(session)
    click.echo(f"The workers make a new key for {slug}; « jobs open » says how far they are.")


@keys.command()
def reseal() -> None:
    """Seal every key under the first line of the secret; run it where the workers run."""
    click.echo(f"{seal_all()} keys were sealed anew.")


def seal_all() -> int:
    """Seal every key that is not under the secret in use; raises SettingsError when one does not open."""
    secrets = house().settings.sealing_keys
    if not secrets:
        raise SettingsError("MUSETTE_SEALING_KEY is missing: run this where the workers run.")
    try:
        return _seal_all(SealingKey.of(*secrets))
    except Unsealable as fault:
        raise SettingsError(
            "A key opens under none of the secrets given: put the earlier secret on a line below the new one."
        ) from fault


def _seal_all(seals: SealingKey) -> int:
    database, count = house().database, 0
    with database.reading() as session:
        homes = session.scalars(select(Cooperative.cooperative_id)).all()
    for each in homes:
        with database.unit_of_work(Scope(cooperative=each), Role.MACHINE) as session:
            count += seal_issuer_keys_again(session, seals=seals)
    with database.reading(role=Role.IDENTITY) as session:
        people = session.scalars(select(Person.id)).all()
    for each in people:
        with database.unit_of_work(Scope(person=each)) as session:
            count += seal_member_keys_again(session, seals=seals)
    return count
