"""Taking stock: drafts saved at each step, submitted once, never changed; only what was agreed to counts."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from threading import Barrier, BrokenBarrierError
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from assessment import drafts, queries
from assessment.drafts import AxisDraft, next_axis
from assessment.models import Activity, Assessment, Contribution, Draft
from assessment.referential import Axis, Skip, referential
from assessment.rules import Situation
from assessment.service import activities, contributions, stock
from kernel import clock
from kernel.refusals import Invalid, Refusal, Unknown
from sharing.service import consents as sharing
from tests.cases import each_case
from tests.conftest import Visitor
from tests.world import LEVELS, Member, World

CREATIVITY = Axis.CREATIVITY
FIVE = [axis for axis in Axis if axis not in (Axis.REST_TIME, Axis.FINANCIAL_AUTONOMY)]


@pytest.fixture
def awa(world: World) -> Member:
    """Somebody in a new cooperative."""
    return world.member(world.cooperative("Etabli"), "Awa Diallo")


def held(member: Member) -> dict[date, Contribution]:
    """What the cooperative holds of a member, by period."""
    with member.acting() as session:
        return queries.own_contributions(session)


def decide(member: Member, *axes: Axis, given: bool) -> None:
    """Say yes or no, and bring the copies up to date as the page does."""
    with member.acting() as session:
        answers = {axis.value: given for axis in axes}
        sharing.decide(session, cooperative_id=member.cooperative, answers=answers, by=member.scope)
        contributions.refresh_contributions(session)


def draft_of(member: Member) -> Draft | None:
    """The draft of a member."""
    with member.acting() as session:
        return session.scalar(select(Draft))


def post_step(visitor: Visitor, member: Member, axis: str, **data: object) -> object:
    """Answer one axis on its page."""
    return visitor(member.person).post(f"/me/take-stock/{axis}", data=data)


def test_a_whole_assessment_through_the_pages(awa: Member, visitor: Visitor) -> None:
    client = visitor(awa.person)
    assert client.get("/me/take-stock").status_code == 200
    step = client.post("/me/take-stock/local-utility", data={"lu_known": "75", "lu_engagement": "50"})
    assert "proposed=1" in step.location  # two clues suggest a level, the person decides
    page = client.get(step.location).text
    assert 'Your clues suggest <b class="num">63</b>.' in page
    assert 'value="63"' in page
    after = client.post(
        "/me/take-stock/local-utility", data={"lu_known": "75", "lu_engagement": "50", "level": "70"}
    )
    assert after.location == "/me/take-stock/rest-time"
    skipped = client.post("/me/take-stock/rest-time", data={"skip": "prefer_not"})
    assert skipped.location == "/me/take-stock/commercial-relation"
    for axis in list(Axis)[2:]:
        slug = axis.replace("_", "-")
        last = client.post(f"/me/take-stock/{slug}", data={"level": "55 %", "note": "Un mot."})
    assert last.location == "/me/take-stock/check"
    check = client.get("/me/take-stock/check").text
    assert "left empty" in check
    draft = draft_of(awa)
    assert draft
    situation = {"status": "esa", "trade": "Reliure", "seniority": ""}
    done = client.post("/me/take-stock/check", data={"draft": str(draft.id), **situation})
    assert done.location == f"/me/assessments/{draft.id}"
    result = client.get(done.location).text
    assert "Count in the collective picture?" in result
    with awa.acting() as session:
        made = queries.assessment(session, draft.id)
        assert made.levels == {**dict.fromkeys(Axis, 55), Axis.LOCAL_UTILITY: 70, Axis.REST_TIME: None}
        assert made.suggestions == {"local_utility": 63}
        assert made.skips == {"rest_time": "prefer_not"}
        assert made.notes[CREATIVITY] == "Un mot."
        assert (made.status, made.trade) == ("esa", "Reliure")
        assert made.referential == f"{referential().id} {referential().version}"
    assert draft_of(awa) is None


def test_a_draft_is_resumed_on_another_device(awa: Member, visitor: Visitor) -> None:
    visitor(awa.person).post("/me/take-stock/creativity", data={"level": "42"})
    other = visitor(awa.person)
    assert "1 axis out of seven is done" in other.get("/me/take-stock").text
    assert 'value="42"' in other.get("/me/take-stock/creativity").text


def test_an_unfinished_step_is_saved_too(awa: Member, visitor: Visitor) -> None:
    client = visitor(awa.person)
    client.post("/me/take-stock/creativity", data={"cr_freedom": "x", "note": "à moitié"})
    client.post("/me/take-stock/creativity", data={"note": "à moitié"})
    assert "à moitié" in client.get("/me/take-stock/creativity").text


@each_case("level", ["101", "-1", "abc", "3.5", "1e2", "50 50", "٥٠", "999999999999"])
def test_a_level_that_is_none(level: str, awa: Member, visitor: Visitor) -> None:
    answer = visitor(awa.person).post("/me/take-stock/creativity", data={"level": level, "note": "gardé"})
    assert answer.status_code == 422
    assert "A level is a whole number from 0 to 100." in answer.text
    assert "gardé" in answer.text  # nothing typed is lost
    assert draft_of(awa) is None


def test_answers_that_do_not_exist_are_refused(awa: Member, visitor: Visitor) -> None:
    first = referential().sheets[CREATIVITY].clues[0].id
    answer = visitor(awa.person).post("/me/take-stock/creativity", data={first: "33", "level": "50"})
    assert answer.status_code == 422


def test_a_note_has_an_end(awa: Member, visitor: Visitor) -> None:
    answer = visitor(awa.person).post("/me/take-stock/creativity", data={"level": "5", "note": "x" * 501})
    assert answer.status_code == 422
    assert "500 characters" in answer.text


def test_the_seven_levels_at_once(awa: Member, visitor: Visitor) -> None:
    client = visitor(awa.person)
    levels = {axis.value: str(10 * place) for place, axis in enumerate(Axis)}
    assert client.post("/me/take-stock/levels", data=levels).location == "/me/take-stock/check"
    draft = draft_of(awa)
    assert draft
    read = drafts.read(draft.answers)
    assert [read[axis].level for axis in Axis] == [0, 10, 20, 30, 40, 50, 60]
    wrong = client.post("/me/take-stock/levels", data={**levels, "creativity": "200"})
    assert wrong.status_code == 422


def test_a_draft_is_thrown_away(awa: Member, visitor: Visitor) -> None:
    client = visitor(awa.person)
    client.post("/me/take-stock/creativity", data={"level": "42"})
    client.post("/me/take-stock/discard")
    assert draft_of(awa) is None
    assert client.post("/me/take-stock/discard").status_code == 303


def test_nothing_at_all_cannot_be_finished(awa: Member) -> None:
    with awa.acting() as session:
        answers = AxisDraft(skip=Skip.DONT_KNOW)
        for axis in Axis:
            stock.save_axis(session, axis=axis, answers=answers, by=awa.scope)
        draft = stock.begin(session, by=awa.scope)
    with pytest.raises(Refusal, match="at least one level"), awa.acting() as session:
        stock.submit(session, draft_id=draft.id, places=[], by=awa.scope)


def test_two_tabs_finish_once(awa: Member) -> None:
    with awa.acting() as session:
        stock.save_axis(session, axis=CREATIVITY, answers=AxisDraft(level=50), by=awa.scope)
        draft = stock.begin(session, by=awa.scope).id
    start = Barrier(4)

    def finish(_tab: int) -> UUID:
        start.wait()
        with awa.acting() as session:
            return stock.submit(session, draft_id=draft, places=[awa.belonging], by=awa.scope).id

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(finish, range(4))) == {draft}
    with awa.acting() as session:
        assert len(session.scalars(select(Assessment)).all()) == 1
    awa.world.run_jobs()
    assert len(held(awa)) == 1


def test_two_axes_saved_at_the_same_moment_are_both_kept(awa: Member) -> None:
    with awa.acting() as session:
        stock.begin(session, by=awa.scope)
    read = Barrier(2)

    def save(axis: Axis) -> None:
        with awa.acting() as session:
            stock.save_axis(session, axis=axis, answers=AxisDraft(level=50), by=awa.scope)
            with suppress(BrokenBarrierError):  # one waits for the other to be kept
                read.wait(0.3)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(save, (CREATIVITY, Axis.REST_TIME)))
    stored = draft_of(awa)
    assert stored is not None
    levels = {axis: each.level for axis, each in drafts.read(stored.answers).items() if each.level}
    assert levels == {CREATIVITY: 50, Axis.REST_TIME: 50}


def test_finishing_twice_begins_no_other_draft(visitor: Visitor, awa: Member) -> None:
    post_step(visitor, awa, "creativity", level="50")
    stored = draft_of(awa)
    assert stored is not None
    client = visitor(awa.person)
    sent = {"draft": str(stored.id), "status": "esa", "trade": "Reliure", "seniority": ""}
    answers = [client.post("/me/take-stock/check", data=sent).location for _turn in range(2)]
    assert answers == [f"/me/assessments/{stored.id}"] * 2
    assert draft_of(awa) is None


def test_somebody_elses_draft_is_unknown(awa: Member, world: World) -> None:
    other = world.member(awa.cooperative, "Yann")
    with awa.acting() as session:
        stock.save_axis(session, axis=CREATIVITY, answers=AxisDraft(level=50), by=awa.scope)
        draft = stock.begin(session, by=awa.scope).id
    with pytest.raises(Unknown), other.acting() as session:
        stock.submit(session, draft_id=draft, places=[], by=other.scope)


def test_an_assessment_never_changes(awa: Member) -> None:
    made = awa.world.assess(awa)
    for sql in ("UPDATE assessment SET creativity = 1", "UPDATE assessment SET submitted_at = now()"):
        with pytest.raises(DBAPIError, match="permission denied"), awa.acting() as session:
            session.execute(text(sql))
    with awa.acting() as session:
        assert queries.assessment(session, made.id).levels == LEVELS


def test_a_level_out_of_bounds_is_refused_by_postgresql_too(awa: Member) -> None:
    with pytest.raises(DBAPIError, match="ck_assessment_creativity"), awa.acting() as session:
        activity = Activity(id=uuid4(), label="x")
        session.add(activity)
        session.flush()
        made = Assessment(
            activity_id=activity.id, referential="x", suggestions={}, answers={}, skips={}, notes={}
        )
        made.levels = {CREATIVITY: 101}
        session.add(made)


def test_without_consent_the_copy_holds_no_level_and_no_situation(awa: Member) -> None:
    with awa.acting() as session:
        situation = Situation(status="esa", trade="Reliure")
        activities.describe(session, situation=situation, by=awa.scope)
    awa.world.assess(awa)
    (copy,) = held(awa).values()
    assert set(copy.levels.values()) == {None}
    assert (copy.status, copy.trade) == (None, None)


def test_only_the_axes_agreed_to_are_copied(awa: Member) -> None:
    awa.world.assess(awa, agreeing=FIVE)
    (copy,) = held(awa).values()
    assert copy.levels == {**LEVELS, Axis.REST_TIME: None, Axis.FINANCIAL_AUTONOMY: None}


def test_a_withdrawal_acts_at_once(awa: Member) -> None:
    awa.world.assess(awa, agreeing=list(Axis))
    (before,) = held(awa).values()
    decide(awa, CREATIVITY, given=False)
    (after,) = held(awa).values()
    assert after.levels == {**LEVELS, CREATIVITY: None}
    assert after.key == before.key  # the same answer, one axis less
    decide(awa, CREATIVITY, given=True)
    (again,) = held(awa).values()
    assert again.levels == LEVELS
    assert again.key == before.key


def test_consent_from_the_page(awa: Member, visitor: Visitor) -> None:
    awa.world.assess(awa)
    client = visitor(awa.person)
    data = {"five": "yes", "rest_time": "no", "creativity": "no"}
    assert client.post(awa.url("consent"), data=data).location == awa.url("what-the-group-knows")
    (copy,) = held(awa).values()
    agreed = {axis for axis, level in copy.levels.items() if level is not None}
    assert agreed == set(FIVE) - {CREATIVITY}
    known = client.get(awa.url("what-the-group-knows")).text
    assert "not decided: it does not count" in known  # financial autonomy
    client.post(awa.url("consent"), data={"financial_autonomy": "yes"})
    (copy,) = held(awa).values()
    assert copy.financial_autonomy == LEVELS[Axis.FINANCIAL_AUTONOMY]
    assert client.post(awa.url("consent"), data={"five": "perhaps"}).status_code == 409


def test_the_question_is_asked_twice_at_most(awa: Member, visitor: Visitor) -> None:
    client = visitor(awa.person)
    for asked in (True, True, False):
        made = awa.world.assess(awa)
        page = client.get(f"/me/assessments/{made.id}").text
        assert ("Count in the collective picture?" in page) is asked


def test_the_question_is_not_asked_once_answered(awa: Member, visitor: Visitor) -> None:
    decide(awa, *Axis, given=False)
    made = awa.world.assess(awa)
    page = visitor(awa.person).get(f"/me/assessments/{made.id}").text
    assert "Count in the collective picture?" not in page


def test_the_last_answer_of_a_period_counts(awa: Member) -> None:
    now = datetime.now(UTC)
    today = now.date()
    awa.world.campaign(awa.cooperative, today - timedelta(days=80), today - timedelta(days=40))
    first = {**LEVELS, CREATIVITY: 10}
    awa.world.assess(awa, first, agreeing=list(Axis), at=now - timedelta(days=60))
    awa.world.assess(awa, {**LEVELS, CREATIVITY: 20}, at=now - timedelta(days=20))
    keys = {period: copy.key for period, copy in held(awa).items()}
    awa.world.assess(awa, {**LEVELS, CREATIVITY: 30}, at=now - timedelta(days=10))
    copies = held(awa)
    assert [copies[period].creativity for period in sorted(copies)] == [10, 30]
    latest = max(copies)
    assert copies[latest].key != keys[latest]  # another answer, another key
    assert copies[min(copies)].key == keys[min(keys)]


def test_removing_an_assessment_removes_its_copy(awa: Member, visitor: Visitor) -> None:
    first = awa.world.assess(awa, agreeing=list(Axis), at=datetime.now(UTC) - timedelta(days=3))
    second = awa.world.assess(awa, {**LEVELS, CREATIVITY: 90})
    assert next(iter(held(awa).values())).creativity == 90
    client = visitor(awa.person)
    assert client.post(f"/me/assessments/{second.id}/remove").status_code == 303
    awa.world.run_jobs()
    assert next(iter(held(awa).values())).creativity == LEVELS[CREATIVITY]
    client.post(f"/me/assessments/{first.id}/remove")
    awa.world.run_jobs()
    assert held(awa) == {}
    assert client.post(f"/me/assessments/{first.id}/remove").status_code == 404


def test_doing_the_copy_again_changes_nothing(awa: Member) -> None:
    awa.world.assess(awa, agreeing=FIVE)
    (before,) = held(awa).values()
    for _turn in range(3):
        with awa.acting() as session:
            contributions.refresh_contributions(session)
    (after,) = held(awa).values()
    assert (after.key, after.levels, after.submitted_at) == (before.key, before.levels, before.submitted_at)


def test_each_cooperative_holds_only_what_was_agreed_there(world: World, awa: Member) -> None:
    other = world.member(world.cooperative("Autre"), "Awa", person=(awa.person, awa.email))
    decide(awa, *Axis, given=True)
    with awa.acting() as session:
        stock.save_axis(session, axis=CREATIVITY, answers=AxisDraft(level=50), by=awa.scope)
        draft = stock.begin(session, by=awa.scope)
        places = [awa.belonging, other.belonging]
        stock.submit(session, draft_id=draft.id, places=places, by=awa.scope)
    world.run_jobs()
    (here,) = held(awa).values()
    (there,) = held(other).values()
    assert here.creativity == 50
    assert there.creativity is None
    assert here.key != there.key


def test_adjusting_copies_the_six_others(awa: Member) -> None:
    awa.world.assess(awa, agreeing=list(Axis), at=datetime.now(UTC) - timedelta(hours=1))
    with awa.acting() as session:
        made = stock.adjust(session, axis=CREATIVITY, level=35, places=[awa.belonging], by=awa.scope)
    awa.world.run_jobs()
    assert made.levels == {**LEVELS, CREATIVITY: 35}
    assert next(iter(held(awa).values())).creativity == 35
    with awa.acting() as session:
        assert len(queries.assessments(session)) == 2


def test_days_that_mattered(awa: Member, visitor: Visitor) -> None:
    client, made = visitor(awa.person), uuid4()
    data = {"id": str(made), "on": "2026-06-01", "label": "Installation dans l'atelier"}
    for _turn in range(2):
        assert client.post("/me/history", data=data).status_code == 303
    page = client.get("/me/history").text
    assert page.count("Installation dans l") >= 1
    with awa.acting() as session:
        assert len(queries.events(session)) == 1
    assert client.post("/me/history", data={**data, "label": ""}).status_code == 422
    assert client.post("/me/history", data={**data, "on": "hier"}).status_code == 422
    assert client.post(f"/me/events/{made}/remove").status_code == 303
    assert client.post(f"/me/events/{made}/remove").status_code == 404


def test_stable_under_ten_points(awa: Member, visitor: Visitor) -> None:
    now = datetime.now(UTC)
    awa.world.assess(awa, at=now - timedelta(days=200))
    awa.world.assess(awa, {**LEVELS, CREATIVITY: LEVELS[CREATIVITY] + 9, Axis.REST_TIME: 15}, at=now)
    page = visitor(awa.person).get("/me/history").text
    assert f"Stable, from {LEVELS[CREATIVITY]} to {LEVELS[CREATIVITY] + 9}" in page
    assert "From 45 to 15 since" in page


def test_nobody_else_reads_these_pages(awa: Member, world: World, visitor: Visitor) -> None:
    made = awa.world.assess(awa)
    for name in ("Jeanne", "Yann"):
        other = world.member(awa.cooperative, name)
        assert visitor(other.person).get(f"/me/assessments/{made.id}").status_code == 404
        assert "Your profile is still empty" in visitor(other.person).get("/me/").text


def test_the_order_of_the_axes_left() -> None:
    draft = drafts.read({})
    assert next_axis(draft) is Axis.LOCAL_UTILITY
    draft[Axis.LOCAL_UTILITY] = AxisDraft(level=0)
    assert next_axis(draft) is Axis.REST_TIME
    assert next_axis(draft, Axis.FINANCIAL_AUTONOMY) is Axis.REST_TIME
    assert next_axis({axis: AxisDraft(skip=Skip.DONT_KNOW) for axis in Axis}) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
CLUES = {axis: [clue.id for clue in referential().sheets[axis].clues] for axis in Axis}


@given(
    st.dictionaries(st.sampled_from(CLUES[CREATIVITY]), st.sampled_from([0, 25, 50, 75, 100])),
    st.none() | st.integers(0, 100),
    st.text(max_size=40),
)
def test_a_draft_is_read_as_it_was_written(clues: dict[str, int], level: int | None, note: str) -> None:
    draft = AxisDraft(clues=clues, level=level, note=note)
    assert drafts.read(drafts.written({CREATIVITY: draft}))[CREATIVITY] == draft


@hypothesis_settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(["clues", "skipped", "level", "skip", "note"]), JSON))
def test_a_draft_of_another_version_is_read_without_harm(stored: dict[str, object]) -> None:
    wanted = {"clues": dict, "skipped": dict}
    shaped = {name: value for name, value in stored.items() if isinstance(value, wanted.get(name, object))}
    read = drafts.read({"creativity": shaped, "an axis of long ago": {"level": 3}})
    assert (read[CREATIVITY].level or 0) in range(101)


def test_saving_a_note_too_long_is_refused_by_the_service(awa: Member) -> None:
    with pytest.raises(Invalid), awa.acting() as session:
        stock.save_axis(session, axis=CREATIVITY, answers=AxisDraft(note="x" * 501), by=awa.scope)


def test_now_is_the_clock_of_the_house() -> None:
    with clock.at(datetime(2020, 2, 29, tzinfo=UTC)):
        assert clock.today("Europe/Paris") == date(2020, 2, 29)
