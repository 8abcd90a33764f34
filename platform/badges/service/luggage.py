"""What a badge is taken along as: all that is published of it, its issuer's keys, its list, its bundle."""

from collections.abc import Iterator
from contextlib import suppress
from uuid import UUID

from sqlalchemy import select

from badges import luggage
from badges.addresses import badge_path, endorsement_path
from badges.luggage import Carried, Luggage, Unbelieved
from badges.models import Badge
from badges.plain import Document, parsed
from badges.queries.public import Home
from badges.sealing import Unsealable
from badges.service import attesting, images, taking
from badges.service.keys import Desk
from kernel import clock
from kernel.db import UnitOfWork


def bundle_all(session: UnitOfWork, *, desk: Desk | None) -> None:
    """Sign what is awaited among what the person in scope takes along of this cooperative: bundles, too.

    Without a key that opens, they go along without: taking everything away waits for nobody.
    """
    if desk is None:
        return
    with suppress(Unsealable):
        attesting.attest(session, desk=desk)
    missing = select(Badge.id).where(Badge.cooperative_id == session.cooperative, Badge.bundle.is_(None))
    for badge_id in session.scalars(missing.order_by(Badge.id)).all():
        with suppress(Unsealable):
            taking.put_together(session, badge_id=badge_id, desk=desk)


def packed(home: Home, badge: Badge) -> Luggage:
    """The texts of a badge of the person in scope; raises Unbelieved until it is signed, and once erased."""
    text = _standing(home, badge_path(badge.id, ".json"))
    if text is None:
        raise Unbelieved
    document = parsed(text)
    return Luggage(
        document=text,
        voices=tuple(_voices(home, badge)),
        bundle=badge.bundle.decode() if badge.bundle else None,
        issuer=_written(home.did_document(document["issuer"]["id"])),
        status=_written(home.status_list(document["credentialStatus"]["statusListCredential"])),
    )


def pictures(home: Home, badge_id: UUID) -> dict[str, bytes]:
    """The images of a badge as they are published, by extension."""
    rows = {each: home.row(badge_path(badge_id, each)) for each in (".png", ".svg")}
    return {each: row.body for each, row in rows.items() if row is not None}


def unpacked(home: Home, found: Luggage, *, origin: str) -> Carried:
    """What a badge that was brought says; raises Unbelieved when its proof does not hold."""
    return luggage.opened(found, home=home, origin=origin, now=clock.now())


def drawn(found: Luggage, said: Carried) -> dict[str, bytes]:
    """Its images by extension, drawn anew from what was signed, which they carry."""
    dates = (said.awarded_at, said.expires_at)
    picture = images.label(said.axis, said.band, said.language, said.home, dates)
    return images.files(picture, luggage.text_of(parsed(found.document)))


def _voices(home: Home, badge: Badge) -> Iterator[str]:
    for rank in sorted(badge.voices.values()):
        text = _standing(home, endorsement_path(badge.id, rank))
        if text is not None:
            yield text


def _standing(home: Home, path: str) -> str | None:
    row = home.row(path)
    return row.body.decode() if row is not None and row.gone_at is None else None


def _written(document: Document | None) -> str:
    if document is None:
        raise Unbelieved
    return luggage.text_of(document)
