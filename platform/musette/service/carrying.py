"""Badges taken along and brought in: the signed texts, judged on arrival; the images are drawn from them."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import IO
from uuid import UUID

from sqlalchemy import delete

from badges.luggage import Carried, Luggage, Unbelieved, text_of
from badges.models import MEMBERSHIP, Attestation
from badges.queries.own import own_badges
from badges.queries.public import Home
from badges.service import attesting, luggage
from kernel.db import UnitOfWork
from kernel.scope import Scope
from musette import permissions
from musette.archives import Entry, attestation_name, badge_in, badge_names, voice_name
from musette.models import CarriedBadge
from musette.queries.carried import carried_badges


def badges_of(session: UnitOfWork, *, origin: str) -> list[CarriedBadge]:
    """Every badge of the person in scope that is signed, those brought from elsewhere last; none is kept."""
    home = Home(session, origin)
    found = []
    for badge in own_badges(session):
        with suppress(Unbelieved):  # erased meanwhile: nothing of it can be taken along
            packed = luggage.packed(home, badge)
            said = luggage.unpacked(home, packed, origin=origin)
            found.append(_made(packed, said, luggage.pictures(home, badge.id)))
    return [*found, *carried_badges(session, whole=True)]


def attested(session: UnitOfWork, *, origin: str, rows: Iterable[Attestation]) -> Iterator[Entry]:
    """The files of what was signed for the person in scope alone, with all that judging them needs.

    What is still being signed is left out: it can be downloaded where it was asked for.
    """
    home = Home(session, origin)
    for row in rows:
        if row.body is None:
            continue
        yield attestation_name(str(row.id)), row.body
        if row.about == MEMBERSHIP:
            document = attesting.read(row)
            beside = {
                "issuer": home.did_document(document["issuer"]["id"]),
                "status": home.status_list(document["credentialStatus"]["statusListCredential"]),
            }
            for part, found in beside.items():
                if found is not None:
                    yield attestation_name(str(row.id), part), text_of(found)


def forget(session: UnitOfWork, *, badge_id: UUID, by: Scope) -> None:
    """Delete a badge the person in scope carries; its own page, where it was issued, is not told."""
    permissions.BRING_IN.check(by)
    session.execute(delete(CarriedBadge).where(CarriedBadge.id == badge_id))


def entries_of(badge: CarriedBadge) -> Iterator[Entry]:
    """The files of a badge in an archive."""
    names = badge_names(str(badge.id))
    yield names["document"], badge.document
    yield names["issuer"], badge.issuer_keys
    yield names["status"], badge.status
    if badge.bundle is not None:
        yield names["bundle"], badge.bundle
    for rank, text in enumerate(badge.voices, start=1):
        yield voice_name(str(badge.id), rank), text
    yield names["png"], badge.png
    yield names["svg"], badge.svg


def brought(session: UnitOfWork, *, file: IO[bytes], badge_id: UUID, origin: str) -> CarriedBadge:
    """The badge of this id in an archive, of nobody yet; raises Unbelieved when its proof does not hold."""
    texts = badge_in(file, str(badge_id))
    if not (texts["document"] and texts["issuer"] and texts["status"]):
        raise Unbelieved
    found = Luggage(
        document=texts["document"][0],
        voices=tuple(texts["voices"]),
        bundle=texts["bundle"][0] if texts["bundle"] else None,
        issuer=texts["issuer"][0],
        status=texts["status"][0],
    )
    said = luggage.unpacked(Home(session, origin), found, origin=origin)
    if said.id != badge_id:
        raise Unbelieved
    return _made(found, said, luggage.drawn(found, said))


def _made(found: Luggage, said: Carried, images: dict[str, bytes]) -> CarriedBadge:
    return CarriedBadge(
        id=said.id,
        home=said.home,
        title=said.title,
        issuer=said.issuer,
        holder_name=said.holder_name,
        axis=said.axis,
        band=said.band,
        language=said.language,
        awarded_at=said.awarded_at,
        expires_at=said.expires_at,
        doubts=list(said.doubts),
        document=found.document,
        voices=list(found.voices),
        bundle=found.bundle,
        issuer_keys=found.issuer,
        status=found.status,
        png=images[".png"],
        svg=images[".svg"],
    )
