"""A small cooperative in which somebody has a level to be spoken of."""

from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest

from assessment.referential import Axis
from kernel import clock
from kernel.db import UnitOfWork
from peer.models.requests import Asked, AskedState, ReviewRequest
from peer.models.statements import Statement
from peer.service import availability, statements
from peer.service.requests import ANSWER_WITHIN
from tenants.models import RoleName
from tenants.service import members
from tests.foundry import Foundry
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

    def paused(self, member: Member) -> None:
        """Somebody takes no new request."""
        with member.acting() as session:
            availability.pause(session, by=member.scope)

    def apart(self, member: Member, other: Member) -> None:
        """Somebody keeps another member apart, and what waits between them is put away."""
        with member.acting() as session:
            availability.keep_apart(session, other_id=other.id, by=member.scope)
        self.world.run_jobs()

    def busy(self, member: Member, requests: int) -> None:
        """Jeanne's requests wait for somebody."""
        with self.jeanne.acting() as session:
            for _turn in range(requests):
                session.add(waiting_for(session, self.jeanne, member))

    def leaves(self, member: Member) -> None:
        """Jeanne notes that somebody is no longer a member."""
        with self.jeanne.acting() as session:
            members.remove(session, member_id=member.id, by=self.jeanne.scope)


def waiting_for(session: UnitOfWork, subject: Member, reviewer: Member) -> Asked:
    """A request that was sent, and waits for one answer."""
    now = clock.now()
    request = ReviewRequest(
        id=uuid4(),
        subject_id=subject.id,
        axis=Axis.LOCAL_UTILITY,
        level_seen=50,
        drawn_at=now,
        sent_at=now,
        answer_by=now.date() + ANSWER_WITHIN,
    )
    session.add(request)
    session.flush()
    return Asked(
        request_id=request.id,
        subject_id=subject.id,
        reviewer_id=reviewer.id,
        drawn=False,
        state=AskedState.ASKED,
        asked_at=now,
    )


@pytest.fixture
def circle(world: World, foundry: Foundry) -> Circle:
    """A cooperative of six."""
    return foundry.cast(gathered, world)


def gathered(world: World) -> Circle:
    """Six members, one of whom has taken stock."""
    home = world.cooperative("Cercle")
    awa = world.member(home, "Awa Diallo")
    world.assess(awa, {**LEVELS, Axis.CREATIVITY: LEVEL})
    jeanne = world.member(home, "Jeanne Abgrall", RoleName.COORDINATOR)
    return Circle(world, home, awa, jeanne, world.members(home, 4))
