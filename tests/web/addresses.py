"""Every page that is read, for each role that may read it, with ids that exist: a route without one fails."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Flask

from kernel.settings import Settings
from tests.story import Story
from web.application import create_app

NOWHERE = Settings(
    "postgresql://nowhere/none",
    "redis://nowhere",
    "x" * 32,
    "http://127.0.0.1:8000",
    mail_url="mailbox:///nowhere",
)
ROLES = ("nobody", "newcomer", "member", "peer", "coordinator")
HOLDERS = {
    "nobody": {"anyone"},
    "newcomer": {"anyone", "person", "member"},
    "member": {"anyone", "person", "member"},
    "peer": {"anyone", "person", "member"},
    "coordinator": {"anyone", "person", "member", "coordinator"},
}
# Pages about one row are read by those it involves.
OWNED = {
    "assessment.result": ("member",),
    "requests.compose": ("member",),
    "reviews.reply": ("member",),
    "reviews.review": ("peer",),
    "groups.one": ("member", "peer", "coordinator"),
}
REDIRECTING = {"dashboards.portraits", "coordination.open_campaign"}
SKIPPED = {"mailbox.letter", "people.reset", "public.healthz"}  # each has tests of its own


@dataclass(frozen=True)
class Address:
    """One page for one role."""

    endpoint: str
    role: str
    arguments: frozenset[str]

    def __str__(self) -> str:
        return f"{self.endpoint} {self.role}"


def every_page() -> Iterator[Address]:
    """Each page that is read, once for each role it is for."""
    app = create_app(NOWHERE)
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.endpoint):
        if "GET" not in (rule.methods or ()):
            continue
        holders = vars(app.view_functions[rule.endpoint])["permission"].holders
        for role in OWNED.get(rule.endpoint, ROLES):
            if holders & HOLDERS[role]:
                yield Address(rule.endpoint, role, frozenset(rule.arguments))


def path_of(address: Address, story: Story, app: Flask) -> str:
    """The path of a page, with the ids of the story; KeyError for a parameter nobody has thought of."""
    known: dict[str, Any] = {
        "slug": story.slug,
        "axis": "creativity",
        "token": story.token,
        "assessment_id": story.assessment.id,
        "request_id": story.draft_request.id,
        "asked_id": story.waiting,
        "statement_id": story.unanswered.id,
        "closed_on": story.closed_on.isoformat(),
        "group_id": story.group,
        "member_id": story.awa.id,
        "name": "nothing",
    }
    values = {name: known[name] for name in address.arguments}
    with app.test_request_context():
        return app.url_map.bind("127.0.0.1:8000").build(address.endpoint, values, method="GET")


def person_of(role: str, story: Story) -> UUID | None:
    """Who plays a role in the story."""
    people = {
        "member": story.awa,
        "peer": story.peers[2],
        "coordinator": story.jeanne,
        "newcomer": story.newcomer,
    }
    return people[role].person if role in people else None
