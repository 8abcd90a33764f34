"""Arriving together: a file several people made elsewhere is brought, checked, and opened code by code.

Bringing it is keeping it, unread; a worker checks it, once, in a process that is killed after a while
(record 26). Whoever has a code of it acts under its id, and finds their own part, and no other.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from http import HTTPStatus
from io import BytesIO
from uuid import UUID

from badges.identifiers import NotAnIdentifier, key_in
from badges.verifying import Known
from journal.service import record
from kernel import clock
from kernel.db import UnitOfWork
from kernel.jobs import Bell, Errand, Queue, later
from kernel.refusals import N_, Invalid, Refusal, Unknown
from kernel.scope import Scope
from musette import jobs, permissions
from musette.joint import JointArrival, JointSeat
from musette.parcels import files
from musette.parcels.names import parted
from musette.parcels.sealing import NO_CODE, Code, unseal
from musette.queries.portability import arrival, brought_file
from musette.queries.together import joint_arrival, own_seat
from musette.service import between, bringing
from musette.service.acts import ABOUT, Act

LIMIT = 30  # seconds after which the process that checks is killed
CHECK = Errand("musette.check-together", Queue.BULK, LIMIT)
PATIENCE = timedelta(seconds=LIMIT + 5)
KEPT = timedelta(days=30)
TAKEN = N_("This code was used here already. If it was not by you, tell those you came with.")
OTHER_PLACE = N_("You have opened another part of this file already: each person opens their own.")
NO_HANDS = N_(
    "Files cannot be checked for now: the part that does it does not answer. Nothing came in; try again in a"
    " moment."
)
TOO_LONG = N_("This file took too long to check: it was put aside. Download it again, then try again.")


@dataclass(frozen=True)
class Part:
    """Somebody's own part of a file, who is in that file, and where it comes from, as it named itself.

    `vouched`: as `JointArrival` says.
    """

    code: Code
    names: list[str]
    archive: bytes
    home: str
    did: str
    vouched: bool


class Unserved(Refusal):
    """Nobody can check a file for now."""

    status = HTTPStatus.SERVICE_UNAVAILABLE

    def __init__(self) -> None:
        super().__init__(NO_HANDS)


class Why(StrEnum):
    """Why a file was refused, and nothing of it kept."""

    NO_FILE = "no_file"
    CHANGED = "changed"
    NEWER = "newer"


WORDS = {Why.NO_FILE: files.NO_FILE, Why.CHANGED: files.CHANGED, Why.NEWER: files.NEWER}


def scope_of(arrival_id: UUID, by: Scope) -> Scope:
    """The scope a file, or a code of it, opens for a member: that one file, and their own satchel."""
    return Scope(by.person, by.cooperative, arrival_id, by.roles)


def id_of(body: bytes) -> UUID:
    """The id under which a file is kept; raises Invalid for what is no such file."""
    return files.key_of(files.digest_of(body))


def receive(session: UnitOfWork, *, body: bytes, by: Scope) -> bool:
    """Keep a file, in its own scope, until it is checked; gives whether that is to be asked for.

    The same file twice is one; one that was refused, or that nobody took up, is taken again.
    """
    permissions.ARRIVE_TOGETHER.check(by)
    held = session.get(JointArrival, (session.cooperative, session.member), with_for_update=True)
    if held is not None and held.checked_at is not None and held.refused is None:
        return False
    if held is None:
        held = JointArrival(id=session.member, brought_by_id=by.member)
        session.add(held)
        later(session, jobs.FORGET_JOINT_ARRIVAL, not_before=clock.now() + KEPT, arrival=held.id)
    held.brought_by_id, held.arrived_at, held.body = by.member, clock.now(), body
    held.begun_at = held.checked_at = held.refused = None
    return True


def hand_over(bell: Bell, *, cooperative_id: UUID, arrival_id: UUID) -> None:
    """Have a file checked; raises Unserved when no worker can be told."""
    if not bell.hand_over(CHECK, f"{cooperative_id}:{arrival_id}"):
        raise Unserved


def take_up(session: UnitOfWork) -> bool:
    """Note that the file in scope is being checked, before anything of it is looked at; only once."""
    found = session.get(JointArrival, (session.cooperative, session.member), with_for_update=True)
    if found is None or found.begun_at is not None:
        return False
    found.begun_at = clock.now()
    return True


def check(session: UnitOfWork, *, known: Known) -> None:
    """Check the file in scope, whole; of one that is refused, nothing is kept but why."""
    session.get(JointArrival, (session.cooperative, session.member), with_for_update=True)
    found = joint_arrival(session, session.member, whole=True)  # what is checked is what is kept
    try:
        file = files.checked(found.body or b"")
        found.vouched = _vouched(file.home, known)
        found.home, found.did, found.people = file.home.name, file.home.did, len(file.parcels)
    except Invalid as refusal:
        whys = {words: why for why, words in WORDS.items()}
        found.refused, found.body = whys.get(refusal.sentence, Why.NO_FILE), None
    found.checked_at = clock.now()


def is_cut(found: JointArrival) -> bool:
    """Whether checking a file was given up."""
    return (
        found.checked_at is None and found.begun_at is not None and (clock.now() - found.begun_at > PATIENCE)
    )


def opened(session: UnitOfWork, *, code: Code) -> Part:
    """The part a code opens, in the scope of its file; raises Invalid when it opens nothing."""
    found = session.get(JointArrival, (session.cooperative, session.member))
    if found is None or found.checked_at is None or found.refused is not None:
        raise Invalid(NO_CODE, field="typed_code")
    body = joint_arrival(session, session.member, whole=True).body or b""
    file = files.read(body)
    sealed = files.parcel(body, file, code.place)
    content = unseal(sealed, secret=code.secret, file_id=file.id, place=code.place)
    return Part(code, *parted(content), file.home.name, file.home.did, found.vouched)


def sit(session: UnitOfWork, *, part: Part, by: Scope) -> JointSeat:
    """Take one's place in a file, and keep one's own part a few days to choose from; nothing comes in yet.

    Raises Invalid when somebody else has used this code, or when the part is not sound.
    """
    permissions.ARRIVE_TOGETHER.check(by)
    code, section = part.code, between.section_of(BytesIO(part.archive))
    if section["place"] != code.place:
        raise Invalid(NO_CODE, field="typed_code")
    made = JointSeat(
        arrival_id=code.file,
        place=code.place,
        member_id=session.member,
        file_id=bringing.receive(session, file=BytesIO(part.archive), by=by),
        home=part.home,
        did=part.did,
        vouched=part.vouched,
        said={"names": part.names},
    )
    if not session.add_once(made):
        return _again(session, made)
    record(session, verb=Act.OPEN_PART, about=ABOUT, about_id=code.file)
    return own_seat(session, code.file)


def confirm(
    session: UnitOfWork, *, arrival_id: UUID, chosen: Collection[UUID], hears: bool, speaks: bool, by: Scope
) -> None:
    """Confirm what comes in: one's own things, what was said of one, what one said. Once; a job does it."""
    permissions.ARRIVE_TOGETHER.check(by)
    seat = own_seat(session, arrival_id, hold=True)
    if seat.decided_at is not None:
        return
    found = arrival(session, seat.file_id)
    section = between.section_of(brought_file(session, found))
    if found.chosen is None:
        bringing.settle(session, found=found, chosen=chosen)
    seat.hears, seat.speaks, seat.decided_at = hears, speaks, clock.now()
    seat.said = {
        "of_me": section["of_me"] if hears else [],
        "by_me": section["by_me"] if speaks else [],
        "counts": section.get("counts"),
    }
    record(session, verb=Act.BRING_PART, about=ABOUT, about_id=arrival_id)
    later(session, jobs.SETTLE_IN, arrival=arrival_id, person=session.person, member=session.member)


