"""The mails: what a room has to say, rendered in the reader's language, handed to the postman."""

from uuid import UUID

from assessment.letters import reminder_letter as campaign_reminder_letter
from kernel.claims import Claim
from kernel.mail import Letter
from kernel.scope import Scope
from kernel.walls import Role
from musette.letters import intention_letter
from peer.letters import (
    answer_letter,
    decision_letter,
    joined_letter,
    mediation_letter,
    reminder_letter,
    report_letter,
    request_letter,
    statement_letter,
    thanks_letter,
    witness_answer_letter,
    witness_letter,
)
from peer.service.acts import Act
from peer.service.thanks import deliver
from people.letters import address_letter, reset_letter
from people.queries import reader
from tenants.letters import charter_letter, invitation_letter
from tenants.queries.cooperatives import cooperative
from web.letters import render
from worker.parts import application, house


def reset(claim: Claim) -> None:
    """A link to choose a new password; nothing when nobody has the address."""
    found = reset_letter(claim.session, claim.id("token"), house().settings)
    if found:
        post(claim, found.letter, found.to)


def address(claim: Claim) -> None:
    """A link to confirm a new address."""
    found = address_letter(claim.session, claim.id("token"), house().settings)
    if found:
        post(claim, found.letter, found.to)


def invitation(claim: Claim) -> None:
    """An invitation to join a cooperative."""
    found = invitation_letter(claim.session, claim.id("invitation"), house().settings)
    if found:
        post(claim, found.letter, found.to)


def charter(claim: Claim) -> None:
    """The charter of a cooperative has a new version."""
    found = charter_letter(claim.session, int(claim.ids["number"]), house().settings)
    if found:
        post_to_person(claim, found, claim.session.person)


def campaign_reminder(claim: Claim) -> None:
    """The close of a campaign comes near; nothing to those who have taken stock."""
    found = campaign_reminder_letter(claim.session, claim.id("campaign"), house().settings)
    if found:
        post_to_person(claim, found, claim.session.person)


def review_request(claim: Claim) -> None:
    """Somebody would like an opinion."""
    found = request_letter(claim.session, claim.id("asked"), house().settings)
    if found:
        post_to_person(claim, found.letter, found.person_id)


def review_reminder(claim: Claim) -> None:
    """Somebody would still like an opinion."""
    found = reminder_letter(claim.session, claim.id("asked"), house().settings)
    if found:
        post_to_person(claim, found.letter, found.person_id)


def joined(claim: Claim) -> None:
    """A view that differed has become a confirmation."""
    found = joined_letter(claim.session, claim.id("statement"), house().settings)
    if found:
        post_to_person(claim, found.letter, found.person_id)


def statement(claim: Claim) -> None:
    """Somebody has given their opinion."""
    found = statement_letter(claim.session, claim.id("statement"), house().settings)
    if found:
        post_to_person(claim, found.letter, found.person_id)


def answer(claim: Claim) -> None:
    """A member has answered somebody who sees it otherwise."""
    found = answer_letter(claim.session, claim.id("statement"), house().settings)
    if found:
        post_to_person(claim, found.letter, found.person_id)


def mediation(claim: Claim) -> None:
    """A mediation has taken a step."""
    step, to = Act(claim.ids["step"]), claim.id("to")
    found = mediation_letter(claim.session, claim.id("statement"), to, step, house().settings)
    if found:
        post_to_person(claim, found.letter, found.person_id)


def report(claim: Claim) -> None:
    """Reported words wait for a mediator."""
    found = report_letter(claim.session, claim.id("report"), house().settings)
    if found:
        post_to_person(claim, found.letter, found.person_id)


def decision(claim: Claim) -> None:
    """Reported words were hidden, or left."""
    found = decision_letter(claim.session, claim.id("report"), house().settings)
    if found:
        post_to_person(claim, found.letter, found.person_id)


def witness(claim: Claim) -> None:
    """Somebody from outside is asked what they saw."""
    found = witness_letter(claim.session, claim.id("witness"), house().settings)
    if found:
        post(claim, found.letter, found.to)


def witness_answer(claim: Claim) -> None:
    """A member has answered a witness who sees it otherwise."""
    found = witness_answer_letter(claim.session, claim.id("statement"), house().settings)
    if found:
        post(claim, found.letter, found.to)


def thanks(claim: Claim) -> None:
    """A thank-you is delivered, and its recipient told."""
    if deliver(claim.session, thanks_id=claim.id("thanks")):
        found = thanks_letter(claim.session, claim.id("thanks"), house().settings)
        if found:
            post_to_person(claim, found.letter, found.person_id)


def intention(claim: Claim) -> None:
    """The day somebody chose to look back has come."""
    found = intention_letter(claim.session, claim.id("intention"), house().settings)
    if found:
        post_to_person(claim, found, claim.session.person)


def post_to_person(claim: Claim, letter: Letter, person_id: UUID) -> None:
    """Send a letter to a person, whose address only the identity role reads, in their language."""
    with house().database.reading(Scope(person=person_id), Role.IDENTITY) as session:
        found = reader(session, person_id)
    if found:
        in_their_language = Letter(letter.template, found.language, letter.facts)
        post(claim, in_their_language, found.email)


def post(claim: Claim, letter: Letter, to: str) -> None:
    """Send a letter; the job's id makes its Message-ID, so that a second try is seen once."""
    sender = cooperative(claim.session).name if claim.session.scope.cooperative else ""
    house().postman.send(render(application(), letter, to=to, key=str(claim.job_id), sender=sender))
