"""What is published, as it was signed: documents, images, keys, lists. Other sites may read it."""

from hashlib import sha256
from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue

from badges.models import Published
from badges.queries.public import published
from kernel.refusals import Unknown
from pages.permissions import READ_PUBLIC_PAGES
from pages.visit import allow, session

blueprint = Blueprint("badge_files", __name__, template_folder="../templates")

A_MINUTE, AN_HOUR, A_DAY = 60, 3600, 86400
OPEN = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
TYPES = frozenset(
    (
        "application/json",
        "application/ld+json",
        "application/vc+ld+json",
        "application/did+ld+json",
        "application/did+json",
        "application/did",
        "application/vc",
        "image/jpeg",
        "image/png",
        "image/svg+xml",
    )
)


@blueprint.get("/b/<badge_file:file>")
@allow(READ_PUBLIC_PAGES)
def badge(file: str) -> ResponseReturnValue:
    """A badge as a file: `json`, `png`, `svg`, and their Open Badges 2.0 forms."""
    return answer(f"b/{file}", A_MINUTE)


@blueprint.get("/b/<uuid:badge_id>/endorsements/<int:rank>.json")
@allow(READ_PUBLIC_PAGES)
def endorsement(badge_id: UUID, rank: int) -> ResponseReturnValue:
    """What a peer who agreed to be named signed."""
    return answer(f"b/{badge_id}/endorsements/{rank}.json", A_MINUTE)


@blueprint.get("/b/<uuid:badge_id>/evidence/<int:rank>.jpg")
@allow(READ_PUBLIC_PAGES)
def photo(badge_id: UUID, rank: int) -> ResponseReturnValue:
    """The photo of a piece of work beside a badge."""
    return answer(f"b/{badge_id}/evidence/{rank}.jpg", A_MINUTE)


@blueprint.get("/t/<issuer>/did.json")
@allow(READ_PUBLIC_PAGES)
def did_document(issuer: str) -> ResponseReturnValue:
    """The keys of a cooperative."""
    return answer(f"t/{issuer}/did.json", AN_HOUR)


@blueprint.get("/t/<issuer>/profile.json")
@allow(READ_PUBLIC_PAGES)
def profile(issuer: str) -> ResponseReturnValue:
    """A cooperative as an issuer of badges."""
    return answer(f"t/{issuer}/profile.json", AN_HOUR)


@blueprint.get("/t/<issuer>/badges/<achievement>.json")
@allow(READ_PUBLIC_PAGES)
def badge_class(issuer: str, achievement: str) -> ResponseReturnValue:
    """What badges of one axis and band are about."""
    return answer(f"t/{issuer}/badges/{achievement}.json", AN_HOUR)


@blueprint.get("/t/<issuer>/status/<int:number>.json")
@allow(READ_PUBLIC_PAGES)
def status_list(issuer: str, number: int) -> ResponseReturnValue:
    """What a cooperative's members have withdrawn, one bit a badge."""
    return answer(f"t/{issuer}/status/{number}.json", A_MINUTE)


@blueprint.get("/contexts/<context>.json")
@allow(READ_PUBLIC_PAGES)
def contexts(context: str) -> ResponseReturnValue:
    """A context of our own: what our terms mean, which never changes under the same name."""
    return answer(f"contexts/{context}.json", A_DAY)


def answer(path: str, seconds: int) -> Response:
    """What is published at a path, kept by browsers for so long; 410 once gone, Unknown when it never was."""
    row = published(session(), path)
    if row is None or (row.gone_at is None and row.type.partition(";")[0] not in TYPES):
        raise Unknown
    if row.gone_at is not None:
        return gone()
    response = Response(row.body, content_type=row.type, headers=OPEN)
    response.set_etag(tag_of(row))
    response.cache_control.public = True
    response.cache_control.max_age = seconds
    response.make_conditional(request)
    return response


def gone() -> Response:
    """The page of what was published once and is no more."""
    response = make_response(render_template("badges/gone.html"), HTTPStatus.GONE)
    response.headers["Cache-Control"] = "no-cache"
    response.headers.extend(OPEN)
    return response


def tag_of(row: Published) -> str:
    """A text that changes with what is published."""
    return sha256(row.type.encode() + row.body).hexdigest()[:32]
