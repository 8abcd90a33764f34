"""A new key for a cooperative: what it signed is signed again, some at a time. As the machine role."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from assessment.referential import Axis, Language
from badges import jobs
from badges.addresses import badge_path
from badges.baking import bake_png
from badges.models import Published, StatusList
from badges.queries.issued import signed_count, signed_pages, standing_at_all
from badges.service import images
from badges.service.keys import ISSUING, Desk, add_issuer_key, issuer_signer
from badges.service.lists import publish_list
from badges.service.publishing import DOCUMENT, PNG, SVG, Sheet, publish_all
from badges.signing import Signer, signed
from kernel import clock
from kernel.db import UnitOfWork
from kernel.jobs import later
from kernel.tables import Json

CHUNK = 200  # badges signed again in one transaction


def rotate(session: UnitOfWork) -> None:
    """Ask for a new key in the cooperative in scope: an act of the operator."""
    later(session, jobs.ROTATE)


def rotate_some(session: UnitOfWork, *, start: int, desk: Desk) -> tuple[int, int]:
    """Make the key if nothing is done yet, then sign some badges again from that rank.

    Gives the rank it has come to, and how many there are in all.

    Badges published meanwhile are signed with the new key already; one met twice is signed twice.
    """
    if start == 0:
        session.one_at_a_time(ISSUING)
        add_issuer_key(session, desk=desk)
        for number in session.scalars(select(StatusList.number)):
            publish_list(session, number=number, desk=desk)
    signer = issuer_signer(session, desk=desk)
    pages = signed_pages(session, start, CHUNK)
    current = [told for each in pages if each.gone_at is None and (told := _told(each))["state"] == "current"]
    wanted = [badge_path(UUID(each["id"]), extension) for each in current for extension in (".json", ".png")]
    standing = standing_at_all(session, wanted)
    publish_all(
        session, sheets=[sheet for each in current for sheet in _signed_again(each, standing, signer)]
    )
    return start + len(pages), signed_count(session)


def _told(page: Published) -> Json:
    told: Json = json.loads(page.body)
    return told


def _signed_again(page: Json, standing: Mapping[str, bytes], signer: Signer) -> Iterator[Sheet]:
    """A badge signed anew, and its images: the drawing is made again, the picture carries another text."""
    path, drawing, picture = (badge_path(UUID(page["id"]), each) for each in (".json", ".svg", ".png"))
    if path not in standing:
        return
    made = signed(json.loads(standing[path]), signer, at=clock.now())
    text = json.dumps(made, ensure_ascii=False)
    dates = (datetime.fromisoformat(page["awarded"]), datetime.fromisoformat(page["expires"]))
    about = (Axis(page["axis"]), page["band"], Language(page["language"]), page["cooperative"]["name"])
    yield Sheet(path, DOCUMENT, made)
    yield Sheet(drawing, SVG, images.carrying(images.label(*about, dates), text))
    if picture in standing:
        yield Sheet(picture, PNG, bake_png(standing[picture], text))
