"""A note and commitments beside a portrait: after the close, before the next one."""

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from kernel import clock
from kernel.refusals import Forbidden, Invalid, Refusal, Unknown
from kernel.scope import Scope
from kernel.walls import Role
from tenants.models import Campaign, RoleName
from tenants.queries.campaigns import campaign_of, previous_commitments
from tenants.service.notes import write_note
from tests.conftest import Visitor
from tests.world import ZONE, Member, World

WORDS = "Le temps de repos **baisse**.\n\n- réunions\n- devis"


@pytest.fixture
def jeanne(world: World) -> Member:
    """A coordinator in a new cooperative."""
    return world.member(world.cooperative("Etabli"), "Jeanne Abgrall", RoleName.COORDINATOR)


def day(days: int) -> date:
    """A day before or after today."""
    return clock.today(ZONE) + timedelta(days=days)


def campaign(jeanne: Member, closes: date, *, closed: bool = True) -> None:
    """A campaign, closed or not."""
    made = jeanne.world.campaign(jeanne.cooperative, closes - timedelta(days=42), closes)
    if closed:
        with jeanne.acting() as session:
            session.execute(update(Campaign).where(Campaign.id == made).values(closed_at=clock.now()))


def write(by: Member, closed_on: date, note: str = WORDS, *commitments: str) -> None:
    """Write beside a portrait, through the service."""
    with by.acting() as session:
        write_note(session, closed_on=closed_on, note=note, commitments=commitments, by=by.scope)


def test_a_note_is_written_from_the_page_and_changed(jeanne: Member, visitor: Visitor) -> None:
    campaign(jeanne, day(-5))
    lead = visitor(jeanne.person)
    page = jeanne.url(f"campaign/{day(-5)}/note")
    assert page in lead.get(jeanne.url("coordination")).text
    data = {
        "note": WORDS,
        "commitment_1": " Un  jour sans réunion ",
        "commitment_2": "",
        "commitment_3": "Deux",
    }
    assert lead.post(page, data=data).status_code == 303
    with jeanne.acting() as session:
        found = campaign_of(session, day(-5))
        assert (found.note, found.commitments) == (WORDS, ["Un jour sans réunion", "Deux"])
    again = lead.get(page).text
    assert "<strong>baisse</strong>" in again
    assert "Un jour sans réunion" in again
    assert lead.post(page, data={"note": ""}).status_code == 303
    with jeanne.acting() as session:
        assert campaign_of(session, day(-5)).commitments == []


def test_the_machine_reads_what_was_committed_to_before(jeanne: Member) -> None:
    for days, commitments in ((-400, ["Un"]), (-200, ["Deux", "Trois"]), (-10, [])):
        campaign(jeanne, day(days))
        write(jeanne, day(days), "Mots", *commitments)
    campaign(jeanne, day(100), closed=False)
    with jeanne.world.house.database.reading(Scope(cooperative=jeanne.cooperative), Role.MACHINE) as session:
        assert previous_commitments(session, day(-400)) == []
        assert previous_commitments(session, day(-200)) == ["Un"]
        assert previous_commitments(session, day(-10)) == ["Deux", "Trois"]
        assert previous_commitments(session, day(100)) == []
        assert campaign_of(session, day(-200)).note == "Mots"
        with pytest.raises(Unknown):
            campaign_of(session, day(100))  # not closed yet


def test_nothing_is_written_before_the_close(jeanne: Member, visitor: Visitor) -> None:
    campaign(jeanne, day(30), closed=False)
    with pytest.raises(Unknown):
        write(jeanne, day(30))
    lead = visitor(jeanne.person)
    for closed_on in (str(day(30)), "2001-01-01", "hier", "20260101T00"):
        assert lead.get(jeanne.url(f"campaign/{closed_on}/note")).status_code == 404


@pytest.mark.parametrize("closed", [True, False])
def test_nothing_changes_once_the_next_day_is_over(jeanne: Member, visitor: Visitor, *, closed: bool) -> None:
    campaign(jeanne, day(-200))
    write(jeanne, day(-200), "Avant", "Un")
    campaign(jeanne, day(-1), closed=closed)
    with pytest.raises(Refusal, match="stays as it is"):
        write(jeanne, day(-200), "Après")
    page = visitor(jeanne.person).get(jeanne.url(f"campaign/{day(-200)}/note")).text
    assert "stays as it is" in page
    assert "Avant" in page
    assert "<textarea" not in page


def test_it_may_change_until_the_last_day_of_the_next_campaign(jeanne: Member) -> None:
    campaign(jeanne, day(-200))
    campaign(jeanne, day(0), closed=False)
    write(jeanne, day(-200), "Encore")


def test_limits(jeanne: Member, visitor: Visitor) -> None:
    campaign(jeanne, day(-5))
    write(jeanne, day(-5), "é" * 2000, *["x" * 200] * 3)
    with pytest.raises(Invalid):
        write(jeanne, day(-5), "é" * 2001)
    with pytest.raises(Invalid) as refused:
        write(jeanne, day(-5), "", "", "x" * 201)
    assert refused.value.field == "commitment_2"  # where it was typed, after an empty line
    with pytest.raises(Refusal, match="Three commitments"):
        write(jeanne, day(-5), "", "1", "2", "3", "4")
    page = jeanne.url(f"campaign/{day(-5)}/note")
    answer = visitor(jeanne.person).post(page, data={"note": "x" * 2001, "commitment_2": "y" * 201})
    assert answer.status_code == 422


def test_only_the_coordination_writes_and_the_journal_says_so(jeanne: Member, visitor: Visitor) -> None:
    campaign(jeanne, day(-5))
    awa = jeanne.world.member(jeanne.cooperative, "Awa Diallo")
    with pytest.raises(Forbidden):
        write(awa, day(-5))
    assert visitor(awa.person).get(awa.url(f"campaign/{day(-5)}/note")).status_code == 403
    for _turn in range(2):
        write(jeanne, day(-5))  # the second changes nothing
    page = visitor(awa.person).get(awa.url("journal")).text
    assert page.count("wrote a note or commitments") == 1
