"""Reading PostgreSQL's own catalogue to see whether the walls stand as the models declare them.

The application refuses to start on any finding. The queries read `pg_catalog` only, so every role may run
them. `tests/wall` breaks the walls one way at a time and expects a finding each time.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, text

from kernel.tables import Base
from kernel.walls import Enclosure, Policy, Role, Wall

Models = Mapping[str, type[Base]]

LEADING_COLUMN = {
    Wall.PERSON: "person_id",
    Wall.COOPERATIVE: "cooperative_id",
    Wall.SEALED: "cooperative_id",
    Wall.MACHINE: "cooperative_id",
    Wall.SHARED: "cooperative_id",
}
UNWALLED = frozenset(("alembic_version",))
SCOPE_FUNCTION = "SELECT nullif(current_setting('app.{0}_id', true), '')::uuid"

TABLES = text("""
    SELECT c.relname, c.relkind, c.relrowsecurity AS enabled, c.relforcerowsecurity AS forced,
           pg_get_userbyid(c.relowner) AS owner,
           coalesce(c.reloptions, '{}') @> '{security_invoker=true}' AS invoker
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')""")
POLICIES = text("""
    SELECT tablename, policyname AS name, roles, permissive = 'PERMISSIVE' AS permissive, cmd AS command,
           qual AS using, with_check AS check
    FROM pg_policies WHERE schemaname = 'public'""")
KEYS = text("""
    SELECT t.relname AS table_name, coalesce(k.conname, i.relname) AS name, a.attname AS column_name
    FROM pg_index x JOIN pg_class t ON t.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
    JOIN pg_namespace n ON n.oid = t.relnamespace AND n.nspname = 'public'
    LEFT JOIN pg_constraint k
      ON k.conindid = x.indexrelid AND k.conrelid = t.oid AND k.contype IN ('p', 'u', 'x')
    LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = x.indkey[0]
    UNION ALL
    SELECT t.relname, k.conname, a.attname
    FROM pg_constraint k JOIN pg_class t ON t.oid = k.conrelid
    JOIN pg_namespace n ON n.oid = t.relnamespace AND n.nspname = 'public'
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.conkey[1] WHERE k.contype = 'f'""")
GRANTS = text("""
    SELECT c.relname AS table_name, g.privilege_type AS privilege, NULL::name AS column_name,
           CASE WHEN g.grantee = 0 THEN 'public' ELSE pg_get_userbyid(g.grantee) END AS role
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public',
         aclexplode(c.relacl) g WHERE c.relkind IN ('r', 'p') AND g.grantee <> c.relowner
    UNION ALL
    SELECT c.relname, g.privilege_type, a.attname,
           CASE WHEN g.grantee = 0 THEN 'public' ELSE pg_get_userbyid(g.grantee) END
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public', aclexplode(a.attacl) g""")
ROLES = text("""
    SELECT r.rolname AS role, r.rolsuper OR r.rolcreaterole OR r.rolcreatedb OR r.rolreplication AS powerful,
           r.rolbypassrls AS bypasses, EXISTS (SELECT FROM pg_auth_members m WHERE m.member = r.oid) AS member
    FROM pg_roles r WHERE r.rolname LIKE 'musette%' OR r.rolname = current_user""")
FUNCTIONS = text("""
    SELECT n.nspname || '.' || p.proname AS name, p.prosecdef AS definer, p.prosrc AS source
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname IN ('public', 'app')
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')""")


@dataclass(frozen=True)
class Finding:
    """One thing that is not as declared."""

    rule: str
    about: str

    def __str__(self) -> str:
        return f"{self.about}: {self.rule}"


def audit(connection: Connection, models: Models) -> list[Finding]:
    """All that differs between the database and the walls these models declare; empty when they stand."""
    found = [
        *_relations(connection, models),
        *_policies(connection, models),
        *_keys(connection, models),
        *_grants(connection, models),
        *_roles(connection),
        *_functions(connection),
    ]
    return sorted(found, key=str)


