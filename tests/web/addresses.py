"""Every page that is read, for each role that may read it, with ids that exist: a route without one fails."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from flask import Flask

from badges.queries.public import Home
from badges.service import verifications
from kernel.scope import Scope
from kernel.settings import Settings
from musette.addresses import BadgePart
from peer.service.testimonies import token_of
from tenants.service import reminders
from tests.story import Story
from web.application import create_app

NOWHERE = Settings(
    "postgresql://nowhere/none",
    "redis://nowhere",
    "x" * 32,
    "http://127.0.0.1:8000",
    mail_url="mailbox:///nowhere",
)
# Mediators and those who coordinate a branch read pages like any member, and some of their own (`OWNED`).
ROLES = ("nobody", "newcomer", "member", "peer", "coordinator")
HOLDERS = {
    "nobody": {"anyone"},
    "newcomer": {"anyone", "person", "member"},
    "member": {"anyone", "person", "member"},
    "peer": {"anyone", "person", "member"},
    "coordinator": {"anyone", "person", "member", "coordinator"},
    "mediator": {"anyone", "person", "member", "mediator"},
    "branch": {"anyone", "person", "member", "branch_coordinator"},
}
# Pages about one row are read by those it involves.
OWNED = {
    "assessment.result": ("member",),
    "requests.compose": ("member",),
    "reviews.reply": ("member",),
    "reviews.review": ("peer",),
    "thanks.one": ("member",),
    "badges.one": ("member",),
    "bundling.bundle": ("member",),
    "attestations.download": ("member",),
    "badge_evidence.choose": ("member",),
    "badge_evidence.show": ("member",),
    "witnesses.speak": ("nobody",),
    "reminders.stop": ("nobody",),
    "groups.one": ("member", "peer", "coordinator"),
    "groups.my_branch": ("branch",),
    "groups.listing": (*ROLES, "branch"),
    "invitations.listing": ("coordinator", "branch"),
    "mediations.listing": ("mediator",),
    "mediations.one": ("member", "peer", "mediator"),
    "reports.report": ("member",),
    "evidence.choose": ("member",),
    "exhibits.photo": ("member",),
    "experiences.one": ("member",),
    "experiences.photo": ("member",),
    "experiences.small_photo": ("member",),
    "intentions.one": ("member",),
    "scenarios.one": ("member",),
    "reports.one": ("mediator",),
    "shares.one": ("member",),
    "shown.one": ("peer",),
    "shown.file": ("member",),
    "shown.one_seen_as": ("member",),
    "shown.seen_as": ("member",),
    "links.one": ("nobody", "member"),
    "links.file": ("nobody",),
    "portfolio.file": ("member",),
    "carried.one": ("member",),
    "carried.file": ("member",),
    "portability.download": ("member",),
    "portability.arrived": ("member",),
    "together.mine": ("member",),
    "together.download": ("member",),
    "arriving.one": ("member",),
    "arriving.mine": ("member",),
    "arriving.badge": ("member",),
}
REDIRECTING = {
    "shares.new",
    "dashboards.portraits",
    "dashboards.compare",
    "coordination.open_campaign",
    "groups.my_branch",
}
SKIPPED = {
    "exhibits.photo_for_a_witness",
    "links.picture",
    "shown.picture",
    "mailbox.letter",
    "people.reset",
    "badge_claims.key_file",
    "public.healthz",
}  # each has tests of its own


@dataclass(frozen=True)
class Address:
    """One page for one role."""

    endpoint: str
    role: str
    arguments: frozenset[str]

    def __str__(self) -> str:
        return f"{self.endpoint} {self.role}"


@cache
def bare() -> Flask:
    """The application without its parts, for what it says of itself: made once, it takes a while."""
    return create_app(NOWHERE)


def every_page() -> Iterator[Address]:
    """Each page that is read, once for each role it is for."""
    app = bare()
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.endpoint):
        if "GET" not in (rule.methods or ()):
            continue
        holders = vars(app.view_functions[rule.endpoint])["permission"].holders
        for role in OWNED.get(rule.endpoint, ROLES):
            if holders & HOLDERS[role]:
                yield Address(rule.endpoint, role, frozenset(rule.arguments))


def path_of(address: Address, story: Story, app: Flask) -> str:
    """The path of a page, with the ids of the story; KeyError for a parameter nobody has thought of."""
    known = known_ids(story)
    if "ticket" in address.arguments:
        known["ticket"] = verified(story)
    values = {name: known[name] for name in address.arguments}
    with app.test_request_context():
        return app.url_map.bind("127.0.0.1:8000").build(address.endpoint, values, method="GET")


def known_ids(story: Story) -> dict[str, Any]:
    """What stands for each parameter of an address."""
    return {
        "slug": story.slug,
        "axis": "creativity",
        "token": story.token,
        "key": key_of(story, story.unspoken),
        "reminder_key": stop_of(story),
        "thanks_id": story.thanks,
        "badge_id": story.badge,
        "part": BadgePart.PNG,
        "file": f"{story.badge}.json",
        "rank": 1,
        "issuer": story.slug,
        "number": 1,
        "achievement": "tool-mastery-4-fr",
        "context": "contest-1",
        "workshop_id": story.workshop.id,
        "word": story.workshop.word,
        "place": 0,
        "paper": "json",
        "sheet": "impact-assessment",
        "reader_id": story.peers[2].id,
        "assessment_id": story.assessment.id,
        "request_id": story.draft_request.id,
        "asked_id": story.waiting,
        "statement_id": story.unanswered.id,
        "mediation_id": story.mediated.id,
        "report_id": story.report.id,
        "kind": "statement",
        "about_id": story.unanswered.id,
        "closed_on": story.closed_on.isoformat(),
        "other": story.closed_on.isoformat(),
        "group_id": story.group,
        "member_id": story.awa.id,
        "invitation_id": story.invitation.id,
        "event_id": story.event,
        "login_id": story.login,
        **story.ids,
        "role": "mediator",
        "code": "fr",
        "name": "nothing",
    }


def verified(story: Story) -> str:
    """The ticket of a badge of the story, which a stranger has just had verified."""
    house = story.world.house
    address, origin = f"{house.settings.public_url}/b/{story.badge}", house.settings.public_url
    ticket = verifications.hand_over_address(house.slate, house.bell, address=address, origin=origin)
    with house.database.reading() as session:
        verifications.judge(Home(session, origin), house.slate, ticket=ticket)
    return ticket


def key_of(story: Story, witness: Scope) -> str:
    """What the link of a witness ends with."""
    assert witness.cooperative
    assert witness.member
    return token_of(story.world.house.settings.secret_key, witness.cooperative, witness.member)


def stop_of(story: Story) -> str:
    """What the link that stops the reminders of a member ends with."""
    return reminders.token_of(story.world.house.settings.secret_key, story.cooperative, story.awa.id)


def person_of(role: str, story: Story) -> UUID | None:
    """Who plays a role in the story."""
    people = {
        "member": story.awa,
        "peer": story.peers[2],
        "coordinator": story.jeanne,
        "newcomer": story.newcomer,
        "mediator": story.mediator,
        "branch": story.branch_lead,
    }
    return people[role].person if role in people else None
