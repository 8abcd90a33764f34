"""Every request, statement and answer is as the services would have made it; read as the machine role."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select

from assessment.rules import period_of
from demo.plot.days import ZONE
from kernel import clock
from kernel.house import House
from kernel.scope import Scope
from kernel.walls import Role
from peer.draw import draws_at_most
from peer.models import Answer, AnswerKind, Asked, AskedState, ReviewRequest, Statement
from peer.rules import Stance, expires_on, stance_allowed
from peer.service.requests import DRAWN_AT_ONCE
from tenants.models import Cooperative, Membership, RoleHeld, RoleName
from tenants.queries.cooperatives import closing_days


@dataclass(frozen=True)
class Told:
    """All the rows about reviews in one cooperative."""

    members: dict[UUID, Membership]
    leads: set[UUID]
    closings: list[date]
    requests: dict[UUID, ReviewRequest]
    asked: list[Asked]
    statements: dict[UUID, Statement]
    answers: list[Answer]


@pytest.fixture(scope="module", params=["l-etabli-commun", "la-petite-fournee", "grand-large"])
def told(request: pytest.FixtureRequest, pristine: House) -> Told:
    with pristine.database.reading() as session:
        slug = Cooperative.slug == request.param
        scope = Scope(cooperative=session.scalars(select(Cooperative.cooperative_id).where(slug)).one())
    with pristine.database.reading(scope, Role.MACHINE) as session:
        held = select(RoleHeld.member_id).where(RoleHeld.name == RoleName.COORDINATOR)
        leads = set(session.scalars(held))
        members = {each.id: each for each in session.scalars(select(Membership))}
        requests = {each.id: each for each in session.scalars(select(ReviewRequest))}
        asked = list(session.scalars(select(Asked)))
        statements = {each.id: each for each in session.scalars(select(Statement))}
        answers = list(session.scalars(select(Answer)))
    with pristine.database.reading(scope) as session:
        closings = closing_days(session)
    return Told(members, leads, closings, requests, asked, statements, answers)


def test_peers_are_drawn_once_among_those_who_were_there(told: Told) -> None:
    drawn = [each for each in told.asked if each.drawn]
    assert not {each.reviewer_id for each in drawn} & told.leads
    for each in drawn:
        begun = clock.day_of(told.requests[each.request_id].created_at, ZONE)
        peer = told.members[each.reviewer_id]
        assert peer.until is None or peer.until >= begun
    by_request = Counter(each.request_id for each in told.asked if each.rank or each.drawn)
    assert all(request.drawn_at for request in told.requests.values())
    assert all(count <= draws_at_most(0) for count in by_request.values())
    named = Counter(each.request_id for each in drawn if each.state is not AskedState.RESERVE)
    assert max(named.values()) <= DRAWN_AT_ONCE
    if len(told.members) > 10:
        assert set(named) == set(told.requests)


def test_whoever_is_asked_was_asked_when_the_request_was_sent(told: Told) -> None:
    for each in told.asked:
        request = told.requests[each.request_id]
        assert (each.state is AskedState.ASKED) is (each.asked_at is not None)
        if each.state is AskedState.ASKED:
            assert each.asked_at == request.sent_at
            assert each.reviewer_id != request.subject_id


def test_statements_are_dated_bound_and_signed_as_the_service_does(told: Told) -> None:
    asked = {(each.request_id, each.reviewer_id): each for each in told.asked}
    for said in told.statements.values():
        request, day = told.requests[said.request_id], clock.day_of(said.said_at, ZONE)
        assert said.author_id is not None
        invited = asked[said.request_id, said.author_id]
        assert invited.state is AskedState.ASKED
        assert said.drawn is invited.drawn
        assert (said.axis, said.subject_id) == (request.axis, request.subject_id)
        assert said.level_seen == request.level_seen
        assert said.period == period_of(day, told.closings)
        assert said.expires_on == expires_on(day)
        assert request.sent_at is not None
        assert request.answer_by is not None
        assert request.sent_at < said.said_at
        assert day <= request.answer_by
        if said.stance is Stance.CONTEST:
            assert said.level is not None
            assert stance_allowed(said.level_seen, said.level) is Stance.CONTEST


def test_answers_follow_a_view_that_differs(told: Told) -> None:
    for answer in told.answers:
        said = told.statements[answer.statement_id]
        assert said.stance is Stance.CONTEST
        assert (answer.subject_id, answer.author_id) == (said.subject_id, said.author_id)
        assert answer.answered_at > said.said_at
        assert answer.words
        assert (answer.level is None) is (answer.kind is AnswerKind.KEEP)
