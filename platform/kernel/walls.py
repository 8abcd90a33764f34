"""The walls between what a person owns and what a cooperative holds, as PostgreSQL keeps them.

Each table stands behind one wall and has doors: a door lets one database role reach some rows with some
privileges. The same declaration, carried by the model, is what migrations build (`build`) and what the
audit expects (`kernel.audit`). Restrictive policies hold the wall; permissive ones only open the door.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

SCHEMA = "app"
OUR_PERSON = f"{SCHEMA}.person()"
OUR_COOPERATIVE = f"{SCHEMA}.cooperative()"
OUR_MEMBER = f"{SCHEMA}.member()"


class Role(StrEnum):
    """The database roles, each its own login; none may become another one."""

    OWNER = "musette_owner"
    APP = "musette_app"
    IDENTITY = "musette_identity"
    MACHINE = "musette_machine"
    RELAY = "musette_relay"
    BACKUP = "musette_backup"


class Wall(StrEnum):
    """What a table stands behind (`data-model`: I, P, C, S, M, G, and the job table)."""

    IDENTITY = "identity"
    PERSON = "person"
    COOPERATIVE = "cooperative"
    SEALED = "sealed"
    MACHINE = "machine"
    SHARED = "shared"
    JOB = "job"


@dataclass(frozen=True)
class Door:
    """How one role enters a table: which privileges, on which rows.

    `reads` and `writes` are SQL conditions as PostgreSQL prints them back; None means every row.
    `columns` narrows SELECT, INSERT and UPDATE to some columns; `deletes` narrows DELETE to some rows.
    """

    role: Role
    privileges: tuple[str, ...]
    reads: str | None
    writes: str | None
    columns: tuple[tuple[str, tuple[str, ...]], ...] = ()
    deletes: str | None = None


@dataclass(frozen=True)
class Policy:
    """One row-level policy, as `pg_policies` shows it."""

    name: str
    role: str
    permissive: bool
    command: str
    using: str | None
    check: str | None


@dataclass(frozen=True)
class Enclosure:
    """The wall of a table and its doors."""

    wall: Wall
    doors: tuple[Door, ...]

    @property
    def forced(self) -> bool:
        """Whether row-level security is forced; identity tables rely on grants alone."""
        return self.wall is not Wall.IDENTITY

    def policies(self, table: str) -> Iterator[Policy]:
        """The policies PostgreSQL must hold for this table."""
        if not self.forced:
            return
        for door in self.doors:
            role = door.role.value
            short = role.removeprefix("musette_")
            yield Policy(f"{table}_{short}_door", role, True, "ALL", "true", "true")
            yield from _restrictions(door, role, f"{table}_{short}_wall")

    def build(self, table: str) -> Iterator[str]:
        """The SQL that raises the wall around a table that exists."""
        if self.forced:
            yield f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY'
            yield f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY'
        for policy in self.policies(table):
            yield _create(policy, table)
        for door in self.doors:
            narrowed = dict(door.columns)
            for privilege in door.privileges:
                columns = ", ".join(narrowed.get(privilege, ()))
                scope = f" ({columns})" if columns else ""
                yield f'GRANT {privilege}{scope} ON "{table}" TO {door.role.value}'


def _restrictions(door: Door, role: str, name: str) -> Iterator[Policy]:
    if door.deletes is not None:
        yield Policy(f"{name}_of_deletion", role, False, "DELETE", door.deletes, None)
    if door.reads == door.writes:
        if door.reads is not None:
            yield Policy(name, role, False, "ALL", door.reads, door.reads)
        return
    if door.reads is not None:
        yield Policy(f"{name}_read", role, False, "SELECT", door.reads, None)
    if door.writes is not None:
        yield Policy(f"{name}_insert", role, False, "INSERT", None, door.writes)
        yield Policy(f"{name}_update", role, False, "UPDATE", door.writes, door.writes)
        yield Policy(f"{name}_delete", role, False, "DELETE", door.writes, None)


def _create(policy: Policy, table: str) -> str:
    kind = "PERMISSIVE" if policy.permissive else "RESTRICTIVE"
    using = f" USING ({policy.using})" if policy.using else ""
    check = f" WITH CHECK ({policy.check})" if policy.check else ""
    return (
        f'CREATE POLICY {policy.name} ON "{table}" AS {kind} FOR {policy.command} '
        f"TO {policy.role}{using}{check}"
    )


READ = ("SELECT",)
WRITE_ONCE = ("SELECT", "INSERT")
KEEP = ("SELECT", "INSERT", "UPDATE")
OWN = ("SELECT", "INSERT", "UPDATE", "DELETE")
ERASE = ("SELECT", "INSERT", "DELETE")

IN_OUR_COOPERATIVE = f"(cooperative_id = {OUR_COOPERATIVE})"
OF_OUR_PERSON = f"(person_id = {OUR_PERSON})"


def of_our_membership(table: str) -> str:
    """The condition that a row's `member_id` is a membership of the person in scope."""
    return (
        "(EXISTS ( SELECT 1 FROM membership"  # noqa: S608 - the names are ours, nothing comes from outside  # nosec B608
        f" WHERE ((membership.cooperative_id = {table}.cooperative_id)"
        f" AND (membership.id = {table}.member_id) AND (membership.person_id = {OUR_PERSON}))))"
    )


