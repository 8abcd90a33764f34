"""Several activities: one diagram each, one that counts in each cooperative; and drafts left alone."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from assessment import queries
from assessment.drafts import AxisDraft
from assessment.queries import own_contributions
from assessment.referential import Axis
from assessment.rules import Situation
from assessment.service import activities, stock
from kernel import clock
from kernel.refusals import Refusal, Unknown
from tests.at_once import at_once
from tests.conftest import Visitor
from tests.world import LEVELS, Member

CHOIR = {axis: 100 - level for axis, level in LEVELS.items()}


def added(member: Member, label: str = "La chorale") -> UUID:
    """Another activity of somebody, taken up."""
    made = uuid4()
    with member.acting() as session:
        activities.name_activity(session, activity_id=made, label=label, by=member.scope)
        activities.take_up(session, activity_id=made, by=member.scope)
    return made


def held(member: Member) -> list[dict[Axis, int | None]]:
    """What the cooperative holds of somebody."""
    with member.acting() as session:
        return [each.levels for each in own_contributions(session).values()]


def test_one_activity_counts_and_the_others_do_not(awa: Member) -> None:
    awa.world.assess(awa, LEVELS, agreeing=list(Axis))
    choir = added(awa)
    awa.world.assess(awa, CHOIR)
    assert held(awa) == [LEVELS]
    with awa.acting() as session:
        last = queries.latest(session)
        assert last
        assert last.levels == LEVELS  # what peers are asked about
        assert queries.activity_at_hand(session).id != choir  # type: ignore[union-attr] # there are two
        assert len(queries.assessments(session)) == 2


def test_another_one_is_chosen_to_count(awa: Member, visitor: Visitor) -> None:
    awa.world.assess(awa, LEVELS, agreeing=list(Axis))
    choir = added(awa)
    awa.world.assess(awa, CHOIR)
    client = visitor(awa.person)
    assert client.post(awa.url("counting"), data={"activity": str(choir)}).status_code == 303
    awa.world.run_jobs()
    assert held(awa) == [CHOIR]
    for wrong in (str(uuid4()), "nothing", ""):
        assert client.post(awa.url("counting"), data={"activity": wrong}).status_code == 404
    assert held(awa) == [CHOIR]


def test_each_cooperative_has_its_own(awa: Member) -> None:
    awa.world.assess(awa, LEVELS, agreeing=list(Axis))
    there = awa.world.member(awa.world.cooperative("Chorale"), "Awa", person=(awa.person, awa.email))
    choir = added(awa)
    awa.world.assess(there, CHOIR, agreeing=list(Axis))
    with there.acting() as session:
        activities.count_activity(session, activity_id=choir, place=there.belonging, by=there.scope)
    awa.world.run_jobs()
    assert held(awa) == [LEVELS]
    assert held(there) == [CHOIR]


def test_the_pages_show_one_at_a_time_or_all_together(awa: Member, visitor: Visitor) -> None:
    awa.world.assess(awa, LEVELS)
    client = visitor(awa.person, language="en")
    assert "All together" not in client.get("/me/").text
    choir = added(awa)
    assert "You are taking stock of “La chorale”." in client.get("/me/take-stock").text
    awa.world.assess(awa, CHOIR)
    rest = f"Rest and recovery time: {CHOIR[Axis.REST_TIME]}%"
    assert rest not in client.get("/me/").text
    for page in ("/me/", "/me/history"):
        assert rest in client.get(f"{page}?activity={choir}").text
    together = client.get("/me/activities").text
    both = f"{LEVELS[Axis.REST_TIME]}% (My first activity), {CHOIR[Axis.REST_TIME]}% (La chorale)"
    assert both in together


def test_activities_are_named_and_only_empty_ones_removed(awa: Member, visitor: Visitor) -> None:
    awa.world.assess(awa, LEVELS)
    empty, client = added(awa), visitor(awa.person, language="en")
    with awa.acting() as session:
        first = queries.latest(session)
    assert first
    assert client.post(f"/me/activities/{empty}/name", data={"label": " Le  choeur "}).status_code == 303
    assert "Le choeur" in client.get("/me/activities").text
    assert client.post(f"/me/activities/{empty}/name", data={"label": ""}).status_code == 422
    assert client.post(f"/me/activities/{first.activity_id}/remove").status_code == 409
    assert client.post(f"/me/activities/{empty}/remove").status_code == 303
    assert client.post("/me/activities", data={"id": str(uuid4()), "label": "Le potager"}).status_code == 303
    assert "Le potager" in client.get("/me/activities").text


def test_four_at_most_and_ones_own_only(awa: Member) -> None:
    for number in range(4):
        added(awa, f"Activité {number}")
    with pytest.raises(Refusal):
        added(awa, "Une de trop")
    other = awa.world.member(awa.cooperative, "Autre")
    theirs = added(other)
    for act in (activities.take_up, activities.remove_activity):
        with pytest.raises(Unknown), awa.acting() as session:
            act(session, activity_id=theirs, by=awa.scope)


def test_two_fourth_activities_at_once_are_one(awa: Member) -> None:
    with awa.acting() as session:
        activities.at_hand(session)  # the first one
    for number in range(2):
        added(awa, f"Activité {number}")

    def name(turn: int) -> None:
        with awa.acting() as session:
            activities.name_activity(session, activity_id=uuid4(), label=f"Une de {turn}", by=awa.scope)

    assert at_once(name) == [False, True]


def test_a_change_of_status_stands_on_the_time_line(awa: Member, visitor: Visitor) -> None:
    now = datetime.now(UTC)
    for days, status in ((300, "cape"), (10, "esa")):
        with awa.acting() as session:
            situation = Situation(status=status)
            activities.describe(session, situation=situation, by=awa.scope)
        awa.world.assess(awa, LEVELS, at=now - timedelta(days=days))
    text = visitor(awa.person, language="en").get("/me/history").text
    assert text.count("Your status changed") == 1


def test_a_draft_left_alone_is_forgotten(awa: Member) -> None:
    def drafted() -> bool:
        with awa.acting() as session:
            activity = queries.activity_at_hand(session)
            return activity is not None and queries.draft_of(session, activity.id) is not None

    with awa.acting() as session:
        stock.begin(session, by=awa.scope)
    start = datetime.now(UTC)
    with clock.at(start + timedelta(days=60)), awa.acting() as session:
        stock.save_axis(session, axis=Axis.CREATIVITY, answers=AxisDraft(level=50), by=awa.scope)
    for days, kept in ((91, True), (149, True), (151, False)):
        with clock.at(start + timedelta(days=days)):
            awa.world.run_jobs()
        assert drafted() is kept, days
