"""What each kind of job does: one call into a room, in the scope the job was claimed in."""

from collections.abc import Callable

import assessment.jobs
import assessment.service
import dashboards.jobs
import dashboards.pictures
import dashboards.service
import kernel.ping
import peer.jobs
import peer.service.members
import peer.service.requests
import peer.service.standings
import people.jobs
import tenants.jobs
from assessment.referential import Axis
from kernel.claims import Claim
from kernel.jobs import Kind
from worker import mails
from worker.parts import house


def contribute(claim: Claim) -> None:
    """Bring a cooperative's copy up to date, and settle the levels peers have spoken of."""
    assessment.service.refresh_contributions(claim.session)
    peer.service.standings.settle_all(claim.session)


def member_left(claim: Claim) -> None:
    """Let go of what the cooperative held of somebody who has left."""
    assessment.service.forget_member(claim.session, member_id=claim.id("left"))
    peer.service.members.forget_requests(claim.session, member_id=claim.id("left"))


def draw_peers(claim: Claim) -> None:
    """Draw the peers of a request."""
    secret = house().settings.secret_key
    peer.service.requests.draw(claim.session, request_id=claim.id("request"), secret_key=secret)


def settle(claim: Claim) -> None:
    """Settle one level."""
    peer.service.standings.settle_level(claim.session, axis=Axis(claim.ids["axis"]))


def close_campaigns(claim: Claim) -> None:
    """Close the campaigns of a cooperative whose day is over."""
    dashboards.service.close_due(claim.session)


def draw_charts(claim: Claim) -> None:
    """Draw the charts of a portrait."""
    dashboards.pictures.draw_charts(claim.session, claim.ids["closed_on"])


def count_answers(claim: Claim) -> None:
    """Count, rounded, those who took stock."""
    dashboards.service.count(claim.session)


def ping(_claim: Claim) -> None:
    """Nothing: that it was done says that jobs go through."""


ACTS: dict[Kind, Callable[[Claim], None]] = {
    kernel.ping.PING: ping,
    people.jobs.RESET_MAIL: mails.reset,
    people.jobs.ADDRESS_MAIL: mails.address,
    tenants.jobs.INVITATION_MAIL: mails.invitation,
    tenants.jobs.MEMBER_LEFT: member_left,
    assessment.jobs.CONTRIBUTE: contribute,
    peer.jobs.DRAW: draw_peers,
    peer.jobs.SETTLE: settle,
    peer.jobs.REQUEST_MAIL: mails.review_request,
    peer.jobs.STATEMENT_MAIL: mails.statement,
    peer.jobs.ANSWER_MAIL: mails.answer,
    dashboards.jobs.CLOSE: close_campaigns,
    dashboards.jobs.DRAW_CHARTS: draw_charts,
    dashboards.jobs.COUNT: count_answers,
}
