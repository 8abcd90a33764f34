"""Intentions and scenarios: one's own, compared honestly, recalled once without a word of what they are."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from assessment.queries import own_contributions
from assessment.referential import Axis
from kernel import clock
from kernel.refusals import Invalid, Refusal, Unknown
from musette.queries.intentions import own_scenario, review, scenarios
from musette.rules import Outcome
from musette.service import intentions
from musette.service.intentions import Meant
from tests.conftest import Visitor
from tests.mailbox import mails_to
from tests.world import LEVELS, ZONE, Member

WORDS = "Fermer le vendredi"
DAYS = 90


def intend(awa: Member, today: date, *, aimed: int | None = 60, days: int = DAYS) -> UUID:
    """An intention about rest, to look back at in three months."""
    made, meant = uuid4(), Meant(Axis.REST_TIME, WORDS, today + timedelta(days=days), aimed)
    with awa.acting() as session:
        intentions.intend(session, intention_id=made, meant=meant, zone=ZONE, by=awa.scope)
    return made


def outcome(awa: Member, made: UUID) -> Outcome:
    """What became of it."""
    with awa.acting() as session:
        return review(session, made).comparison.outcome


def test_it_is_compared_with_what_was_measured_since(awa: Member, today: date) -> None:
    awa.world.assess(awa, {**LEVELS, Axis.REST_TIME: 30}, at=datetime.now(UTC) - timedelta(days=2))
    made = intend(awa, today)
    assert outcome(awa, made) is Outcome.NOT_TAKEN_SINCE
    awa.world.assess(awa, {axis: level for axis, level in LEVELS.items() if axis is not Axis.REST_TIME})
    assert outcome(awa, made) is Outcome.SKIPPED_SINCE
    awa.world.assess(awa, {**LEVELS, Axis.REST_TIME: 52})
    with awa.acting() as session:
        found = review(session, made).comparison
    assert (found.then, found.now, found.change, found.short) == (30, 52, 22, -8)


def test_once_closed_it_is_compared_no_more(awa: Member, today: date) -> None:
    awa.world.assess(awa, {**LEVELS, Axis.REST_TIME: 30})
    made = intend(awa, today)
    with awa.acting() as session:
        intentions.close(session, intention_id=made, found="Rien n'a bougé.", by=awa.scope)
    awa.world.assess(awa, {**LEVELS, Axis.REST_TIME: 80}, at=datetime.now(UTC) + timedelta(hours=1))
    assert outcome(awa, made) is Outcome.NOT_TAKEN_SINCE


def test_one_reminder_leaves_on_its_day_without_its_words(awa: Member, today: date) -> None:
    made, forgotten, closed = (intend(awa, today) for _each in range(3))
    with awa.acting() as session:
        intentions.forget(session, intention_id=forgotten, places=[], by=awa.scope)
        intentions.close(session, intention_id=closed, found="", by=awa.scope)
    awa.world.run_jobs()
    assert mails_to(awa.world.house, awa.email) == []
    with clock.at(datetime.now(UTC) + timedelta(days=DAYS + 1)):
        awa.world.run_jobs()
        awa.world.run_jobs()
    mails = mails_to(awa.world.house, awa.email)
    assert len(mails) == 1
    assert f"/me/intentions/{made}" in mails[0]
    for secret in (WORDS, "repos", "60", "Atelier"):
        assert secret not in mails[0].replace(str(made), "")


@pytest.mark.parametrize("days", [-1, 0, 6, 731])
def test_its_day_is_neither_too_near_nor_too_far(days: int, awa: Member, today: date) -> None:
    with pytest.raises(Invalid):
        intend(awa, today, days=days)


def test_the_page_shows_what_has_moved(awa: Member, visitor: Visitor, today: date) -> None:
    awa.world.assess(awa, {**LEVELS, Axis.REST_TIME: 30}, at=datetime.now(UTC) - timedelta(days=2))
    client = visitor(awa.person, language="en")
    data = {"id": str(uuid4()), "axis": "rest_time", "words": WORDS, "aimed": "60"}
    bad = client.post("/me/intentions", data={**data, "review_on": today.isoformat()})
    assert bad.status_code == 422
    assert WORDS in bad.text
    day = (today + timedelta(days=DAYS)).isoformat()
    page = client.post("/me/intentions", data={**data, "review_on": day}).location
    awa.world.assess(awa, {**LEVELS, Axis.REST_TIME: 33})
    text = " ".join(client.get(page).text.split())
    assert "From 30 to 33: a difference of less than ten points is called stable." in text
    assert "27 points short of what you hoped for." in text
    assert client.post(page, data={"found": "Trop de commandes."}).status_code == 303
    assert "Trop de commandes." in client.get(page).text
    assert client.post(f"{page}/remove").status_code == 303
    assert client.get(page).status_code == 404


def test_a_due_intention_waits_on_the_profile(awa: Member, visitor: Visitor) -> None:
    awa.world.assess(awa)
    with clock.at(datetime.now(UTC) - timedelta(days=20)):
        intend(awa, clock.today(ZONE), days=10)
    client = visitor(awa.person)
    assert WORDS in client.get("/me/").text
    assert WORDS in client.get("/me/history").text
    other = awa.world.member(awa.cooperative, "Autre")
    assert WORDS not in visitor(other.person).get("/me/").text


def imagine(awa: Member, **levels: int) -> UUID:
    """A scenario."""
    made, drawn = uuid4(), {**LEVELS, **{Axis(name): level for name, level in levels.items()}}
    with awa.acting() as session:
        intentions.imagine(
            session, scenario_id=made, label="Si je passe en CAE", words="", levels=drawn, by=awa.scope
        )
    return made


def test_a_scenario_is_drawn_over_today_and_counts_nowhere(awa: Member, visitor: Visitor) -> None:
    with pytest.raises(Refusal):
        imagine(awa)
    awa.world.assess(awa, agreeing=list(Axis))
    made = imagine(awa, rest_time=90)
    client = visitor(awa.person, language="en")
    text = " ".join(client.get(f"/me/scenarios/{made}").text.split())
    assert f"{90 - LEVELS[Axis.REST_TIME]} points towards freedom" in text
    assert text.count("<svg") > 2
    assert "Rest and recovery time: 45% (today), 90% (scenario)." in text
    awa.world.run_jobs()
    with awa.acting() as session:
        held = own_contributions(session)
    assert [each.levels for each in held.values()] == [LEVELS]


def test_a_scenario_is_changed_and_forgotten(awa: Member, visitor: Visitor) -> None:
    awa.world.assess(awa)
    made, client = imagine(awa), visitor(awa.person)
    page = f"/me/scenarios/{made}"
    levels = {axis.value: "" for axis in Axis}
    typed = {"id": str(uuid4()), "label": "Si j'accepte", "words": "Des soirées", **levels}
    assert client.post(page, data={**typed, "rest_time": "12"}).status_code == 303
    with awa.acting() as session:
        row = own_scenario(session, made)
    assert (row.label, row.levels[Axis.REST_TIME], row.levels[Axis.CREATIVITY]) == ("Si j'accepte", 12, None)
    for wrong in ({"rest_time": "101"}, {"rest_time": ""}, {"label": "", "rest_time": "3"}):
        answer = client.post(page, data={**typed, **wrong})
        assert answer.status_code == 422
        assert "Des soirées" in answer.text
    assert client.post(f"{page}/remove").status_code == 303
    with awa.acting() as session:
        assert scenarios(session) == []


def test_nobody_else_reads_them(awa: Member, today: date) -> None:
    awa.world.assess(awa)
    intention, scenario = intend(awa, today), imagine(awa)
    other = awa.world.member(awa.cooperative, "Autre")
    with pytest.raises(Unknown), other.acting() as session:
        intentions.forget(session, intention_id=intention, places=[], by=other.scope)
    with pytest.raises(Unknown), other.acting() as session:
        intentions.give_up(session, scenario_id=scenario, places=[], by=other.scope)
    with pytest.raises(Unknown), other.acting() as session:
        review(session, intention)
