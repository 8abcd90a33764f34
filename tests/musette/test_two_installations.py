"""Two installations side by side: one person's satchel, then twelve and what they said of each other."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Connection, select

from assessment.referential import Axis
from kernel.house import House, furnish
from kernel.settings import Settings
from musette.queries.carried import carried_badges
from musette.service.items import recorded
from peer.models.origins import Origin
from peer.models.requests import ReviewRequest
from peer.models.statements import Answer, Standing, Statement
from tests.musette.test_portability import bring_all, satchel, taken
from tests.musette.together import Crew, bring, claimed, code_of, confirm, crew, file_of, made, sit
from tests.servers import TEMPLATE, copy_database, other
from tests.told import working_at
from tests.world import Member, World

OURS_ALONE = ("cooperative_id", "subject_id", "author_id", "member_id", "settled_at", "since", "answer_by")


@pytest.fixture(scope="module")
def elsewhere(admin: Connection, settings: Settings, worker_number: int) -> Iterator[House]:
    """Another installation: its own database, address and secrets."""
    name = f"musette_elsewhere_{worker_number}"
    copy_database(admin, TEMPLATE, name)
    own = replace(
        other(settings, name),
        secret_key="another secret of forty characters, over there",
        sealing_key="another-secret-that-seals-keys-over-there",
        public_url="http://elsewhere.example:9000",
    )
    house = furnish(own)
    yield house
    house.database.close()


def exchange(place: Member, axis: Axis) -> list[dict[str, Any]]:
    """What stands about somebody on an axis, said by whom by name, as they read it themself."""
    with place.acting() as session:
        rows = session.scalars(
            select(Statement).where(Statement.subject_id == place.id, Statement.axis == axis)
        )
        found = []
        for each in rows:
            answer = session.get(Answer, (place.cooperative, each.id))
            request = session.get(ReviewRequest, (place.cooperative, each.request_id))
            told = {
                "statement": recorded(each, *OURS_ALONE),
                "answer": recorded(answer, *OURS_ALONE) if answer else None,
                "request": recorded(request, *OURS_ALONE) if request else None,
                "author": each.author_id,
            }
            found.append(told)
        return sorted(found, key=lambda told: str(told["statement"]["id"]))


def standing(member: Member, axis: Axis) -> dict[str, Any] | None:
    """Where a level stands."""
    with member.acting() as session:
        found = session.get(Standing, (member.cooperative, member.id, axis))
        return recorded(found, *OURS_ALONE) if found else None


def test_one_person_takes_everything_to_another_installation(world: World, elsewhere: House) -> None:
    here = crew(world, 2)
    body = taken(here.going[0])
    with working_at(elsewhere):
        there = World(elsewhere)
        person = there.person()[0]
        assert bring_all(there, person, body) > 0
        assert satchel(there, person) == satchel(world, here.going[0].person)


def test_twelve_arrive_with_what_they_said_of_each_other(world: World, elsewhere: House) -> None:
    here = crew(world, 12)
    badge = claimed(here, Axis.TOOL_MASTERY)
    joint = made(here.going)
    body, codes = file_of(here.going[3], joint), [code_of(each, joint) for each in here.going]
    with working_at(elsewhere):
        there = World(elsewhere)
        home = there.cooperative("Rive")
        # In another order, under other names, and one of them has said something here already.
        arrivals = {each.id: there.member(home, f"Arrivée {rank}") for rank, each in enumerate(here.going)}
        brought = bring(arrivals[here.going[5].id], body)
        assert (brought.refused, brought.home, brought.people) == (None, "Chantier", 12)
        for rank in reversed(range(12)):
            sit(arrivals[here.going[rank].id], codes[rank])
            confirm(arrivals[here.going[rank].id], brought.id)
        there.run_jobs()
        for each in here.going:
            check_equal(each, arrivals, here, Axis.CREATIVITY)
        second = here.going[1]
        check_equal(second, arrivals, here, Axis.TOOL_MASTERY)
        found, over_there = (
            standing(arrivals[second.id], Axis.TOOL_MASTERY),
            standing(second, Axis.TOOL_MASTERY),
        )
        assert found
        assert over_there
        # Confirmed as before; the key that signed the list came with it, and vouches for no lot.
        assert (over_there["state"], found["state"]) == ("validated", "in_progress")
        assert found["confirmations"] == over_there["confirmations"]
        assert found["missing"] == ["drawn_voice"]
        with arrivals[second.id].acting() as session:
            assert [(each.id, each.doubts) for each in carried_badges(session)] == [(badge, [])]


def check_equal(each: Member, arrivals: dict[UUID, Member], here: Crew, axis: Axis) -> None:
    """Levels, dates, grounds, words, answers and standings, but for what somebody else said and the lot."""
    arrived = arrivals[each.id]
    before = [told for told in exchange(each, axis) if told["author"] != here.zoe.id]
    assert before
    for told in before:
        told["author"] = arrivals[told["author"]].id
        told["statement"]["drawn"] = False
    assert exchange(arrived, axis) == before
    if each is not here.going[0]:  # whom somebody who does not go has confirmed
        found, over_there = standing(arrived, axis), standing(each, axis)
        assert found
        assert over_there
        told_apart = {"state": over_there["state"], "missing": over_there["missing"]}  # by the lot
        assert {**found, **told_apart} == over_there
    mine, theirs = satchel(here.world, each.person), satchel(arrived.world, arrived.person)
    # What others said there, and badges, are carried here.
    others: dict[str, list[object]] = {"carried_statements": [], "badges": []}
    assert {**theirs, **others} == {**mine, **others}
    with arrived.acting() as session:
        assert set(session.scalars(select(Origin.home))) == {"Chantier"}