def take_back(session: UnitOfWork, *, arrival_id: UUID, by: Scope) -> None:
    """Let no more statements come in by one's own yes; those that have come in are withdrawn one by one."""
    permissions.ARRIVE_TOGETHER.check(by)
    seat = own_seat(session, arrival_id, hold=True)
    seat.hears = seat.speaks = False
    seat.said = {**seat.said, "of_me": [], "by_me": []}


def _again(session: UnitOfWork, wanted: JointSeat) -> JointSeat:
    """The place somebody has already, with their part kept anew; raises Invalid when it is not this one."""
    held = _mine(session, wanted.arrival_id)
    mine = [each for each in held if each.place == wanted.place]
    if not mine:
        raise Invalid(OTHER_PLACE if held else TAKEN, field="typed_code")
    if mine[0].decided_at is None:
        mine[0].file_id, mine[0].said = wanted.file_id, wanted.said
    return mine[0]


def _mine(session: UnitOfWork, arrival_id: UUID) -> list[JointSeat]:
    try:
        return [own_seat(session, arrival_id)]
    except Unknown:
        return []


def _vouched(home: files.Home, known: Known) -> bool:
    """Whether a cooperative of this installation signed; raises Invalid if it did with no key of its own."""
    document = known.did_document(home.did)
    try:
        if document is not None and key_in(document, home.method) != home.public:
            raise Invalid(files.CHANGED, field="file")
    except NotAnIdentifier as fault:
        raise Invalid(files.CHANGED, field="file") from fault
    return document is not None
