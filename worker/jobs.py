"""What each kind of job does: one call into a room, in the scope the job was claimed in."""

from collections.abc import Callable

import assessment.jobs
import assessment.service.contributions
import assessment.service.stock
import badges.jobs
import badges.queries.own
import badges.service.attesting
import badges.service.differing
import badges.service.endorsing
import badges.service.evidence
import badges.service.issuing
import badges.service.keys
import badges.service.lists
import badges.service.rotating
import badges.service.taking
import dashboards.jobs
import dashboards.pictures
import dashboards.service.closing
import dashboards.service.counting
import journal.service
import kernel.ping
import musette.jobs
import musette.service.bringing
import musette.service.erasure
import musette.service.evidence
import musette.service.helped
import musette.service.leaving
import musette.service.offers
import musette.service.taking
import peer.jobs
import peer.service.addresses
import peer.service.availability
import peer.service.delivering
import peer.service.mediations
import peer.service.members
import peer.service.nights
import peer.service.reports
import peer.service.requests
import peer.service.standings
import people.jobs
import sharing.jobs
import sharing.service.grants
import tenants.jobs
import tenants.service.charters
import tenants.service.reminders
from assessment.referential import Axis, Language
from kernel.claims import Claim
from kernel.jobs import Kind
from tenants.queries.members import member_count
from worker import mails, satchels
from worker.parts import desk, house


def remind(claim: Claim) -> None:
    """Begin the one reminder of a campaign."""
    tenants.service.reminders.remind(claim.session)


def remind_some(claim: Claim) -> None:
    """Ask for the mails of some members."""
    campaign_id, after = claim.id("campaign"), claim.id("after")
    tenants.service.reminders.remind_some(claim.session, campaign_id=campaign_id, after=after)


def tell_charter(claim: Claim) -> None:
    """Ask for the mails that tell some members of a new charter."""
    number, after = int(claim.ids["number"]), claim.id("after")
    tenants.service.charters.tell_some(claim.session, number=number, after=after)


def forget_draft(claim: Claim) -> None:
    """Forget a draft left alone."""
    assessment.service.stock.forget_draft(claim.session, draft_id=claim.id("draft"))


def end_grant(claim: Claim) -> None:
    """Destroy a copy whose time is over, or whose item is no more."""
    sharing.service.grants.end(claim.session, grant_id=claim.id("grant"))


def forget_link(claim: Claim) -> None:
    """Forget a link that has been over for a year."""
    sharing.service.grants.forget_link(claim.session, link_id=claim.id("link"))


def contribute(claim: Claim) -> None:
    """Bring a cooperative's copy up to date, and settle the levels peers have spoken of."""
    assessment.service.contributions.refresh_contributions(claim.session)
    peer.service.standings.settle_all(claim.session)
    for axis in badges.queries.own.axes_of_badges(claim.session):
        follow_badges(claim, axis)


def member_left(claim: Claim) -> None:
    """Let go of what the cooperative held of somebody who has left."""
    musette.service.leaving.let_go(claim.session, member_id=claim.id("left"))


def renamed(claim: Claim) -> None:
    """Have badges say the name somebody goes by now."""
    peer.service.members.follow_name(claim.session, member_id=claim.id("renamed"))


def roles_changed(claim: Claim) -> None:
    """Let go of what waits for somebody who may not mediate any more."""
    peer.service.mediations.stand_down(claim.session, member_id=claim.id("holder"))
    peer.service.reports.hand_over(claim.session, member_id=claim.id("holder"))


def hide_words(claim: Claim) -> None:
    """Hide reported words."""
    peer.service.reports.hide_words(claim.session, report_id=claim.id("report"))


def draw_peers(claim: Claim) -> None:
    """Draw the peers of a request."""
    secret = house().settings.secret_key
    peer.service.requests.draw(claim.session, request_id=claim.id("request"), secret_key=secret)


def deliver_request(claim: Claim) -> None:
    """Ask those named in a request that was sent."""
    peer.service.delivering.deliver(claim.session, request_id=claim.id("request"))


def part_members(claim: Claim) -> None:
    """Put away what waits between two members, one of whom keeps the other apart."""
    peer.service.availability.part(claim.session, one=claim.id("one"), other=claim.id("other"))


def join_view(claim: Claim) -> None:
    """Note that a view has become a confirmation, and tell its author."""
    if peer.service.standings.note_joined(claim.session, statement_id=claim.id("statement")):
        mails.joined(claim)


def pass_night(claim: Claim) -> None:
    """Redraw, remind and let end what is due; forget who read what more than a year ago."""
    peer.service.nights.pass_night(claim.session)
    journal.service.forget_readings(claim.session)


def settle(claim: Claim) -> None:
    """Settle one level, and have its badges follow."""
    axis = Axis(claim.ids["axis"])
    peer.service.standings.settle_level(claim.session, axis=axis)
    follow_badges(claim, axis)


def follow_badges(claim: Claim, axis: Axis) -> None:
    """Have the badges of one axis follow what peers say, and what was put together with them."""
    badges.service.issuing.follow(claim.session, axis=axis)
    badges.service.differing.follow(claim.session, axis=axis)


def forget_addresses(claim: Claim) -> None:
    """Forget where the witnesses of a request were written to."""
    peer.service.addresses.forget(claim.session, request_id=claim.id("request"))


def close_campaigns(claim: Claim) -> None:
    """Close the campaigns of a cooperative whose day is over, beside the mails when it is small."""
    claim.keep_short(member_count(claim.session), dashboards.jobs.LARGEST_SHORT)
    dashboards.service.closing.close_due(claim.session)


