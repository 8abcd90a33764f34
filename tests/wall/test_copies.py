"""What tests begin with is copied row by row: a copy is whole, and apart from every other."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, text

from kernel.house import House
from kernel.walls import Role
from peer.models.statements import Statement
from tenants.models import Membership
from tests.foundry import ID, MODELS, Foundry, owners_of
from tests.peer.conftest import Circle, gathered
from tests.peer.test_mediating import differing
from tests.world import World


@dataclass
class Pair:
    """Two things that share a third."""

    one: list[UUID]
    other: list[UUID]


def rows(circle: Circle, house: House) -> dict[str, list[str]]:
    """What the database holds of a circle, table by table, but its jobs."""
    scopes = list(circle.world.scopes)
    found: dict[str, list[str]] = {}
    with house.database.engine(Role.BACKUP).connect() as connection:
        for name in sorted(set(MODELS) - {"job"}):
            owners = " OR ".join(f'"{each}" = ANY(:scopes)' for each in owners_of(name))
            if owners:
                sql = text(f'SELECT to_jsonb(each)::text FROM "{name}" AS each WHERE {owners}')
                found[name] = list(connection.scalars(sql, {"scopes": scopes}))
    return found


def test_every_row_is_copied_under_another_id(house: House, foundry: Foundry) -> None:
    built = gathered(World(house))
    built.world.run_jobs()
    copies = [foundry.cast(gathered, World(house)) for _turn in range(2)]
    wanted, *found = (rows(each, house) for each in (built, *copies))
    for each in found:
        assert {name: len(held) for name, held in each.items()} == {
            name: len(held) for name, held in wanted.items()
        }
    ids = [{word for held in each.values() for row in held for word in ID.findall(row)} for each in found]
    assert ids[0]
    assert ids[0] & ids[1] == set()


def test_what_is_copied_is_what_its_rows_say(world: World, foundry: Foundry) -> None:
    copied = foundry.cast(differing, world)
    assert copied.circle.world is world
    assert copied.awa is copied.circle.awa
    assert {copied.circle.cooperative, copied.awa.person} <= world.scopes
    with copied.awa.acting() as session:
        said = session.scalars(select(Statement)).one()
        assert (said.id, said.author_id) == (copied.said.id, copied.peer.id)
        names = session.scalars(select(Membership.display_name))
        assert set(names) >= {"Awa Diallo", "Nour Haddad"}


def test_what_was_one_object_is_still_one(world: World, foundry: Foundry) -> None:
    def build(first: World) -> Pair:
        shared = [first.cooperative()]
        return Pair(shared, shared)

    copied = foundry.cast(build, world)
    assert copied.one is copied.other
    assert set(copied.one) == world.scopes
