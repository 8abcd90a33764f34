"""What was carried away from cooperatives: what peers said there, and badges brought from elsewhere."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask.wrappers import Response
from flask_babel import gettext as _

from assessment.referential import Language, referential
from badges import words
from badges.identifiers import did_web_address
from badges.service import images
from kernel import clock
from kernel.refusals import Unknown
from musette import permissions
from musette.addresses import BadgePart
from musette.models import CarriedBadge
from musette.queries.carried import carried, carried_badge, carried_badges
from musette.rules import Standing, same_name, standing_of
from musette.service import carrying
from pages.formats import language
from pages.uploads import saved
from pages.visit import allow, scope, session, visit
from peer.rules import Stance

blueprint = Blueprint("carried", __name__, template_folder="../templates")

LINKED = "application/ld+json"
KINDS = {BadgePart.PNG: "image/png", BadgePart.SVG: "image/svg+xml"}


@blueprint.get("/me/carried")
@allow(permissions.OPEN_OWN_SATCHEL)
def listing() -> ResponseReturnValue:
    """What peers said, in the cooperatives one has left, and the badges of others."""
    found, now = referential(), clock.now()
    return render_template(
        "musette/carried.html",
        every=carried(session()),
        badges=[(each, standing_of(each.doubts, each.expires_at, now)) for each in carried_badges(session())],
        sheets=found.sheets,
        grounds={each.id: each.text[language()] for each in found.grounds},
        contest=Stance.CONTEST,
        standing=Standing,
    )


@blueprint.get("/me/carried/<uuid:carried_id>")
@allow(permissions.OPEN_OWN_SATCHEL)
def one(carried_id: UUID) -> ResponseReturnValue:
    """One badge of another cooperative: what it says, where its keys are, its files."""
    found = carried_badge(session(), carried_id)
    return render_template(
        "musette/carried_badge.html",
        badge=found,
        standing=standing_of(found.doubts, found.expires_at, clock.now()),
        words=Standing,
        band=words.band_words(found.band, Language(language())),
        drawn=drawn(found),
        names_another=names_another(found),
        keys=did_web_address(found.issuer),
        parts=[each for each in BadgePart if each is not BadgePart.BUNDLE or found.bundle],
    )


@blueprint.get("/me/carried/<uuid:carried_id>/<badge_part:part>")
@allow(permissions.OPEN_OWN_SATCHEL)
def file(carried_id: UUID, part: BadgePart) -> Response:
    """A file of it, as it was signed."""
    found = carried_badge(session(), carried_id)
    bodies = {
        BadgePart.PNG: found.png,
        BadgePart.SVG: found.svg,
        BadgePart.JSON: found.document,
        BadgePart.BUNDLE: found.bundle,
    }
    body = bodies[part]
    if body is None:
        raise Unknown
    name = found.axis.value.replace("_", "-")
    return saved(body, f"musette-{name}.{part.value}", KINDS.get(part, LINKED))


@blueprint.post("/me/carried/<uuid:carried_id>/forget")
@allow(permissions.BRING_IN)
def forget(carried_id: UUID) -> ResponseReturnValue:
    """Delete it from here; where it was issued, nothing changes."""
    carried_badge(session(), carried_id)
    carrying.forget(session(), badge_id=carried_id, by=scope())
    flash(_("The badge is no longer here. Where it was issued, it stands as before."))
    return redirect(url_for("carried.listing"), 303)


def drawn(found: CarriedBadge) -> str:
    """The label of a badge, drawn by this installation from what was signed."""
    dates = (found.awarded_at, found.expires_at)
    return images.label(found.axis, found.band, found.language, found.home, dates)


def names_another(found: CarriedBadge) -> bool:
    """Whether the name on a badge is none of those its bearer has here; unknown, it is not."""
    mine = [each.display_name for each in visit().belongings]
    return bool(found.holder_name and mine) and not any(same_name(found.holder_name, each) for each in mine)
