"""People who have signed in: the cookie their browser sends, and the assessments they have."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from assessment.drafts import AxisDraft, written
from assessment.models import Draft
from assessment.referential import Axis
from assessment.service import stock
from bench.dashboards.ground import Ground
from demo.large.rows import ZONE
from kernel import clock
from kernel.db import UnitOfWork
from kernel.scope import Belonging, Scope
from kernel.walls import Role
from pages.permissions import MEMBER, SIGNED_IN
from people.service import open_login
from tenants.models import Membership
from tenants.queries.cooperatives import cooperative

LEVELS = {axis: AxisDraft(level=40 + 5 * place) for place, axis in enumerate(Axis)}
LASTING = timedelta(days=3)


@dataclass(frozen=True)
class Visitor:
    """A member of a cooperative."""

    ground: Ground
    person: UUID
    belonging: Belonging

    @property
    def scope(self) -> Scope:
        """The scope in which they act."""
        here = self.belonging
        return Scope(self.person, here.cooperative_id, here.member_id, frozenset((SIGNED_IN, MEMBER)))

    @cached_property
    def token(self) -> str:
        """The token of their sign-in."""
        with self.ground.house.database.unit_of_work(role=Role.IDENTITY) as session:
            return open_login(session, person_id=self.person, device="Bench", absolute=LASTING)

    def sign_in(self) -> None:
        """Open their sign-in, if it is not open."""
        if not self.token:
            raise LookupError(self.person)

    def cookie(self, app: Flask) -> str:
        """What their browser sends, as this application signs it."""
        told = {
            "_user_id": self.token,
            "_fresh": True,
            "csrf_token": "0" * 40,
            "cooperative": self.belonging.slug,
        }
        signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined] # Flask's own has it
        return str(signer.dumps(told))

    def draft(self) -> Draft:
        """Seven levels, ready to be submitted."""
        with self.ground.house.database.unit_of_work(self.scope) as session:
            draft = stock.begin(session, by=self.scope)
            draft.answers = written(LEVELS)
            return draft

    def submit(self, session: UnitOfWork, draft: Draft) -> None:
        """Take stock."""
        stock.submit(session, draft_id=draft.id, places=[self.belonging], by=self.scope)

    def take_stock(self, times: int) -> None:
        """Take stock so many times, a month apart."""
        for number in range(times):
            with clock.at(clock.now() - timedelta(days=30 * number)):
                draft = self.draft()
                with self.ground.house.database.unit_of_work(self.scope) as session:
                    self.submit(session, draft)
                    session.info["after_commit"].clear()


def visitors(ground: Ground, home: UUID, count: int) -> list[Visitor]:
    """Some members of a cooperative."""
    with ground.house.database.reading(Scope(cooperative=home)) as session:
        here = cooperative(session)
        present = select(Membership).where(Membership.until.is_(None), Membership.person_id.is_not(None))
        members = session.scalars(present.order_by(Membership.id).limit(count)).all()
    return [
        Visitor(
            ground,
            each.person_id,
            Belonging(home, here.slug, here.name, ZONE, False, each.id, each.display_name),
        )
        for each in members
        if each.person_id
    ]
