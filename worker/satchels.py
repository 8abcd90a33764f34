"""What the jobs of a satchel do: one call each, in the scope the job was claimed in."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import badges.service.luggage
import musette.erasures
import musette.jobs
import musette.service.bringing
import musette.service.erasure
import musette.service.evidence
import musette.service.helped
import musette.service.inactivity
import musette.service.leaving
import musette.service.meeting
import musette.service.packing
import musette.service.taking
import musette.service.together
import tenants.jobs
from badges.service.keys import desk_of
from kernel import clock
from kernel.claims import Claim
from kernel.jobs import Kind
from kernel.scope import Scope
from people.letters import unused_letter
from tenants.queries.cooperatives import cooperative
from tenants.queries.members import coordinates_alone, places_ever
from worker import mails
from worker.parts import desk, house

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
    done, total = musette.service.bringing.bring_in(claim.session, **_brought(claim))
    claim.advance(done, total)


def _brought(claim: Claim) -> dict[str, Any]:
    """Which file comes in, from where in it, and whether its worker has been killed at it more than once."""
    again = claim.job.attempts > TWICE
    origin = house().settings.public_url
    return {"arrival_id": claim.id("arrival"), "done": claim.progress, "origin": origin, "again": again}


def follow_unused(claim: Claim) -> None:
    """Announce the end of an account nobody uses, or erase it."""
    secret = house().settings.secret_key
    needed = bool(alone_in(claim))
    address = musette.service.inactivity.follow(claim.session, needed=needed, secret_key=secret)
    if address:
        claim.session.after_commit(lambda: house().postman.forget(address))


def alone_in(claim: Claim) -> list[str]:
    """The cooperatives, by name, where nobody but the person in scope coordinates."""
    found = []
    for cooperative_id, member_id in places_ever(claim.session):
        place = Scope(claim.session.person, cooperative_id, member_id)
        with house().database.reading(place) as there:
            if coordinates_alone(there):
                found.append(cooperative(there).name)
    return found


def unused_mail(claim: Claim) -> None:
    """Tell somebody that their account will be erased."""
    found = unused_letter(claim.session, alone_in(claim), house().settings)
    if found:
        mails.post(claim, found.letter, found.to)


def forget_arrival(claim: Claim) -> None:
    """Delete a file that was brought."""
    musette.service.bringing.forget(claim.session, arrival_id=claim.id("arrival"))


def pack(claim: Claim) -> None:
    """Seal the parcel of one of those who go together."""
    secret = house().settings.secret_key
    musette.service.packing.pack(claim.session, joint_id=claim.id("joint"), desk=desk(), secret_key=secret)


def assemble(claim: Claim) -> None:
    """Make the file of those who go together, once all parcels are there."""
    musette.service.packing.assemble(claim.session, joint_id=claim.id("joint"), desk=desk())


def close_joint(claim: Claim) -> None:
    """End the day of a common departure."""
    musette.service.together.close(claim.session, joint_id=claim.id("joint"))


def forget_joint(claim: Claim) -> None:
    """Delete the file of those who went together."""
    musette.service.together.forget(claim.session, joint_id=claim.id("joint"))


def forget_joint_consent(claim: Claim) -> None:
    """Delete what somebody agreed to take along."""
    musette.service.together.forget_consent(claim.session, consent_id=claim.id("consent"))


def forget_joint_arrival(claim: Claim) -> None:
    """Delete a file that several people brought."""
    musette.service.meeting.forget(claim.session, arrival_id=claim.id("arrival"))


def settle_in(claim: Claim) -> None:
    """Take in what one of those who arrive together chose."""
    done, total = musette.service.meeting.settle_in(claim.session, **_brought(claim))
    claim.advance(done, total)


def meet(claim: Claim) -> None:
    """Find what both people of a statement have confirmed."""
    musette.service.meeting.meet(claim.session, arrival_id=claim.id("arrival"))


def ask_again(claim: Claim) -> None:
    """Write a request again, as its member."""
    ids = {"arrival_id": claim.id("arrival"), "statement_id": claim.id("statement")}
    musette.service.meeting.ask_again(claim.session, **ids, author=claim.id("author"))


def say_again(claim: Claim) -> None:
    """Write a statement again, as its author."""
    ids = {"arrival_id": claim.id("arrival"), "statement_id": claim.id("statement")}
    whose = {"request_id": claim.id("request"), "subject": claim.id("subject")}
    musette.service.meeting.say_again(claim.session, **ids, **whose)


def answer_again(claim: Claim) -> None:
    """Write an answer again, as the member it is of."""
    ids = {"arrival_id": claim.id("arrival"), "statement_id": claim.id("statement")}
    musette.service.meeting.answer_again(claim.session, **ids)


ACTS: dict[Kind, Callable[[Claim], None]] = {
    tenants.jobs.CARRY: carry,
    musette.jobs.TAKE_BACK: take_back,
    musette.jobs.FORGET_TYPED: forget_typed,
    musette.jobs.TELL_PLACE: tell_place,
    musette.jobs.EXPORT: export,
    musette.jobs.FORGET_ARCHIVE: forget_archive,
    musette.jobs.BRING_IN: bring_in,
    musette.jobs.FORGET_ARRIVAL: forget_arrival,
    musette.jobs.PACK: pack,
    musette.jobs.ASSEMBLE: assemble,
    musette.jobs.CLOSE_JOINT: close_joint,
    musette.jobs.FORGET_JOINT: forget_joint,
    musette.jobs.FORGET_JOINT_CONSENT: forget_joint_consent,
    musette.jobs.FORGET_JOINT_ARRIVAL: forget_joint_arrival,
    musette.jobs.SETTLE_IN: settle_in,
    musette.jobs.MEET: meet,
    musette.jobs.ASK_AGAIN: ask_again,
    musette.jobs.SAY_AGAIN: say_again,
    musette.jobs.ANSWER_AGAIN: answer_again,
    musette.jobs.NOTE_ERASURE: note_erasure,
    musette.jobs.ERASE_SATCHEL: erase_satchel,
    musette.jobs.ERASE_PLACE: erase_place,
    musette.jobs.ERASE_BADGES: erase_badges,
    musette.jobs.ERASE_MEMBER: erase_member,
    musette.jobs.UNSAY: unsay,
    musette.jobs.UNUSED: follow_unused,
    musette.jobs.UNUSED_MAIL: unused_mail,
}
