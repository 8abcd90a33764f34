"""Levels that peers confirm, and badges claimed for them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from assessment.referential import Axis, Language
from badges.models import Badge, Published
from badges.queries.own import own_badge, own_badges
from badges.queries.public import published
from badges.service import claiming
from badges.service.claiming import Wishes
from peer.models.requests import ReviewRequest
from peer.models.statements import Statement
from peer.service import statements
from tenants.models import RoleName
from tests.peer.conftest import Circle
from tests.world import LEVELS, Member, World

AXIS = Axis.CREATIVITY
FRENCH = Wishes(Language.FRENCH, named=True)


@dataclass
class Ring(Circle):
    """The same circle, in which Awa claims badges for her creativity, at 60."""

    def confirmed(self, *peers: Member, named: bool = False) -> list[Statement]:
        """These peers confirm the level, under their own name or not."""
        request = self.asked(*peers)
        return [self.endorsed_by(request, each, named=named) for each in peers]

    def endorsed_by(self, request: Any, reviewer: Member, *, named: bool) -> Statement:
        """One peer confirms."""
        with reviewer.acting() as session:
            said = statements.endorse(
                session,
                asked_id=self.world.asked(request, reviewer),
                grounds=["saw_work"],
                words="",
                named=named,
                by=reviewer.scope,
            )
        self.world.run_jobs()
        return said

    def claims(self, wishes: Wishes = FRENCH, badge_id: UUID | None = None) -> UUID:
        """Awa claims her badge, and the worker signs it."""
        made = badge_id or uuid4()
        with self.awa.acting() as session:
            claiming.claim(session, badge_id=made, axis=AXIS, wishes=wishes, by=self.awa.scope)
        self.world.run_jobs()
        return made

    def withdraws(self, badge_id: UUID) -> None:
        """Awa takes her badge back."""
        with self.awa.acting() as session:
            claiming.withdraw(session, badge_id=badge_id, by=self.awa.scope)
        self.world.run_jobs()

    def badge(self, badge_id: UUID) -> Badge:
        """The badge as its owner has it."""
        with self.awa.acting() as session:
            return own_badge(session, badge_id)

    def badges(self) -> list[Badge]:
        """All of them."""
        with self.awa.acting() as session:
            return own_badges(session)

    def row(self, path: str) -> Published | None:
        """What anybody reads at a path."""
        with self.world.house.database.reading() as session:
            return published(session, path)

    def document(self, path: str) -> Mapping[str, Any]:
        """The same, as JSON."""
        found = self.row(path)
        assert found is not None
        assert found.gone_at is None, path
        read: dict[str, Any] = json.loads(found.body)
        return read


def confirmed_ring(world: World) -> Ring:
    """The same, in which one peer has confirmed the level."""
    made = ring_of(world)
    made.confirmed(made.others[0])
    return made


def heard_ring(world: World) -> tuple[Ring, ReviewRequest]:
    """The same, in which three were asked; two have confirmed, and the third has yet to speak."""
    made = ring_of(world)
    request = made.asked(*made.others[:3])
    for each in made.others[:2]:
        made.endorsed_by(request, each, named=False)
    return made, request


def voiced_ring(world: World) -> Ring:
    """The same, in which two have confirmed, the first under their own name."""
    made = ring_of(world)
    request = made.asked(*made.others[:2])
    for each in made.others[:2]:
        made.endorsed_by(request, each, named=each is made.others[0])
    return made


def ring_of(world: World) -> Ring:
    """A cooperative of six."""
    home = world.cooperative("Anneau")
    awa = world.member(home, "Awa Diallo")
    world.assess(awa, {**LEVELS, AXIS: 60})
    jeanne = world.member(home, "Jeanne Abgrall", RoleName.COORDINATOR)
    return Ring(world, home, awa, jeanne, world.members(home, 4))
