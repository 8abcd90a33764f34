"""What the operator prints: a register, how long things are kept, who waits; never anybody's name."""

from datetime import timedelta
from uuid import uuid4

from sqlalchemy import update

from kernel import clock
from kernel.house import House
from kernel.scope import Scope
from kernel.walls import Role
from people.models import Person
from tenants.models import RoleName
from tests.commandline import Operator
from tests.mailbox import mails_to
from tests.world import World


def test_the_register_is_printed_in_either_language(operator: Operator, world: World) -> None:
    slug = world.slug(world.cooperative("Registre"))
    assert operator("register", slug).out.startswith("# Registre des traitements de Registre")
    assert operator("register", slug, "--language", "en").out.startswith("# Register of processing")
    assert operator("register", "nowhere-at-all").status == 1


def test_retention_tells_counts_and_cooperatives_never_people(
    operator: Operator, world: World, house: House
) -> None:
    home = world.cooperative("Seule")
    jeanne, slug = world.member(home, "Jeanne Abgrall", RoleName.COORDINATOR), world.slug(home)
    waits = f"waits for a coordinator\t{slug}\n"
    assert waits not in operator("retention").out
    with house.database.unit_of_work(Scope(person=jeanne.person), Role.IDENTITY) as session:
        long_ago = {
            "last_seen_at": clock.now() - timedelta(days=1100),
            "notices": 2,
            "noticed_at": clock.now(),
        }
        session.execute(update(Person).where(Person.id == jeanne.person).values(**long_ago))
    told = operator("retention", "--language", "en").out
    assert "Draft of an assessment\t90 days" in told
    assert waits in told
    assert jeanne.email not in told
    assert "Jeanne" not in told
    address = f"{uuid4().hex}@operators.example"
    assert operator("cooperative", "coordinator", slug, address).status == 0
    world.run_jobs()
    assert len(mails_to(house, address)) == 1
    world.member(home, "Paul Le Goff", RoleName.COORDINATOR)
    assert waits not in operator("retention").out
