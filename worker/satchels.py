"""What the jobs of a satchel do: one call each, in the scope the job was claimed in."""

from collections.abc import Callable
from pathlib import Path

import badges.service.luggage
import musette.erasures
import musette.jobs
import musette.service.bringing
import musette.service.erasure
import musette.service.evidence
import musette.service.helped
import musette.service.leaving
import musette.service.taking
import tenants.jobs
from badges.service.keys import desk_of
from kernel import clock
from kernel.claims import Claim
from kernel.jobs import Kind
from worker.parts import house

TWICE = 2  # attempts


def take_back(claim: Claim) -> None:
    """Destroy the copy of an experience that is no more."""
    musette.service.evidence.take_back(claim.session, evidence_id=claim.id("evidence"))


def forget_typed(claim: Claim) -> None:
    """Forget a code nobody used, or levels nobody confirmed."""
    musette.service.helped.forget_over(claim.session, typed_id=claim.id("typed"))


def carry(claim: Claim) -> None:
    """Carry away what is the person's, before the rest dies."""
    musette.service.leaving.carry(claim.session)


def note_erasure(claim: Claim) -> None:
    """Write that an account was erased where no backup will undo it, if the operator keeps such a list."""
    path = house().settings.erasures
    if path:
        musette.erasures.note(Path(path), claim.session.person, clock.now().date())


def erase_satchel(claim: Claim) -> None:
    """Delete all that an erased account carried."""
    musette.service.erasure.erase_satchel(claim.session)


def erase_place(claim: Claim) -> None:
    """End a stay of an erased account, and take its words back from those who carry them."""
    musette.service.erasure.erase_place(claim.session, mark=claim.ids["mark"])


def erase_badges(claim: Claim) -> None:
    """Leave nothing of the badges an erased account had of one cooperative."""
    musette.service.erasure.erase_badges(claim.session)


def erase_member(claim: Claim) -> None:
    """Delete the words an erased account said in a cooperative, and what was held of it."""
    musette.service.erasure.erase_member(
        claim.session,
        member_id=claim.id("left"),
        mark=claim.ids["mark"],
        secret_key=house().settings.secret_key,
    )


def unsay(claim: Claim) -> None:
    """Take back the words of somebody erased from who carries them."""
    musette.service.erasure.unsay(claim.session, statement_id=claim.id("statement"))


def tell_place(claim: Claim) -> None:
    """Write what one cooperative has to tell into an archive, and have its badges ready to be taken along."""
    badges.service.luggage.bundle_all(claim.session, desk=desk_of(house().settings))
    musette.service.taking.tell_place(claim.session, archive_id=claim.id("archive"))


def export(claim: Claim) -> None:
    """Write an archive, some photos at a time."""
    done, total = musette.service.taking.write(
        claim.session,
        archive_id=claim.id("archive"),
        done=claim.progress,
        origin=house().settings.public_url,
    )
    claim.advance(done, total)


def forget_archive(claim: Claim) -> None:
    """Delete an archive kept long enough."""
    musette.service.taking.forget(claim.session, archive_id=claim.id("archive"))


def bring_in(claim: Claim) -> None:
    """Take in what was chosen of a file that was brought, some of it at a time."""
    done, total = musette.service.bringing.bring_in(
        claim.session,
        arrival_id=claim.id("arrival"),
        done=claim.progress,
        origin=house().settings.public_url,
        again=claim.job.attempts > TWICE,
    )
    claim.advance(done, total)


def forget_arrival(claim: Claim) -> None:
    """Delete a file that was brought."""
    musette.service.bringing.forget(claim.session, arrival_id=claim.id("arrival"))


ACTS: dict[Kind, Callable[[Claim], None]] = {
    tenants.jobs.CARRY: carry,
    musette.jobs.TAKE_BACK: take_back,
    musette.jobs.FORGET_TYPED: forget_typed,
    musette.jobs.TELL_PLACE: tell_place,
    musette.jobs.EXPORT: export,
    musette.jobs.FORGET_ARCHIVE: forget_archive,
    musette.jobs.BRING_IN: bring_in,
    musette.jobs.FORGET_ARRIVAL: forget_arrival,
    musette.jobs.NOTE_ERASURE: note_erasure,
    musette.jobs.ERASE_SATCHEL: erase_satchel,
    musette.jobs.ERASE_PLACE: erase_place,
    musette.jobs.ERASE_BADGES: erase_badges,
    musette.jobs.ERASE_MEMBER: erase_member,
    musette.jobs.UNSAY: unsay,
}
