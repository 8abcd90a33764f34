"""Is everything working, and what is not."""

import socket
import sys
from importlib import import_module
from uuid import UUID, uuid4

import click
from sqlalchemy import select

from kernel.jobs import Job
from kernel.mail import Mail
from kernel.permissions import Permission
from kernel.ping import ping as send_ping
from kernel.progress import backlog, under_way
from kernel.relay import revive
from kernel.walls import Role
from people.service import checked_address
from web.commands.parts import house
from web.health import health

PATIENCE = 30.0
LISTENING_PATIENCE = 3.0


@click.command()
@click.option("--only", multiple=True, metavar="PART", help="look at this part only; may be given again")
@click.option("--listening", type=int, metavar="PORT", help="also see that pages are served on this port")
def check(only: tuple[str, ...], listening: int | None) -> None:
    """Look at every part: database, walls, migrations, Redis, workers."""
    parts = health(house()).parts
    if listening is not None:
        parts["web"] = "ok" if answers(listening) else "silent"
    chosen = {name: word for name, word in parts.items() if not only or name in (*only, "web")}
    for part, word in chosen.items():
        click.echo(f"{part}\t{word}")
    sys.exit(0 if chosen and all(word == "ok" for word in chosen.values()) else 1)


def answers(port: int) -> bool:
    """Whether something listens on a port of this machine."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=LISTENING_PATIENCE):
            return True
    except OSError:
        return False


@click.command()
@click.option("--patience", default=PATIENCE, show_default=True, help="seconds")
def ping(patience: float) -> None:
    """Send a job through PostgreSQL, Redis and a worker, and wait for it."""
    if not send_ping(house().database, patience=patience):
        click.echo(f"No worker has done the job within {patience:g} seconds.", err=True)
        sys.exit(1)
    click.echo("A job went through.")


@click.group()
def jobs() -> None:
    """List jobs that wait, are under way or were given up, and try these again."""


@jobs.command("open")
def list_open() -> None:
    """Count the jobs that wait or have begun, kind by kind, then how far long ones are."""
    with house().database.reading(role=Role.RELAY) as session:
        for row in backlog(session):
            counts = f"{row.begun} begun\t{row.waiting} waiting\tsince {row.since:%Y-%m-%d %H:%M}"
            click.echo(f"{row.queue}\t{row.kind}\t{counts}")
        for each in under_way(session):
            come = f"{each.progress.done}/{each.progress.total}\tmoved {each.moved_at:%Y-%m-%d %H:%M}"
            click.echo(f"{each.kind}\t{come}\t{each.scope_id} {each.job_id}")


@jobs.command()
def failed() -> None:
    """List the jobs given up after eight attempts: kind, place of the fault, never what they are about."""
    columns = (Job.scope_id, Job.id, Job.kind, Job.attempts, Job.failed_at, Job.fault)
    with house().database.reading(role=Role.RELAY) as session:
        rows = session.execute(select(*columns).where(Job.failed_at.is_not(None)).order_by(Job.failed_at))
        for row in rows:
            click.echo(f"{row.failed_at:%Y-%m-%d %H:%M}\t{row.kind}\t{row.fault}\t{row.scope_id} {row.id}")


@jobs.command()
@click.argument("scope_id", type=UUID)
@click.argument("job_id", type=UUID)
def retry(scope_id: UUID, job_id: UUID) -> None:
    """Give a job another chance."""
    with house().database.unit_of_work(role=Role.RELAY) as session:
        found = revive(session, scope_id, job_id)
    if not found:
        raise click.ClickException("No job that was given up has these ids.")
    click.echo("It will be tried again within a few seconds.")


@click.command()
@click.argument("address")
def mail(address: str) -> None:
    """Send a test mail."""
    to = checked_address(address)
    text = f"This mail was sent by the Musette installation at {house().settings.public_url}.\n"
    try:
        house().postman.send(Mail(to=to, subject="Musette: test mail", text=text, key=str(uuid4())))
    except OSError as fault:  # those of smtplib are among them
        raise click.ClickException(f"The mail could not be handed over: {fault}") from fault
    click.echo(f"Handed over for {to}.")


@click.command()
def permissions() -> None:
    """Print who may do what, room by room."""
    for room in ROOMS:
        for name, found in sorted(vars(import_module(f"{room}.permissions")).items()):
            if isinstance(found, Permission) and found.act:
                holders = ", ".join(sorted(found.holders))
                only = f" ({found.only})" if found.only else ""
                click.echo(f"{room}\t{found.act}\t{holders}{only}\t{name}")


ROOMS = ("pages", "tenants", "sharing", "assessment", "peer", "dashboards", "workshop", "badges", "musette")
