"""While a portrait is being made, its pages say so, and how far it is."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import update

import dashboards.jobs
from kernel import clock
from kernel.jobs import Job
from kernel.jobs import later as ask_later
from kernel.walls import Role
from tests.conftest import Visitor
from tests.dashboards.conftest import Hall, at
from tests.dashboards.test_lasting import EARLIER, NOT_MODIFIED, SPRING, SUMMER, ask, path, tag_for

MADE = "being made"
CHECKED = "computed and checked"
FEW_MINUTES = "in a few minutes"


@pytest.fixture
def summer_over(hall: Hall) -> Iterator[Hall]:
    """A portrait of spring, and a campaign whose last day was yesterday."""
    hall.answer(EARLIER, hall.members)
    hall.closed(SPRING)
    hall.world.run_jobs()
    hall.campaign(SUMMER)
    with clock.at(at(SUMMER + timedelta(days=1), 1)):
        yield hall


def begin(hall: Hall, kind: str) -> None:
    """A worker takes a job of this kind."""
    with hall.world.house.database.unit_of_work(role=Role.RELAY) as session:
        taken = update(Job).where(Job.kind == kind).values(attempts=1, moved_at=clock.now())
        session.execute(taken.execution_options(synchronize_session=False))


def test_the_last_portrait_says_that_the_next_one_is_coming(summer_over: Hall, regular: Visitor) -> None:
    jeanne = summer_over.members[0]
    client = regular(jeanne.person)
    text = client.get(path(jeanne)).text
    assert MADE in text
    assert FEW_MINUTES in text
    with summer_over.working() as session:
        ask_later(session, dashboards.jobs.CLOSE)
    begin(summer_over, dashboards.jobs.CLOSE.name)
    text = client.get(jeanne.url("coordination")).text
    assert "Answers are closed" in text


def test_before_the_first_portrait_nobody_is_told_to_answer_a_closed_campaign(
    hall: Hall, regular: Visitor
) -> None:
    hall.campaign(SPRING)
    jeanne = hall.members[0]
    with clock.at(at(SPRING, 23)):
        assert "is open until" in regular(jeanne.person).get(jeanne.url("")).text
    with clock.at(at(SPRING + timedelta(days=1), 1)):
        with hall.working() as session:
            ask_later(session, dashboards.jobs.CLOSE)
        waiting = regular(jeanne.person).get(jeanne.url("")).text
        begin(hall, dashboards.jobs.CLOSE.name)
        begun = regular(jeanne.person).get(jeanne.url("")).text
    assert "is open until" not in waiting
    assert FEW_MINUTES in waiting
    assert CHECKED in begun


def test_a_kept_page_is_sent_again_when_a_campaign_is_over(hall: Hall, visitor: Visitor) -> None:
    hall.answer(EARLIER, hall.members)
    hall.closed(SPRING)
    hall.world.run_jobs()
    hall.campaign(SUMMER)
    jeanne = hall.members[0]
    client = visitor(jeanne.person)
    with clock.at(at(SUMMER, 22)):
        tag = tag_for(client, jeanne)
        assert ask(client, jeanne, tag).status_code == NOT_MODIFIED
    with clock.at(at(SUMMER + timedelta(days=1), 1)):
        assert ask(client, jeanne, tag).status_code == 200


def test_charts_say_how_many_languages_are_drawn(hall: Hall, regular: Visitor) -> None:
    hall.answer(EARLIER, hall.members)
    hall.closed(SPRING)
    with hall.working() as session:
        drawing = Job.kind == dashboards.jobs.DRAW_CHARTS.name
        session.execute(update(Job).where(drawing).values(progress=1, total=2))
    jeanne = hall.members[0]
    assert "Languages drawn: 1 of 2" in " ".join(regular(jeanne.person).get(path(jeanne)).text.split())
