"""What each kind of job does: one call into a room, in the scope the job was claimed in."""

from collections.abc import Callable

import assessment.jobs
import assessment.service
import dashboards.jobs
import dashboards.pictures
import dashboards.service.closing
import dashboards.service.counting
import kernel.ping
import musette.jobs
import musette.service.bringing
import musette.service.erasure
import musette.service.evidence
import musette.service.leaving
import musette.service.taking
import peer.jobs
import peer.service.addresses
import peer.service.availability
import peer.service.delivering
import peer.service.mediations
import peer.service.nights
import peer.service.reports
import peer.service.requests
import peer.service.standings
import people.jobs
import tenants.jobs
import tenants.service.reminders
from assessment.referential import Axis, Language
from kernel.claims import Claim
from kernel.jobs import Kind
from tenants.queries.members import member_count
from worker import mails
from worker.parts import house


def remind(claim: Claim) -> None:
    """Begin the one reminder of a campaign."""
    tenants.service.reminders.remind(claim.session)


def remind_some(claim: Claim) -> None:
    """Ask for the mails of some members."""
    campaign_id, after = claim.id("campaign"), claim.id("after")
    tenants.service.reminders.remind_some(claim.session, campaign_id=campaign_id, after=after)


def forget_draft(claim: Claim) -> None:
    """Forget a draft left alone."""
    assessment.service.forget_draft(claim.session, draft_id=claim.id("draft"))


def take_back(claim: Claim) -> None:
    """Destroy the copy of an experience that is no more."""
    musette.service.evidence.take_back(claim.session, evidence_id=claim.id("evidence"))


def contribute(claim: Claim) -> None:
    """Bring a cooperative's copy up to date, and settle the levels peers have spoken of."""
    assessment.service.refresh_contributions(claim.session)
    peer.service.standings.settle_all(claim.session)


def member_left(claim: Claim) -> None:
    """Let go of what the cooperative held of somebody who has left."""
    musette.service.leaving.let_go(claim.session, member_id=claim.id("left"))


def carry(claim: Claim) -> None:
    """Carry away what is the person's, before the rest dies."""
    musette.service.leaving.carry(claim.session)


def erase_satchel(claim: Claim) -> None:
    """Delete all that an erased account carried."""
    musette.service.erasure.erase_satchel(claim.session)


def erase_place(claim: Claim) -> None:
    """End a stay of an erased account, and take its words back from those who carry them."""
    musette.service.erasure.erase_place(claim.session)


def erase_member(claim: Claim) -> None:
    """Delete the words an erased account said in a cooperative, and what was held of it."""
    musette.service.erasure.erase_member(claim.session, member_id=claim.id("left"))


def unsay(claim: Claim) -> None:
    """Take back the words of somebody erased from who carries them."""
    musette.service.erasure.unsay(claim.session, statement_id=claim.id("statement"))


def tell_place(claim: Claim) -> None:
    """Write what one cooperative has to tell into an archive."""
    musette.service.taking.tell_place(claim.session, archive_id=claim.id("archive"))


def export(claim: Claim) -> None:
    """Write an archive, some photos at a time."""
    done, total = musette.service.taking.write(
        claim.session, archive_id=claim.id("archive"), done=claim.progress
    )
    claim.advance(done, total)


def forget_archive(claim: Claim) -> None:
    """Delete an archive kept long enough."""
    musette.service.taking.forget(claim.session, archive_id=claim.id("archive"))


def bring_in(claim: Claim) -> None:
    """Take in what was chosen of a file that was brought, some of it at a time."""
    done, total = musette.service.bringing.bring_in(
        claim.session, arrival_id=claim.id("arrival"), done=claim.progress
    )
    claim.advance(done, total)


def forget_arrival(claim: Claim) -> None:
    """Delete a file that was brought."""
    musette.service.bringing.forget(claim.session, arrival_id=claim.id("arrival"))


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
    """Redraw, remind and let end what is due."""
    peer.service.nights.pass_night(claim.session)


def settle(claim: Claim) -> None:
    """Settle one level."""
    peer.service.standings.settle_level(claim.session, axis=Axis(claim.ids["axis"]))


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


def ping(_claim: Claim) -> None:
    """Nothing: that it was done says that jobs go through."""


ACTS: dict[Kind, Callable[[Claim], None]] = {
    kernel.ping.PING: ping,
    people.jobs.RESET_MAIL: mails.reset,
    people.jobs.ADDRESS_MAIL: mails.address,
    tenants.jobs.INVITATION_MAIL: mails.invitation,
    tenants.jobs.CARRY: carry,
    tenants.jobs.MEMBER_LEFT: member_left,
    tenants.jobs.ROLES_CHANGED: roles_changed,
    tenants.jobs.REMIND: remind,
    tenants.jobs.REMIND_SOME: remind_some,
    tenants.jobs.REMINDER_MAIL: mails.campaign_reminder,
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
    musette.jobs.TAKE_BACK: take_back,
    musette.jobs.TELL_PLACE: tell_place,
    musette.jobs.EXPORT: export,
    musette.jobs.FORGET_ARCHIVE: forget_archive,
    musette.jobs.BRING_IN: bring_in,
    musette.jobs.FORGET_ARRIVAL: forget_arrival,
    musette.jobs.ERASE_SATCHEL: erase_satchel,
    musette.jobs.ERASE_PLACE: erase_place,
    musette.jobs.ERASE_MEMBER: erase_member,
    musette.jobs.UNSAY: unsay,
    dashboards.jobs.CLOSE: close_campaigns,
    dashboards.jobs.DRAW_CHARTS: draw_charts,
    dashboards.jobs.COUNT: count_answers,
}
