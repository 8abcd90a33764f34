"""What the first page promises of each account is true; every situation the product knows is there."""

from collections import Counter
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, func, select

from assessment.models import Assessment, Contribution, LifeEvent
from assessment.queries import assessments, latest
from assessment.referential import Axis
from dashboards.portrait import Absence, read
from dashboards.queries.portraits import latest_release
from demo.plot.cast import address
from journal.queries import entries_about, open_entries, readings_of
from kernel import clock
from kernel.house import House
from kernel.scope import Scope
from kernel.walls import Role
from peer.models.mediations import Stage
from peer.models.requests import Asked, AskedState, ReviewRequest, Witness
from peer.models.statements import Answer, AnswerKind, Standing, Statement
from peer.queries.inbox import inbox
from peer.queries.levels import contest_about_us, reciprocal, standings, statements_about
from peer.queries.mediations import to_mediate
from peer.queries.thanks import received
from peer.rules import Stance, StandingState
from peer.service.acts import Act
from people.models import Person
from sharing.queries.consents import decisions
from tenants.models import Cooperative, Membership, RoleName
from tenants.queries.charters import in_force, unread, versions
from tenants.queries.cooperatives import open_campaign
from tenants.queries.groups import groups
from tenants.queries.invitations import waiting_invitations
from tenants.queries.members import member_count, named_holders
from tenants.terms import ORDINARY
from tests.cases import each_case
from tests.demo.conftest import scopes_of


def scope_of(house: House, slug: str) -> Scope:
    with house.database.reading() as session:
        found = session.scalar(select(Cooperative.cooperative_id).where(Cooperative.slug == slug))
    return Scope(cooperative=found)


def scope_in(house: House, slug: str, name: str) -> Scope:
    """The scope of anybody, by name."""
    with house.database.reading(scope_of(house, slug)) as session:
        found = session.scalars(select(Membership).where(Membership.display_name == name)).one()
    return Scope(found.person_id, found.cooperative_id, found.id)


def test_awa_has_two_years_behind_her_a_validated_level_and_a_view_to_answer(pristine: House) -> None:
    (scope,) = scopes_of(pristine.database, "awa")
    with pristine.database.reading(scope) as session:
        history = assessments(session)
        assert len(history) == 5
        assert history[0].submitted_at - history[-1].submitted_at > timedelta(days=700)
        assert standings(session)[Axis.CREATIVITY].state is StandingState.VALIDATED
        said = statements_about(session, Axis.TOOL_MASTERY)
        unanswered = [row for row in said if row.statement.stance is Stance.CONTEST and not row.answer]
        assert [row.author for row in unanswered] == ["Solène Prigent"]
        assert contest_about_us(session, unanswered[0].statement.id).statement.level == 40
        kept = [row.answer for row in statements_about(session, Axis.CREATIVITY) if row.answer]
        assert [answer.kind for answer in kept] == [AnswerKind.KEEP]
        waiting = [each.request.axis for each in inbox(session)]
        assert Axis.CREATIVITY in waiting  # the lot of the day may have named her for another
        assert readings_of(session, 100)
        assert decisions(session, session.cooperative)[Axis.FINANCIAL_AUTONOMY].given is False


def test_somebody_drawn_by_lot_waits_for_solene(pristine: House) -> None:
    (scope,) = scopes_of(pristine.database, "solene")
    with pristine.database.reading(scope) as session:
        waiting = inbox(session)
        (karim,) = [each for each in waiting if each.subject == "Karim Benali"]
        assert karim.asked.drawn
        assert karim.request.message


def test_leo_has_just_come(pristine: House, loading_day: date) -> None:
    (scope,) = scopes_of(pristine.database, "leo")
    with pristine.database.reading(scope) as session:
        assert latest(session) is None
        assert decisions(session, session.cooperative) == {}
        came = session.scalars(select(Membership.since).where(Membership.id == scope.member)).one()
        assert timedelta(0) < loading_day - came < timedelta(days=7)


def test_jeanne_has_a_campaign_groups_and_invitations(pristine: House, loading_day: date) -> None:
    (scope,) = scopes_of(pristine.database, "jeanne")
    assert RoleName.COORDINATOR in scope.roles
    with pristine.database.reading(scope) as session:
        running = open_campaign(session)
        assert running is not None
        assert running.closes_on - loading_day == timedelta(weeks=5)
        assert running.counted_at is not None
        assert running.answered_at_least >= 5
        assert running.portrait_possible
        assert waiting_invitations(session).total == 3
        shown = groups(session)
        today = clock.today("Europe/Paris")
        assert {each.group.kind.value for each in shown} == {"branch", "trade", "project"}
        assert any(each.group.ends_on and each.group.ends_on < today for each in shown)
        assert any(each.group.ends_on and each.group.ends_on > today for each in shown)
        assert named_holders(session) == {
            RoleName.COORDINATOR: ["Jeanne Abgrall", "Paul Riou"],
            RoleName.MEDIATOR: ["Claire Morvan"],
            RoleName.DATA_REPRESENTATIVE: ["Mehdi Rahmani"],
            RoleName.BRANCH_COORDINATOR: [],
        }
        assert len(open_entries(session, 100)) > 20


