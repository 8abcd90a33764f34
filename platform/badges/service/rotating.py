"""A new key for a cooperative: what it signed is signed again, some at a time. As the machine role."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from assessment.referential import Axis, Language
from badges import jobs
from badges.addresses import badge_path
from badges.baking import bake_png
from badges.models import Published, StatusList
from badges.queries.issued import published_document, signed_count, signed_pages, standing_at
from badges.service import images
from badges.service.keys import ISSUING, Desk, add_issuer_key, issuer_signer
from badges.service.lists import publish_list
from badges.service.publishing import DOCUMENT, PNG, SVG, publish
from badges.signing import Signer, signed
from kernel import clock
from kernel.db import UnitOfWork
from kernel.jobs import later

CHUNK = 200  # badges signed again in one transaction


def rotate(session: UnitOfWork) -> None:
    """Ask for a new key in the cooperative in scope: an act of the operator."""
    later(session, jobs.ROTATE)


def rotate_some(session: UnitOfWork, *, start: int, desk: Desk) -> tuple[int, int]:
    """Make the key if nothing is done yet, then sign some badges again from that rank; gives how far it came.

    Badges published meanwhile are signed with the new key already; one met twice is signed twice.
    """
    if start == 0:
        session.one_at_a_time(ISSUING)
        add_issuer_key(session, desk=desk)
        for number in session.scalars(select(StatusList.number)):
            publish_list(session, number=number, desk=desk)
    signer = issuer_signer(session, desk=desk)
    pages = signed_pages(session, start, CHUNK)
    for page in pages:
        if page.gone_at is None:
            _sign_again(session, page, signer)
    return start + len(pages), signed_count(session)


def _sign_again(session: UnitOfWork, row: Published, signer: Signer) -> None:
    page: dict[str, Any] = json.loads(row.body)
    badge_id = UUID(page["id"])
    path = badge_path(badge_id, ".json")
    document = published_document(session, path)
    if document is None or page["state"] != "current":
        return
    made = signed(document, signer, at=clock.now())
    publish(session, path=path, kind=DOCUMENT, body=made)
    _bake_again(session, badge_id, page, json.dumps(made, ensure_ascii=False))


def _bake_again(session: UnitOfWork, badge_id: UUID, page: dict[str, Any], signed_text: str) -> None:
    """The drawing is made anew; the picture, which takes longer to make, carries another text."""
    dates = (datetime.fromisoformat(page["awarded"]), datetime.fromisoformat(page["expires"]))
    about = (Axis(page["axis"]), page["band"], Language(page["language"]), page["cooperative"]["name"])
    drawn = images.carrying(images.label(*about, dates), signed_text)
    publish(session, path=badge_path(badge_id, ".svg"), kind=SVG, body=drawn)
    picture = standing_at(session, badge_path(badge_id, ".png"))
    if picture is not None and picture.gone_at is None:
        publish(session, path=picture.path, kind=PNG, body=bake_png(picture.body, signed_text))
