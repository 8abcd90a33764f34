"""Accounts that were erased, and that a backup has brought back."""

from pathlib import Path
from uuid import UUID

import click

from kernel.scope import Scope
from kernel.settings import SettingsError
from kernel.walls import Role
from musette.erasures import OddLineError, noted
from musette.service import erasure
from web.commands.parts import house


@click.group()
def erasures() -> None:
    """Keep erased what was erased, whatever backup is brought back."""


@erasures.command()
@click.argument("path", required=False, type=click.Path(path_type=Path))
def replay(path: Path | None) -> None:
    """Erase again every account of the list that is here again; run it before anybody is let in.

    PATH is the list, MUSETTE_ERASURES by default. The workers do the rest; « jobs open » says how far.
    """
    count = sum(_erase_again(each) for each in listed(path))
    click.echo(f"{count} accounts are erased again.")


def listed(path: Path | None) -> list[UUID]:
    """The accounts of the list; raises SettingsError when there is none, or when it cannot be read."""
    chosen = path or (Path(house().settings.erasures) if house().settings.erasures else None)
    if chosen is None:
        raise SettingsError("Name the list, or set MUSETTE_ERASURES.")
    try:
        return list(noted(chosen))
    except OddLineError as fault:
        raise SettingsError(f"{chosen}: {fault} Nothing was erased.") from fault
    except OSError as fault:
        raise SettingsError(f"{chosen}: {fault.strerror}. Nothing was erased.") from fault


def _erase_again(person: UUID) -> bool:
    """Erase one account, in its own transaction, if a backup has brought it back; gives whether it had."""
    with house().database.unit_of_work(Scope(person=person), Role.IDENTITY) as session:
        address = erasure.erase_again(session, secret_key=house().settings.secret_key)
    if address is not None:
        house().postman.forget(address)
    return address is not None
