"""Every address, for every role, with ids of another cooperative: the same 404 as for what does not exist."""

import re
from collections.abc import Callable, Iterator
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from kernel.settings import Settings
from tests.cases import each_case
from tests.conftest import Visitor
from tests.story import Story
from web.application import create_app
from workshop.queries import workshop
from workshop.rules import join_word

# For each parameter of an address: how the other cooperative's is found, and one that nobody has.
FOREIGN: dict[str, Callable[[Story], object]] = {
    "member_id": lambda there: there.awa.id,
    "group_id": lambda there: there.group,
    "invitation_id": lambda there: there.invitation.id,
    "request_id": lambda there: there.request.id,
    "asked_id": lambda there: there.asked,
    "statement_id": lambda there: there.unanswered.id,
    "mediation_id": lambda there: there.mediated.id,
    "report_id": lambda there: there.report.id,
    "about_id": lambda there: there.unanswered.id,
    "assessment_id": lambda there: there.assessment.id,
    "event_id": lambda there: there.event,
    "thanks_id": lambda there: there.thanks,
    "workshop_id": lambda there: there.workshop.id,
    "word": lambda there: there.workshop.word,
    "login_id": lambda there: there.login,
    "experience_id": lambda there: there.ids["experience_id"],
    "photo_id": lambda there: there.ids["photo_id"],
    "evidence_id": lambda there: there.ids["evidence_id"],
    "intention_id": lambda there: there.ids["intention_id"],
    "scenario_id": lambda there: there.ids["scenario_id"],
    "activity_id": lambda there: there.ids["activity_id"],
    "archive_id": lambda there: there.ids["archive_id"],
    "joint_id": lambda there: there.ids["joint_id"],
    "consent_id": lambda there: there.ids["consent_id"],
    "brought_id": lambda there: there.ids["brought_id"],
    "arrival_id": lambda there: there.ids["arrival_id"],
    "offer_id": lambda there: there.ids["offer_id"],
    "former_id": lambda there: there.ids["former_id"],
    "attestation_id": lambda there: there.ids["attestation_id"],
    "badge_id": lambda there: there.badge,
    "reader_id": lambda there: there.peers[2].id,
    "grant_id": lambda there: there.ids["grant_id"],
    "copy_id": lambda there: there.ids["copy_id"],
    "carried_id": lambda there: there.ids["carried_id"],
}
FIXED = {
    "axis": "creativity",
    "kind": "statement",
    "role": "mediator",
    "closed_on": "2001-01-01",
    "other": "2001-01-02",
    "place": 0,
    "rank": 1,
    "paper": "json",
    "part": "png",
    "sheet": "impact-assessment",
    "number": 1,
}
NOWHERE = Settings("postgresql://nowhere/none", "redis://nowhere", "x" * 32, "http://127.0.0.1:8000")
CHANGING = re.compile(r'value="[^"]*"|[0-9a-f]{8}-[0-9a-f-]{27}')  # tokens and ids of forms
ROLES = ("member", "coordinator", "branch coordinator")


def walled_rules() -> Iterator[Rule]:
    """The addresses of a cooperative and of a person, as the application has them."""
    for rule in create_app(NOWHERE).url_map.iter_rules():
        if rule.rule.startswith(("/c/", "/me/")):
            yield rule


RULES = sorted(walled_rules(), key=lambda rule: rule.rule)
CASES = [(rule, method) for rule in RULES for method in ("GET", "POST") if method in (rule.methods or ())]
OF_A_COOPERATIVE = [(rule, method) for rule, method in CASES if "slug" in rule.arguments]
OF_A_ROW = [(rule, method) for rule, method in CASES if rule.arguments & set(FOREIGN)]


def person_of(role: str, story: Story) -> UUID:
    """Who plays a role."""
    people = {"member": story.awa, "coordinator": story.jeanne, "branch coordinator": story.branch_lead}
    return people[role].person


def asked(client: FlaskClient, rule: Rule, method: str, app: Flask, **values: object) -> TestResponse:
    """What an address answers with these ids."""
    with app.test_request_context():
        path = app.url_map.bind("127.0.0.1:8000").build(rule.endpoint, {**values}, method=method)
    return client.get(path) if method == "GET" else client.post(path)


