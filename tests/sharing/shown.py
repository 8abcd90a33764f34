"""Showing things in the tests, and what somebody gets on their page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from flask.testing import FlaskClient

from assessment.referential import Axis
from kernel import clock
from musette.service import experiences, intentions, portfolios, shares
from sharing.models import Grant
from sharing.rules import Audience, Item
from sharing.service.grants import To
from tests.pictures import jpeg
from tests.world import LEVELS, ZONE, Member, World

SECRET = "Un secret que personne ne montre"


@dataclass
class Carried:
    """Somebody who has something of every kind to show."""

    member: Member
    experience: UUID
    intention: UUID
    scenario: UUID

    def about(self, item: Item) -> str:
        """What names an item, where it needs a name."""
        found: dict[Item, object] = {
            Item.AXIS: Axis.CREATIVITY.value,
            Item.EXPERIENCE: self.experience,
            Item.INTENTION: self.intention,
            Item.SCENARIO: self.scenario,
        }
        return str(found.get(item, ""))


def carry_things(world: World, member: Member) -> Carried:
    """Two assessments, an experience with a photo and a secret, an intention, a scenario, a page."""
    now = clock.now()
    world.assess(member, LEVELS, at=now - timedelta(days=200))
    world.assess(member, {**LEVELS, Axis.CREATIVITY: 85})
    today, by = clock.today(ZONE), member.scope
    made = Carried(member, uuid4(), uuid4(), uuid4())
    told = experiences.Told(today, "Un registre relié", Axis.CREATIVITY, helped=SECRET)
    meant = intentions.Meant(Axis.REST_TIME, "Fermer le vendredi", today + timedelta(days=90), 50)
    page = portfolios.Composed("Relieuse", "Je relie.", [Axis.TOOL_MASTERY], [made.experience])
    scenario = {"label": "Si je passe à trois jours", "words": "", "levels": LEVELS}
    with member.acting() as session:
        experiences.capture(
            session, experience_id=made.experience, told=told, sent=jpeg(), today=today, by=by
        )
        intentions.intend(session, intention_id=made.intention, meant=meant, zone=ZONE, by=by)
        intentions.imagine(session, scenario_id=made.scenario, **scenario, by=by)  # type: ignore[arg-type] # mixed values
        portfolios.compose(session, page=page, by=by)
    return made


def show(owner: Carried | Member, to: To, item: Item = Item.PROFILE, grant_id: UUID | None = None) -> Grant:
    """Show an item to an audience."""
    member = owner.member if isinstance(owner, Carried) else owner
    about = owner.about(item) if isinstance(owner, Carried) else ""
    key = member.world.house.settings.secret_key
    what = shares.Show(item, about, member.name, ZONE)
    with member.acting() as session:
        return shares.show(
            session, grant_id=grant_id or uuid4(), what=what, to=to, secret_key=key, by=member.scope
        )


def audiences(peer: Member, person: Member, group: UUID) -> Iterator[To]:
    """One of each audience of a cooperative."""
    yield To(Audience.PEERS, (peer.id,))
    yield To(Audience.PERSON, (person.id,))
    yield To(Audience.GROUP, group=group)
    yield To(Audience.COOPERATIVE)


def gotten(client: FlaskClient, path: str) -> str:
    """What is shown on a page, without its frame; raises AssertionError when nothing is."""
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    start, end = answer.text.index('<div class="gotten">'), answer.text.index("</main>")
    return answer.text[start:end]