def draw_charts(claim: Claim) -> None:
    """Draw the charts of a portrait, those of one language at a time."""
    language = [*Language][claim.progress]
    dashboards.pictures.draw_charts(claim.session, claim.ids["closed_on"], language)
    claim.advance(claim.progress + 1, len(Language))


def count_answers(claim: Claim) -> None:
    """Count, rounded, those who took stock."""
    dashboards.service.counting.count(claim.session)


def issue_badge(claim: Claim) -> None:
    """Sign a badge and publish it."""
    badges.service.issuing.issue(claim.session, badge_id=claim.id("badge"), desk=desk())


def endorse_badge(claim: Claim) -> None:
    """Sign what a peer who agreed to be named confirms."""
    rank = int(claim.ids["rank"])
    ids = {"badge_id": claim.id("badge"), "statement_id": claim.id("statement")}
    badges.service.endorsing.endorse(claim.session, **ids, rank=rank, desk=desk())


def list_withdrawn(claim: Claim) -> None:
    """Sign the list of what was withdrawn."""
    badges.service.lists.publish_list(claim.session, number=int(claim.ids["list"]), desk=desk())


def bundle_badge(claim: Claim) -> None:
    """Put together what a member takes along."""
    badges.service.taking.put_together(claim.session, badge_id=claim.id("badge"), desk=desk())


def attest(claim: Claim) -> None:
    """Sign what a member asked for themself."""
    badges.service.attesting.attest(claim.session, desk=desk())


def sign_view(claim: Claim) -> None:
    """Sign what a peer who agreed to be named saw otherwise."""
    ids = {"badge_id": claim.id("badge"), "statement_id": claim.id("statement")}
    badges.service.differing.sign_view(claim.session, **ids, desk=desk())


def take_back_evidence(claim: Claim) -> None:
    """Take back what stood beside badges of an experience that is no more."""
    badges.service.evidence.forget_experience(claim.session, experience_id=claim.id("experience"))


def hand_key(claim: Claim) -> None:
    """Hand a member their own key."""
    badges.service.keys.hand_key(claim.session, desk=desk(), secret=house().settings.secret_key)


def rotate_key(claim: Claim) -> None:
    """Make a new key for a cooperative, and sign some of its badges again."""
    done, total = badges.service.rotating.rotate_some(claim.session, start=claim.progress, desk=desk())
    if done > claim.progress:
        claim.advance(done, max(done, total))


def ping(_claim: Claim) -> None:
    """Nothing: that it was done says that jobs go through."""


ACTS: dict[Kind, Callable[[Claim], None]] = {
    kernel.ping.PING: ping,
    people.jobs.RESET_MAIL: mails.reset,
    people.jobs.ADDRESS_MAIL: mails.address,
    tenants.jobs.INVITATION_MAIL: mails.invitation,
    tenants.jobs.MEMBER_LEFT: member_left,
    tenants.jobs.RENAMED: renamed,
    tenants.jobs.ROLES_CHANGED: roles_changed,
    tenants.jobs.REMIND: remind,
    tenants.jobs.REMIND_SOME: remind_some,
    tenants.jobs.REMINDER_MAIL: mails.campaign_reminder,
    tenants.jobs.CHARTER_SOME: tell_charter,
    tenants.jobs.CHARTER_MAIL: mails.charter,
    assessment.jobs.CONTRIBUTE: contribute,
    assessment.jobs.FORGET_DRAFT: forget_draft,
    peer.jobs.DRAW: draw_peers,
    peer.jobs.DELIVER: deliver_request,
    peer.jobs.PART: part_members,
    peer.jobs.JOINED: join_view,
    peer.jobs.NIGHT: pass_night,
    peer.jobs.SETTLE: settle,
    peer.jobs.REQUEST_MAIL: mails.review_request,
    peer.jobs.REMINDER_MAIL: mails.review_reminder,
    peer.jobs.STATEMENT_MAIL: mails.statement,
    peer.jobs.ANSWER_MAIL: mails.answer,
    peer.jobs.MEDIATION_MAIL: mails.mediation,
    peer.jobs.REPORT_MAIL: mails.report,
    peer.jobs.DECISION_MAIL: mails.decision,
    peer.jobs.HIDE_WORDS: hide_words,
    peer.jobs.WITNESS_MAIL: mails.witness,
    peer.jobs.WITNESS_ANSWER_MAIL: mails.witness_answer,
    peer.jobs.FORGET_ADDRESSES: forget_addresses,
    peer.jobs.THANKS_MAIL: mails.thanks,
    musette.jobs.INTENTION_MAIL: mails.intention,
    sharing.jobs.END: end_grant,
    sharing.jobs.FORGET_LINK: forget_link,
    dashboards.jobs.CLOSE: close_campaigns,
    dashboards.jobs.DRAW_CHARTS: draw_charts,
    dashboards.jobs.COUNT: count_answers,
    badges.jobs.ISSUE: issue_badge,
    badges.jobs.ENDORSE: endorse_badge,
    badges.jobs.LIST_WITHDRAWN: list_withdrawn,
    badges.jobs.BUNDLE: bundle_badge,
    badges.jobs.ATTEST: attest,
    badges.jobs.SIGN_VIEW: sign_view,
    badges.jobs.TAKE_BACK_EVIDENCE: take_back_evidence,
    badges.jobs.HAND_KEY: hand_key,
    badges.jobs.ROTATE: rotate_key,
    **satchels.ACTS,
}