def identity_table(*privileges: str) -> Enclosure:
    """Accounts and sign-ins: the identity role only, by grants; no row-level policy."""
    door = Door(Role.IDENTITY, privileges or OWN, None, None)
    return Enclosure(Wall.IDENTITY, (door, _backup()))


def person_table(privileges: tuple[str, ...] = OWN) -> Enclosure:
    """What a person makes: rows of the person in scope, for the application role only."""
    return Enclosure(Wall.PERSON, (Door(Role.APP, privileges, OF_OUR_PERSON, OF_OUR_PERSON), _backup()))


def cooperative_table(
    app: tuple[str, ...] = KEEP,
    machine: tuple[str, ...] = (),
    identity: str | None = None,
) -> Enclosure:
    """What happens in a cooperative; `identity`, if given, is the condition under which that role reads."""
    doors = [Door(Role.APP, app, IN_OUR_COOPERATIVE, IN_OUR_COOPERATIVE)]
    if machine:
        doors.append(Door(Role.MACHINE, machine, IN_OUR_COOPERATIVE, IN_OUR_COOPERATIVE))
    if identity:
        doors.append(Door(Role.IDENTITY, READ, identity, identity))
    return Enclosure(Wall.COOPERATIVE, (*doors, _backup()))


def sealed_table(
    *involved: str,
    app: tuple[str, ...] = KEEP,
    machine: tuple[str, ...] = READ,
    also: str | None = None,
    writes: str | None = None,
) -> Enclosure:
    """Rows of one cooperative seen only by the members they involve, and whole by the machine role.

    `involved` are the columns that may hold the member in scope; `also` one more condition, always within
    the cooperative; `writes` replaces the condition for writing.
    """
    tests = [f"({column} = {OUR_MEMBER})" for column in involved]
    if also:
        tests.append(also)
    seen = tests[0] if len(tests) == 1 else f"({' OR '.join(tests)})"
    reads = f"({IN_OUR_COOPERATIVE} AND {seen})"
    doors = (
        Door(Role.APP, app, reads, reads if writes is None else f"({IN_OUR_COOPERATIVE} AND {writes})"),
        Door(Role.MACHINE, machine, IN_OUR_COOPERATIVE, IN_OUR_COOPERATIVE),
    )
    return Enclosure(Wall.SEALED, (*doors, _backup()))


def machine_table(privileges: tuple[str, ...] = WRITE_ONCE) -> Enclosure:
    """What only the jobs of a cooperative read."""
    door = Door(Role.MACHINE, privileges, IN_OUR_COOPERATIVE, IN_OUR_COOPERATIVE)
    return Enclosure(Wall.MACHINE, (door, _backup()))


def shared_table(relay: tuple[str, ...]) -> Enclosure:
    """Read by all, written by the cooperative concerned; the relay reads some columns."""
    doors = (
        Door(Role.APP, KEEP, None, IN_OUR_COOPERATIVE),
        Door(Role.MACHINE, ("SELECT", "UPDATE"), None, IN_OUR_COOPERATIVE),
        Door(Role.IDENTITY, READ, None, None),
        Door(Role.RELAY, READ, None, None, (("SELECT", relay),)),
    )
    return Enclosure(Wall.SHARED, (*doors, _backup()))


def published_table() -> Enclosure:
    """Read by all, with nobody signed in; written by the cooperative that publishes, never deleted."""
    doors = (
        Door(Role.APP, KEEP, None, IN_OUR_COOPERATIVE),
        Door(Role.MACHINE, KEEP, None, IN_OUR_COOPERATIVE),
    )
    return Enclosure(Wall.SHARED, (*doors, _backup()))


def _backup() -> Door:
    return Door(Role.BACKUP, READ, None, None)
