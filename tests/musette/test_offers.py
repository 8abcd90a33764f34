"""Offers of help: read by the whole cooperative, written by their author, never ordered by level."""

import re
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from assessment.referential import Axis
from kernel import clock
from kernel.refusals import Invalid, Unknown
from kernel.scope import Scope
from kernel.walls import Role
from musette.models import OfferKind
from musette.queries.offers import offers
from musette.service import offers as offering
from musette.service.offers import Proposed
from tenants.models import RoleName
from tenants.service.members import remove
from tests.conftest import Visitor
from tests.world import LEVELS, Member

WORDS = "La presse, un jeudi"


def offer(member: Member, *, on: date | None = None, axis: Axis = Axis.TOOL_MASTERY) -> UUID:
    """An offer of somebody."""
    made, kind = uuid4(), OfferKind.WORKSHOP if on else OfferKind.PERSON
    with member.acting() as session:
        proposed = Proposed(axis, kind, WORDS, on)
        offering.offer(session, offer_id=made, proposed=proposed, by=member.scope)
    return made


def listed(member: Member, axis: Axis = Axis.TOOL_MASTERY) -> list[str]:
    """Who offers something on an axis, as a member reads it."""
    with member.acting() as session:
        return [each.name for each in offers(session, axis=axis).rows]


def test_they_stand_by_name_whatever_the_levels(awa: Member) -> None:
    zoe, ben = (awa.world.member(awa.cooperative, name) for name in ("Zoé", "Ben"))
    for each, level in ((zoe, 95), (awa, 20), (ben, 60)):
        awa.world.assess(each, {**LEVELS, Axis.TOOL_MASTERY: level})
        offer(each)
    assert listed(ben) == ["Awa Diallo", "Ben", "Zoé"]


def test_the_page_shows_them_without_a_level(awa: Member, visitor: Visitor) -> None:
    other = awa.world.member(awa.cooperative, "Autre")
    awa.world.assess(awa, {**LEVELS, Axis.TOOL_MASTERY: 97})
    client = visitor(awa.person, language="en")
    data = {"id": str(uuid4()), "axis": "tool_mastery", "kind": "person", "words": WORDS}
    assert client.post(awa.url("help"), data={**data, "kind": ""}).status_code == 422
    assert client.post(awa.url("help"), data={**data, "kind": "workshop"}).status_code == 422
    assert client.post(awa.url("help"), data=data).status_code == 303
    page = visitor(other.person).get(awa.url("help")).text
    assert WORDS in page
    main = page[page.index("<main") : page.index("</main>")]
    assert not re.search(r"(?<![\w-])97(?![\w-])", main)  # an id may hold these two digits
    assert "/withdraw" not in page
    assert "/withdraw" in client.get(awa.url("help")).text


def test_a_workshop_is_shown_until_its_day(awa: Member, today: date) -> None:
    with pytest.raises(Invalid):
        offer(awa, on=today - timedelta(days=1))
    offer(awa, on=today + timedelta(days=3))
    for days, names in ((3, ["Awa Diallo"]), (4, [])):
        with clock.at(datetime.now(UTC) + timedelta(days=days)):
            assert listed(awa) == names


def test_only_its_author_withdraws_an_offer(awa: Member) -> None:
    made, other = offer(awa), awa.world.member(awa.cooperative, "Autre")
    with pytest.raises(Unknown), other.acting() as session:
        offering.withdraw(session, offer_id=made, by=other.scope)
    for verb in ("DELETE FROM offer", "UPDATE offer SET words = 'autre'"):
        with other.acting() as session:
            changed = session.execute(text(f"{verb} WHERE id = :id"), {"id": made})
            assert changed.rowcount == 0  # type: ignore[attr-defined] # what a statement gives
    with awa.acting() as session:
        offering.withdraw(session, offer_id=made, by=awa.scope)
    assert listed(other) == []


def test_whoever_leaves_offers_no_more(awa: Member) -> None:
    offer(awa)
    lead = awa.world.member(awa.cooperative, "Jeanne", RoleName.COORDINATOR)
    with lead.acting() as session:
        remove(session, member_id=awa.id, by=lead.scope)
    assert listed(lead) == []
    awa.world.run_jobs()
    with awa.world.house.database.reading(Scope(cooperative=awa.cooperative), Role.MACHINE) as session:
        assert session.scalar(text("SELECT count(*) FROM offer")) == 0