def test_claire_is_waited_for_by_two_people(pristine: House, loading_day: date) -> None:
    (scope,) = scopes_of(pristine.database, "claire")
    assert RoleName.MEDIATOR in scope.roles
    assert RoleName.COORDINATOR not in scope.roles
    with pristine.database.reading(scope) as session:
        (waiting,) = to_mediate(session)
        assert (waiting.subject, waiting.author) == ("Ewa Kowalczyk", "Bruno Lagadec")
        assert waiting.mediation.stage is Stage.UNDER_WAY
        assert waiting.mediation.agreed_at is not None
        agreed = clock.day_of(waiting.mediation.agreed_at, "Europe/Paris")
        assert loading_day - agreed == timedelta(days=2)
        assert waiting.mediation.outcome == ""
        assert waiting.statement is not None
        assert waiting.answer is not None
        assert waiting.answer.words


def test_a_disagreement_ended_by_words_that_three_people_share(pristine: House) -> None:
    scope = scope_in(pristine, "l-etabli-commun", "Thomas Masson")
    with pristine.database.reading(scope) as session:
        said = {row.author: row for row in statements_about(session, Axis.LOCAL_UTILITY)}["Inês Carvalho"]
        assert said.mediation is not None
        assert said.mediation.stage is Stage.OUTCOME
        assert said.mediation.ended_at is not None
        assert clock.now() - said.mediation.ended_at > timedelta(days=150)
        assert said.answered
        steps = Counter(each.verb for each in entries_about(session, said.statement.id))
        assert steps.keys() == {
            Act.CONTEST,
            Act.ASK_MEDIATION,
            Act.AGREE_MEDIATION,
            Act.PROPOSE_OUTCOME,
            Act.AGREE_OUTCOME,
        }
        assert {each.role for each in readings_of(session, 100)} == {"peer", "mediator"}


def test_awa_has_a_witness_from_outside_and_a_thank_you_waiting(pristine: House) -> None:
    (scope,) = scopes_of(pristine.database, "awa")
    with pristine.database.reading(scope) as session:
        outside = [row for row in statements_about(session, Axis.LOCAL_UTILITY) if row.statement.outside]
        assert [(row.author, row.statement.stance) for row in outside] == [("Maryse Corre", Stance.ENDORSE)]
        assert list(session.scalars(select(Witness.email))) == [None]
        assert [(each.author, each.thanks.axis) for each in received(session)] == [
            ("Rose-May Payet", Axis.LOCAL_UTILITY)
        ]


def test_malik_is_in_two_cooperatives_and_the_larger_shows_quartiles(pristine: House) -> None:
    small, large = sorted(scopes_of(pristine.database, "malik"), key=lambda each: size(pristine, each))
    assert (size(pristine, small), size(pristine, large)) == (24, 180)
    with pristine.database.reading(large) as session:
        last = latest_release(session)
        assert last is not None
        shown = read(last.payload).axes.values()
        assert all(each.quartiles and each.bands and each.interval for each in shown)
        assert not decisions(session, session.cooperative)[Axis.REST_TIME].given
    with pristine.database.reading(small) as session:
        assert decisions(session, session.cooperative)[Axis.REST_TIME].given
        answers = session.scalars(select(Answer).where(Answer.subject_id == small.member)).all()
        given = {(each.kind, each.level) for each in answers}
        assert given == {(AnswerKind.ADJUST, 56), (AnswerKind.KEEP, None)}
        assert standings(session)[Axis.CREATIVITY].state is StandingState.CONTESTED


def size(house: House, scope: Scope) -> int:
    with house.database.reading(scope) as session:
        return member_count(session)


def test_the_charter_of_the_first_has_changed_and_awa_has_it_to_read(pristine: House) -> None:
    with pristine.database.reading(scope_in(pristine, "l-etabli-commun", "Awa Diallo")) as session:
        found = unread(session)
        assert found is not None
        assert (found.number, found.floor, found.terms.mediators) == (2, 12, 2)
        assert "temps de travail" in found.words
        assert [each.number for each in versions(session)] == [2, 1]
    with pristine.database.reading(scope_of(pristine, "la-petite-fournee")) as session:
        assert in_force(session).terms == ORDINARY