def _relations(connection: Connection, models: Models) -> Iterator[Finding]:
    rows = connection.execute(TABLES).all()
    for row in rows:
        name = row.relname
        if row.relkind == "v" and not row.invoker:
            yield Finding("a view reads with its owner's eyes (security_invoker is missing)", name)
        elif row.relkind in ("m", "f"):
            yield Finding("materialized views and foreign tables pass through the walls", name)
        elif row.relkind in ("r", "p") and name not in UNWALLED:
            if name not in models:
                yield Finding("the table is not classified", name)
            elif models[name].__wall__.forced and not (row.enabled and row.forced):
                yield Finding("row-level security is not enabled and forced", name)
        if row.owner != Role.OWNER:
            yield Finding(f"the owner is {row.owner}", name)
    for missing in models.keys() - {row.relname for row in rows}:
        yield Finding("the table is missing", missing)


def _policies(connection: Connection, models: Models) -> Iterator[Finding]:
    present: dict[str, set[Policy]] = {name: set() for name in models}
    for row in connection.execute(POLICIES):
        role = row.roles.strip("{}") if isinstance(row.roles, str) else ",".join(row.roles)
        policy = Policy(
            row.name, role, row.permissive, row.command, _one_line(row.using), _one_line(row.check)
        )
        present.setdefault(row.tablename, set()).add(policy)
    for name, policies in present.items():
        expected = set(models[name].__wall__.policies(name)) if name in models else set()
        for policy in expected - policies:
            yield Finding(f"policy {policy.name} is missing or different", name)
        for policy in policies - expected:
            yield Finding(f"policy {policy.name} is not declared so", name)


def _one_line(condition: str | None) -> str | None:
    return None if condition is None else " ".join(condition.split())


def _keys(connection: Connection, models: Models) -> Iterator[Finding]:
    for row in connection.execute(KEYS):
        model = models.get(row.table_name)
        if model is None or row.name in model.__crossings__:
            continue
        leading = LEADING_COLUMN.get(model.__wall__.wall)
        if leading and row.column_name != leading:
            yield Finding(f"{row.name} does not begin with {leading}", row.table_name)


def _grants(connection: Connection, models: Models) -> Iterator[Finding]:
    present = {
        (row.table_name, row.role, row.privilege, row.column_name) for row in connection.execute(GRANTS)
    }
    expected = {grant for name, model in models.items() for grant in _declared(name, model.__wall__)}
    expected |= {("alembic_version", role.value, "SELECT", None) for role in Role if role is not Role.OWNER}
    for table, role, privilege, column in present - expected:
        yield Finding(f"{role} holds {privilege} on {column or 'the table'}", table)
    for table, role, privilege, column in expected - present:
        yield Finding(f"{role} lacks {privilege} on {column or 'the table'}", table)


def _declared(table: str, wall: Enclosure) -> Iterator[tuple[str, str, str, str | None]]:
    for door in wall.doors:
        narrowed = dict(door.columns)
        for privilege in door.privileges:
            for column in narrowed.get(privilege, (None,)):
                yield table, door.role.value, privilege, column


def _roles(connection: Connection) -> Iterator[Finding]:
    for row in connection.execute(ROLES):
        if row.powerful:
            yield Finding("the role has powers it must not have", row.role)
        if row.bypasses != (row.role == Role.BACKUP):
            yield Finding("BYPASSRLS belongs to the backup role alone", row.role)
        if row.member:
            yield Finding("the role may become another one", row.role)


def _functions(connection: Connection) -> Iterator[Finding]:
    expected = {f"app.{name}": SCOPE_FUNCTION.format(name) for name in ("person", "cooperative", "member")}
    rows = {row.name: row for row in connection.execute(FUNCTIONS)}
    for name, row in rows.items():
        if row.definer:
            yield Finding("the function reads with its owner's eyes (SECURITY DEFINER)", name)
        if name not in expected or row.source.strip() != expected[name]:
            yield Finding("the function is not declared so", name)
    for name in expected.keys() - rows.keys():
        yield Finding("the function is missing", name)