def body(response: TestResponse) -> str:
    """A page, without what changes from one answer to the next."""
    return CHANGING.sub("", response.text)


def ids(rule: Rule, choose: Callable[[str], object]) -> dict[str, object]:
    """Values for the parameters of an address."""
    return {name: FIXED[name] if name in FIXED else choose(name) for name in rule.arguments - {"slug"}}


@pytest.fixture(scope="session", autouse=True)
def words_apart(ours: Story, theirs: Story) -> None:
    """Let the two workshops have different words: each cooperative draws its own, and two may draw the same.

    A word leads to a workshop of the cooperative it is said in: the same one, said here, is ours.
    """
    mine, yours = ours.workshop, theirs.workshop
    if mine.word == yours.word:
        yours.word = join_word({mine.word}, lambda words: words[0])
        with yours.lead.acting() as session:
            workshop(session, yours.id).join_word = yours.word


def test_the_same_word_in_two_cooperatives_leads_to_ones_own(
    ours: Story, theirs: Story, regular: Visitor
) -> None:
    mine, yours = ours.workshop, theirs.workshop
    with yours.lead.acting() as session:
        workshop(session, yours.id).join_word = mine.word
    answer = regular(ours.awa.person).get(ours.awa.url(f"w/{mine.word}"))
    with yours.lead.acting() as session:
        workshop(session, yours.id).join_word = yours.word
    assert answer.location == ours.awa.url(f"workshops/{mine.id}")


def test_every_parameter_is_classified() -> None:
    named = {name for rule in RULES for name in rule.arguments}
    assert named <= set(FOREIGN) | set(FIXED) | {"slug"}, "a new parameter: say how a foreign one is found"


@pytest.mark.parametrize("role", ROLES)
@each_case("rule, method", OF_A_COOPERATIVE)
def test_another_cooperative_does_not_exist(
    rule: Rule, method: str, role: str, ours: Story, theirs: Story, regular: Visitor, app: Flask
) -> None:
    client = regular(person_of(role, ours))
    there = ids(rule, lambda name: FOREIGN[name](theirs))
    invented = ids(rule, lambda _name: uuid4())
    foreign = asked(client, rule, method, app, slug=theirs.slug, **there)
    unknown = asked(client, rule, method, app, slug="nobody-has-this-name", **invented)
    assert foreign.status_code == unknown.status_code == 404
    assert body(foreign) == body(unknown)


@pytest.mark.parametrize("role", ROLES)
@each_case("rule, method", OF_A_ROW)
def test_a_foreign_id_is_an_unknown_id(
    rule: Rule, method: str, role: str, ours: Story, theirs: Story, regular: Visitor, app: Flask
) -> None:
    client = regular(person_of(role, ours))
    slug = {"slug": ours.slug} if "slug" in rule.arguments else {}
    foreign = asked(client, rule, method, app, **slug, **ids(rule, lambda name: FOREIGN[name](theirs)))
    unknown = asked(client, rule, method, app, **slug, **ids(rule, lambda _name: uuid4()))
    assert foreign.status_code == unknown.status_code
    assert foreign.status_code in (403, 404)
    assert body(foreign) == body(unknown)


@each_case("rule, method", CASES)
def test_nobody_enters_without_signing_in(
    rule: Rule, method: str, theirs: Story, visitor: Visitor, app: Flask
) -> None:
    slug = {"slug": theirs.slug} if "slug" in rule.arguments else {}
    answer = asked(visitor(), rule, method, app, **slug, **ids(rule, lambda name: FOREIGN[name](theirs)))
    assert answer.status_code == 302
    assert answer.location.startswith("/sign-in")


def test_somebody_removed_is_outside(ours: Story, visitor: Visitor) -> None:
    leaving = ours.world.member(ours.cooperative, "Quelqu'un")
    client = visitor(leaving.person)
    assert client.get(leaving.url("groups")).status_code == 200
    lead = visitor(ours.jeanne.person)
    assert lead.post(ours.jeanne.url(f"members/{leaving.id}/remove")).status_code == 303
    assert client.get(leaving.url("groups")).status_code == 404
    assert client.get("/me/").status_code == 200