def test_the_eight_of_maud_talk(pristine: House) -> None:
    (scope,) = scopes_of(pristine.database, "maud")
    with pristine.database.reading(scope) as session:
        assert member_count(session) == 8
        last = latest_release(session)
        assert last is not None
        assert read(last.payload).absence is Absence.SMALL


def test_each_situation_is_there(pristine: House) -> None:
    """As the machine role, which alone reads a cooperative whole."""
    scope = scope_of(pristine, "l-etabli-commun")
    today = clock.today("Europe/Paris")
    with pristine.database.reading(scope, Role.MACHINE) as session:
        stances = Counter(session.scalars(select(Statement.stance)))
        assert min(stances[stance] for stance in Stance) >= 5
        assert session.scalar(count(Statement.expires_on <= today))
        assert session.scalar(count(Statement.withdrawn_at.is_not(None)))
        assert session.scalar(count(Statement.level > Statement.level_seen))
        assert set(session.scalars(select(Answer.kind))) == set(AnswerKind)
        assert set(session.scalars(select(Standing.state))) == set(StandingState)
        asked = set(session.scalars(select(Asked.state)))
        assert asked >= {AskedState.RESERVE, AskedState.NAMED, AskedState.ASKED}
        assert session.scalar(select(ReviewRequest.id).where(ReviewRequest.withdrawn_at.is_not(None)))
        assert session.scalar(select(ReviewRequest.id).where(ReviewRequest.sent_at.is_(None)))
        gone = select(Membership.id).where(Membership.until.is_not(None))
        assert session.scalar(count(Statement.author_id.in_(gone), Statement.expires_on > today))
        assert session.scalar(select(Contribution.key).where(Contribution.member_id.in_(gone))) is None
        kept = select(Membership.id).where(Membership.until.is_(None))
        holding = set(session.scalars(select(Contribution.member_id)))
        assert len(set(session.scalars(kept)) - holding) >= 3  # some never answered


def count(*conditions: ColumnElement[bool]) -> Select[int]:
    return select(func.count(Statement.id)).where(*conditions)


def test_reciprocal_voices_are_known_as_such(pristine: House) -> None:
    scope = scope_in(pristine, "l-etabli-commun", "Marguerite Le Goff")
    with pristine.database.reading(scope) as session:
        said = statements_about(session, Axis.CREATIVITY)
        authors = {row.statement.id: row.author for row in said}
        assert {authors[each] for each in reciprocal(session, Axis.CREATIVITY, said)} == {
            "Awa Diallo",
            "Lin Zhao",
        }
        assert {row.author: row.statement.drawn for row in said}["Lin Zhao"]
    with pristine.database.reading(scope_in(pristine, "l-etabli-commun", "Lin Zhao")) as session:
        returned = {row.author: row.statement for row in statements_about(session, Axis.CREATIVITY)}
        assert returned["Marguerite Le Goff"].stance is Stance.ENDORSE
        assert not returned["Marguerite Le Goff"].drawn  # chosen by Lin: the lot drew one of the two only


def test_consents_differ_and_one_was_taken_back(pristine: House) -> None:
    scope = scope_in(pristine, "l-etabli-commun", "Gwenola Quéré")
    with pristine.database.reading(scope) as session:
        decided = decisions(session, session.cooperative)
        assert not decided[Axis.FINANCIAL_AUTONOMY].given
        assert decided[Axis.FINANCIAL_AUTONOMY].at > decided[Axis.REST_TIME].at
        held = session.scalars(select(Contribution).where(Contribution.member_id == scope.member)).all()
        assert len(held) == 5
        assert all(each.financial_autonomy is None and each.rest_time is not None for each in held)
    undecided = scope_in(pristine, "l-etabli-commun", "Étienne Marchand")
    with pristine.database.reading(undecided) as session:
        assert len(assessments(session)) == 2
        assert decisions(session, session.cooperative) == {}


def test_lives_change_for_reasons_that_are_written(pristine: House) -> None:
    scope = scope_in(pristine, "l-etabli-commun", "Ewa Kowalczyk")
    with pristine.database.reading(scope) as session:
        noted = [each.notes for each in session.scalars(select(Assessment)) if each.notes]
        assert noted
        assert list(session.scalars(select(LifeEvent.label))) == ["Une embauche, la première"]


@each_case("key", ["awa", "solene", "leo", "jeanne", "claire", "malik", "maud"])
def test_nobody_knows_a_password(pristine: House, key: str) -> None:
    scope = scopes_of(pristine.database, key)[0]
    with pristine.database.reading(scope, Role.IDENTITY) as session:
        hashes = set(session.scalars(select(Person.password_hash)))
        assert len(hashes) == 1
        email = session.scalars(select(Person.email).where(Person.id == scope.person)).one()
    assert email.endswith("@demonstration.example")
    assert address("Zoé Élan") == "zoe-elan@demonstration.example"
