"""Two people who confirm each other: together for half a voice, unless the lot drew both."""

import pytest
from sqlalchemy import update

from assessment.referential import Axis
from peer.models.requests import Asked
from peer.queries.levels import heard_about
from peer.service import statements
from tests.peer.conftest import Circle
from tests.world import LEVELS, Member


def confirm(circle: Circle, author: Member, subject: Member, *, drawn: bool) -> None:
    """The author confirms the creativity of the subject, who chose them or drew their name."""
    request = circle.world.ask(subject, Axis.CREATIVITY, author)
    asked = circle.world.asked(request, author)
    with subject.acting() as session:
        session.execute(update(Asked).where(Asked.id == asked).values(drawn=drawn))
    with author.acting() as session:
        statements.endorse(session, asked_id=asked, grounds=["saw_work"], words="", by=author.scope)
    circle.world.run_jobs()


@pytest.mark.parametrize("lot", [(), ("given",), ("returned",), ("given", "returned")], ids=str)
def test_confirmed_in_return(circle: Circle, lot: tuple[str, ...]) -> None:
    friend = circle.others[0]
    circle.world.assess(friend, LEVELS)
    confirm(circle, friend, circle.awa, drawn="given" in lot)
    confirm(circle, circle.awa, friend, drawn="returned" in lot)
    with circle.awa.acting() as session:
        assert [each.reciprocal for each in heard_about(session, Axis.CREATIVITY)] == [len(lot) < 2]


def test_confirmed_by_one_only(circle: Circle) -> None:
    confirm(circle, circle.others[0], circle.awa, drawn=False)
    with circle.awa.acting() as session:
        assert [each.reciprocal for each in heard_about(session, Axis.CREATIVITY)] == [False]
