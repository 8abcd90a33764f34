"""Making the file of those who go together: each one's parcel in their own scope, then all under one list."""

from itertools import chain
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import undefer

from badges.queries.issued import issuer_keys
from badges.queries.own import attestations_here
from badges.service.keys import Desk, issuer_signer, member_did, member_signer, places_of
from badges.service.luggage import bundle_all
from journal.service import record
from kernel import clock
from kernel.db import UnitOfWork
from kernel.jobs import later
from kernel.tables import Base, Json
from musette import jobs
from musette.archives import first_entries, grown, photo_name
from musette.joint import Companion, JointExport
from musette.models import CarriedBadge, Photo
from musette.parcels.files import LARGEST, Home, Parcel, digest_of, head, listed
from musette.parcels.names import joined
from musette.parcels.sealing import seal, secret_of, to_sign
from musette.queries.together import agreed_to, joint
from musette.service import between, showing, together
from musette.service.acts import ABOUT, Act
from musette.service.bringing import identity, with_needs
from musette.service.carrying import attested, badges_of, entries_of
from musette.service.items import BROUGHT, recorded
from musette.service.together import KEPT
from tenants.queries.cooperatives import cooperative

ROOM = LARGEST * 9 // 10  # bytes for all the parcels; what is left is for what is sealed around them


def pack(session: UnitOfWork, *, joint_id: UUID, desk: Desk, secret_key: str) -> None:
    """Seal and sign the parcel of the member in scope; packed again, it is another one."""
    mine = session.get(Companion, (session.cooperative, joint_id, session.member))
    agreed = agreed_to(session, joint_id)
    if mine is None:
        return
    if agreed is None:
        session.delete(mine)
        later(session, jobs.ASSEMBLE, joint=joint_id)
        return
    found = joint(session, joint_id)
    if found.made_at is not None or session.member not in found.places:
        return
    place = found.places.index(session.member)
    content = _content(session, found, agreed.chosen, desk)
    sealed = seal(content, secret=secret_of(secret_key, agreed.id), file_id=joint_id, place=place)
    signer = member_signer(session, desk=desk)
    mine.did = member_did(session, desk=desk).did
    mine.signature = signer.sign(to_sign(sealed, file_id=joint_id, place=place))
    mine.body = sealed
    record(session, verb=Act.SEAL_PART, about=ABOUT, about_id=joint_id)
    later(session, jobs.ASSEMBLE, joint=joint_id)


def assemble(session: UnitOfWork, *, joint_id: UUID, desk: Desk) -> None:
    """Put the parcels under one signed list once all are there, as the machine role.

    Whoever has left meanwhile is in no file: it then begins again with the others.
    """
    found = session.get(JointExport, (session.cooperative, joint_id), with_for_update=True)
    if found is None or found.asked_at is None or found.made_at is not None:
        return
    here = {each.member_id: each for each in _with_parcels(session, joint_id)}
    if here.keys() != set(found.places):
        together.begin(session, found=found)
        return
    bodies = [here[each].body for each in found.places]
    parcels = [_listed(here[each]) for each in found.places]
    if all(parcels):
        _write(session, found, [each for each in bodies if each], [each for each in parcels if each], desk)
        for each in here.values():
            each.body = None


def _write(
    session: UnitOfWork, found: JointExport, bodies: list[bytes], parcels: list[Parcel], desk: Desk
) -> None:
    signer = issuer_signer(session, desk=desk)
    place, newest = places_of(session, desk=desk), issuer_keys(session)[-1]
    home = Home(cooperative(session).name, place.did, signer.method, newest.public)
    made_at = clock.now()
    start = head(file_id=found.id, made_at=made_at.isoformat(), home=home, parcels=parcels, sign=signer.sign)
    found.body = b"".join((start, *bodies))
    found.digest = digest_of(found.body)
    found.made_at = made_at
    later(session, jobs.FORGET_JOINT, not_before=made_at + KEPT, joint=found.id)


def _with_parcels(session: UnitOfWork, joint_id: UUID) -> list[Companion]:
    statement = select(Companion).where(Companion.joint_id == joint_id).options(undefer(Companion.body))
    return list(session.scalars(statement.execution_options(populate_existing=True)))


def _listed(companion: Companion) -> Parcel | None:
    if companion.body is None or companion.did is None or companion.signature is None:
        return None
    return listed(companion.body, did=companion.did, signature=companion.signature)


def _content(session: UnitOfWork, found: JointExport, chosen: list[UUID], desk: Desk) -> bytes:
    """What one person takes along: an archive like their own, and what was said between those who go."""
    rows = _chosen(session, chosen, ROOM // len(found.places))
    items = {kind: [recorded(row) for row in rows if type(row) is model] for kind, model in BROUGHT.items()}
    items["carried_statements"] += [
        recorded(each) for each in between.from_others(session, places=found.places)
    ]
    bundle_all(session, desk=desk)
    badges = [each for each in badges_of(session, origin=desk.origin) if each.id in chosen]
    items["badges"] = [recorded(each) for each in badges]
    own = list(attestations_here(session).values()) if badges else []  # they tie badges to a key
    items["attestations"] = [recorded(each) for each in own]
    section: Json = {**between.told(session, places=found.places), "counts": between.counting(session)}
    document = {"made_at": clock.now().isoformat(), **items, "together": section}
    photos = [row.id for row in rows if isinstance(row, Photo)]
    bodies = session.execute(select(Photo.id, Photo.body).where(Photo.id.in_(photos)))
    pictures = ((photo_name(str(key)), picture) for key, picture in bodies)
    signed = chain.from_iterable(entries_of(each) for each in badges)
    alone = attested(session, origin=desk.origin, rows=own)
    archive = b"".join(grown(0, b"", chain(first_entries(document), signed, alone, pictures)))
    return joined(between.names_of(session, places=found.places), archive)


def _chosen(session: UnitOfWork, chosen: list[UUID], room: int) -> list[Base]:
    """The rows chosen, what they need, and the photos of what is among them, as far as there is room."""
    every = {
        identity(row): row
        for model in BROUGHT.values()
        if model not in (Photo, CarriedBadge)
        for row in session.scalars(select(model))
    }
    every |= {each.id: each for each in showing.as_told(session)}
    wanted = with_needs(chosen, every)
    shown = select(Photo, func.length(Photo.body)).where(Photo.experience_id.in_(wanted))
    photos: list[Base] = []
    for photo, size in session.execute(shown.order_by(Photo.added_at, Photo.id)):
        room -= size
        if room >= 0:
            photos.append(photo)
    return [row for key, row in every.items() if key in wanted] + photos
