"""A small cooperative in which somebody has a level to be spoken of."""

from dataclasses import dataclass
from uuid import UUID

import pytest

from assessment.referential import Axis
from peer.models import ReviewRequest, Statement
from peer.service import statements
from tenants.models import RoleName
from tenants.service import members
from tests.world import LEVELS, Member, World

LEVEL = 60


@dataclass
class Circle:
    """Awa, whose creativity is at 60; Jeanne, who coordinates; four others."""

    world: World
    cooperative: UUID
    awa: Member
    jeanne: Member
    others: list[Member]

    def asked(self, *chosen: Member, message: str = "") -> ReviewRequest:
        """Awa asks about her creativity."""
        return self.world.ask(self.awa, Axis.CREATIVITY, *chosen, message=message)

    def page(self, request: ReviewRequest, reviewer: Member) -> str:
        """The page where somebody asked answers."""
        return reviewer.url(f"reviews/{self.world.asked(request, reviewer)}")

    def contested(self, request: ReviewRequest, reviewer: Member, level: int = 30) -> Statement:
        """Somebody asked sees it otherwise."""
        with reviewer.acting() as session:
            said = statements.contest(
                session,
                asked_id=self.world.asked(request, reviewer),
                level=level,
                grounds=["saw_work"],
                words="Je l'ai vu autrement.",
                by=reviewer.scope,
            )
        self.world.run_jobs()
        return said

    def endorsed(self, request: ReviewRequest, reviewer: Member) -> Statement:
        """Somebody asked confirms."""
        with reviewer.acting() as session:
            asked = self.world.asked(request, reviewer)
            grounds = ["saw_work"]
            said = statements.endorse(session, asked_id=asked, grounds=grounds, words="", by=reviewer.scope)
        self.world.run_jobs()
        return said

    def leaves(self, member: Member) -> None:
        """Jeanne notes that somebody is no longer a member."""
        with self.jeanne.acting() as session:
            members.remove(session, member_id=member.id, by=self.jeanne.scope)


@pytest.fixture
def circle(world: World) -> Circle:
    """A cooperative of six."""
    home = world.cooperative("Cercle")
    awa = world.member(home, "Awa Diallo")
    world.assess(awa, {**LEVELS, Axis.CREATIVITY: LEVEL})
    jeanne = world.member(home, "Jeanne Abgrall", RoleName.COORDINATOR)
    return Circle(world, home, awa, jeanne, world.members(home, 4))
