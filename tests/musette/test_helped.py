"""Somebody types for a member who gave them a code: it counts once the member has confirmed it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from assessment.models import Assessment
from assessment.queries import assessments
from assessment.referential import Axis
from kernel import clock
from kernel.refusals import Invalid, Refusal
from musette.models import Typed
from musette.service import helped
from tests.at_once import at_once
from tests.conftest import Visitor
from tests.world import LEVELS, Member


def code_of(member: Member) -> str:
    """A new code."""
    with member.acting() as session:
        return helped.ask_for_help(
            session, secret_key=member.world.house.settings.secret_key, by=member.scope
        )


def type_in(helper: Member, code: str, levels: dict[Axis, int | None] | None = None) -> None:
    """Type levels for whoever gave this code."""
    house = helper.world.house
    place = helped.scope_of(house.settings.secret_key, helper.cooperative, code)
    with house.database.unit_of_work(place) as session:
        helped.type_for(session, levels=LEVELS if levels is None else levels, by=helper.scope)


def taken(member: Member) -> list[Assessment]:
    """The assessments of somebody."""
    with member.acting() as session:
        return list(assessments(session))


@pytest.fixture
def yann(awa: Member) -> Member:
    """Somebody who types."""
    return awa.world.member(awa.cooperative, "Yann Corre")


def test_it_counts_once_confirmed(awa: Member, yann: Member) -> None:
    type_in(yann, code_of(awa).lower())
    assert taken(awa) == []
    with awa.acting() as session:
        helped.confirm(session, places=[awa.belonging], by=awa.scope)
    assert [each.levels for each in taken(awa)] == [LEVELS]
    assert taken(yann) == []
    with awa.acting() as session, pytest.raises(Refusal, match="Nothing waits"):
        helped.confirm(session, places=[awa.belonging], by=awa.scope)


def test_confirmed_twice_at_the_same_moment_it_counts_once(awa: Member, yann: Member) -> None:
    type_in(yann, code_of(awa))

    def confirm(_turn: int) -> None:
        with awa.acting() as session:
            helped.confirm(session, places=[awa.belonging], by=awa.scope)

    assert at_once(confirm) == [False, True]
    assert len(taken(awa)) == 1


def test_it_may_be_thrown_away(awa: Member, yann: Member) -> None:
    type_in(yann, code_of(awa))
    with awa.acting() as session:
        helped.forget(session, by=awa.scope)
        assert helped.waiting(session) is None
    assert taken(awa) == []


def test_a_code_opens_once_for_an_hour_and_not_for_oneself(awa: Member, yann: Member) -> None:
    first = code_of(awa)
    code = code_of(awa)
    for wrong in (first, "ABCDEFGH", "", "é"):
        with pytest.raises(Invalid, match="opens nothing"):
            type_in(yann, wrong)
    with pytest.raises(Invalid, match="your own code"):
        type_in(awa, code)
    with pytest.raises(Invalid, match="at least one level"):
        type_in(yann, code, {})
    with clock.at(clock.now() + timedelta(hours=1)), pytest.raises(Invalid, match="opens nothing"):
        type_in(yann, code)
    type_in(yann, code)
    with pytest.raises(Invalid, match="opens nothing"):
        type_in(yann, code)


def test_nobody_confirms_for_another_nor_reads_it_again(awa: Member, yann: Member) -> None:
    type_in(yann, code_of(awa))
    for other in (yann, awa.world.member(awa.cooperative, "Paul Riou")):
        with other.acting() as session:
            assert session.scalars(select(Typed)).all() == []
            with pytest.raises(Refusal, match="Nothing waits"):
                helped.confirm(session, places=[other.belonging], by=other.scope)


def test_what_waits_too_long_is_forgotten(awa: Member, yann: Member) -> None:
    type_in(yann, code_of(awa))
    with clock.at(clock.now() + timedelta(hours=2)):
        awa.world.run_jobs()
        with awa.acting() as session:
            assert helped.waiting(session) is not None
    with clock.at(clock.now() + timedelta(days=32)):
        awa.world.run_jobs()
    with awa.acting() as session:
        assert session.scalars(select(Typed)).all() == []


def test_through_the_pages(awa: Member, yann: Member, visitor: Visitor) -> None:
    mine, theirs = visitor(awa.person), visitor(yann.person)
    page = mine.post(awa.url("helped/ask")).text
    code = page[page.index('id="given">') + len('id="given">') :][:8]
    levels = {axis.value: str(level) for axis, level in LEVELS.items()}
    refused = theirs.post(awa.url("type-for"), data={"typed_code": "WRONGWRO", **levels})
    assert refused.status_code == 422
    assert "opens nothing" in refused.text
    assert theirs.post(awa.url("type-for"), data={"typed_code": code, **levels}).status_code == 303
    assert "Yann Corre" in mine.get(awa.url("helped")).text
    answer = mine.post(awa.url("helped/confirm"))
    assert answer.status_code == 303
    assert answer.location.startswith("/me/assessments/")
