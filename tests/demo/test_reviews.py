"""Every request, statement and answer is as the services would have made it; read as the machine role."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select

from assessment.rules import period_of
from demo.plot.days import ZONE
from journal.models import Entry
from kernel import clock
from kernel.house import House
from kernel.scope import Scope
from kernel.walls import Role
from peer.draw import DRAWN_AT_ONCE, kept_at_most
from peer.models.mediations import Mediation, Stage
from peer.models.requests import Asked, AskedState, ReviewRequest
from peer.models.statements import Answer, AnswerKind, Statement
from peer.rules import Stance, expires_on, stance_allowed
from peer.service.acts import Act
from peer.service.outcomes import LONGEST_OUTCOME
from tenants.models import Cooperative, Membership, RoleHeld, RoleName
from tenants.queries.cooperatives import closing_days


@dataclass(frozen=True)
class Told:
    """All the rows about reviews in one cooperative."""

    members: dict[UUID, Membership]
    leads: set[UUID]
    mediators: set[UUID]
    closings: list[date]
    requests: dict[UUID, ReviewRequest]
    asked: list[Asked]
    statements: dict[UUID, Statement]
    answers: list[Answer]
    mediations: list[Mediation]
    entries: list[Entry]


@pytest.fixture(scope="module", params=["l-etabli-commun", "la-petite-fournee", "grand-large"])
def told(request: pytest.FixtureRequest, pristine: House) -> Told:
    with pristine.database.reading() as session:
        slug = Cooperative.slug == request.param
        scope = Scope(cooperative=session.scalars(select(Cooperative.cooperative_id).where(slug)).one())
    with pristine.database.reading(scope, Role.MACHINE) as session:
        held = select(RoleHeld.member_id).where(RoleHeld.name == RoleName.COORDINATOR)
        leads = set(session.scalars(held))
        elected = select(RoleHeld.member_id).where(RoleHeld.name == RoleName.MEDIATOR)
        mediators = set(session.scalars(elected))
        members = {each.id: each for each in session.scalars(select(Membership))}
        requests = {each.id: each for each in session.scalars(select(ReviewRequest))}
        asked = list(session.scalars(select(Asked)))
        statements = {each.id: each for each in session.scalars(select(Statement))}
        answers = list(session.scalars(select(Answer)))
        mediations = list(session.scalars(select(Mediation)))
        entries = list(session.scalars(select(Entry)))
    with pristine.database.reading(scope) as session:
        closings = closing_days(session)
    return Told(
        members, leads, mediators, closings, requests, asked, statements, answers, mediations, entries
    )


def test_peers_are_drawn_once_among_those_who_were_there(told: Told) -> None:
    drawn = [each for each in told.asked if each.drawn]
    assert not {each.reviewer_id for each in drawn} & told.leads
    for each in drawn:
        begun = clock.day_of(told.requests[each.request_id].created_at, ZONE)
        peer = told.members[each.reviewer_id]
        assert peer.until is None or peer.until >= begun
    by_request = Counter(each.request_id for each in told.asked if each.rank or each.drawn)
    assert all(request.drawn_at for request in told.requests.values())
    assert all(count <= kept_at_most(0) for count in by_request.values())
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
        assert (said.author_id is None) is said.outside is (said.witness_id is not None)
        if said.author_id is not None:
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
        assert (answer.level is None) is (answer.kind is not AnswerKind.ADJUST)


def test_mediations_go_step_by_step_as_the_service_does(told: Told) -> None:
    asked = {each.statement_id: each for each in told.answers if each.kind is AnswerKind.MEDIATE}
    assert {each.statement_id for each in told.mediations} == asked.keys()
    for each in told.mediations:
        answer = asked[each.statement_id]
        assert (each.subject_id, each.author_id) == (answer.subject_id, answer.author_id)
        assert each.mediator_id in told.mediators - told.leads - {each.subject_id, each.author_id}
        assert each.asked_at == answer.answered_at
        assert each.agreed_at is not None
        agreed_to = [each.subject_agreed_at, each.author_agreed_at, each.mediator_agreed_at]
        days = [moment for moment in agreed_to if moment]
        assert each.asked_at < each.agreed_at
        assert all(moment > each.agreed_at for moment in days)
        assert len(days) == (3 if each.outcome else 0)
        assert each.ended_at == max(days, default=None)
        assert each.stage is (Stage.OUTCOME if each.outcome else Stage.UNDER_WAY)
        assert len(each.outcome) <= LONGEST_OUTCOME


def test_the_journal_tells_each_step_of_a_mediation_to_the_two(told: Told) -> None:
    for each in told.mediations:
        subject, author, mediator = each.subject_id, each.author_id, each.mediator_id
        expected = {
            (Act.ASK_MEDIATION, subject, author, each.asked_at),
            (Act.AGREE_MEDIATION, author, subject, each.agreed_at),
        }
        if each.outcome:
            expected |= {
                (Act.PROPOSE_OUTCOME, mediator, subject, each.mediator_agreed_at),
                (Act.PROPOSE_OUTCOME, mediator, author, each.mediator_agreed_at),
                (Act.AGREE_OUTCOME, author, subject, each.author_agreed_at),
                (Act.AGREE_OUTCOME, subject, author, each.subject_agreed_at),
            }
        steps = [row for row in told.entries if row.object_id == each.statement_id]
        noted = [(Act(row.verb), row.actor_id, row.subject_id, row.at) for row in steps]
        assert {row for row in noted if row[0] is not Act.CONTEST} == expected
        assert len(noted) == len(expected) + 1
