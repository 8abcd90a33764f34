"""One's own badges: what may be claimed, what is held, what is taken along or taken back."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.referential import Language, referential
from badges import permissions, words
from badges.models import Badge
from badges.queries.own import evidence_beside, held, own_attestations, own_badge, own_badges, places
from badges.rules import BadgeState, Bar, Offer, asked_to_answer, offered, state_of
from badges.service import claiming, evidence, images
from badges.views import bundling
from badges.views.attestations import told
from badges.views.places import where_issued
from kernel import clock
from pages.formats import language
from pages.visit import allow, scope, session, visit
from tenants.queries.cooperatives import named_cooperatives

blueprint = Blueprint("badges", __name__, template_folder="../templates")


@blueprint.get("/me/badges")
@allow(permissions.KEEP_BADGES)
def mine() -> ResponseReturnValue:
    """What may be claimed in the cooperative being visited, and every badge one has claimed, anywhere."""
    kept, now = own_badges(session()), clock.now()
    here = [each for each in kept if each.cooperative_id == scope().cooperative]
    standing = places(session()) if scope().member else {}
    found = {
        axis: offered(place, held([each for each in here if each.axis is axis]), now)
        for axis, place in standing.items()
    }
    return render_template(
        "badges/mine.html",
        badges=[(each, state_of(each.expires_at, each.withdrawn_at, now).value) for each in kept],
        names=named_cooperatives(session(), {each.cooperative_id for each in kept}),
        offers=[axis for axis, offer in found.items() if offer is Offer.CLAIM],
        renewals={each.id for each in here if found.get(each.axis) is Offer.RENEW and is_renewable(each)},
        discussed=[axis for axis, place in standing.items() if asked_to_answer(place, now)],
        unconfirmed=[axis for axis, offer in found.items() if offer is Bar.UNCONFIRMED],
        places=standing,
        titles=titles(kept),
        attestations=told(own_attestations(session())),
        sheets=referential().sheets,
    )


@blueprint.get("/me/badges/<uuid:badge_id>")
@allow(permissions.KEEP_BADGES)
def one(badge_id: UUID) -> ResponseReturnValue:
    """One badge: what it says, its files, its address, and how to take it back."""
    found, now = own_badge(session(), badge_id), clock.now()
    names = named_cooperatives(session(), {found.cooperative_id})
    state = state_of(found.expires_at, found.withdrawn_at, now)
    return render_template(
        "badges/own.html",
        badge=found,
        state=state.value,
        title=titles([found])[found.id],
        band=words.band_words(found.band, Language(language())),
        cooperative=names[found.cooperative_id],
        drawn=drawn(found, names[found.cooperative_id]),
        renewable=state is not BadgeState.WITHDRAWN and may_renew(found),
        address=f"{visit().house.settings.public_url}{url_for('badge_pages.one', badge_id=found.id)}",
        origin=visit().house.settings.public_url,
        sheet=referential().sheets[found.axis],
        grounds=grounds_words(found),
        beside=evidence_beside(session(), found.id),
        bundling=bundling.form_of(found) if found.issued_at and found.withdrawn_at is None else None,
    )


@blueprint.post("/me/badges/<uuid:badge_id>/withdraw")
@allow(permissions.KEEP_BADGES)
def withdraw(badge_id: UUID) -> ResponseReturnValue:
    """Take a badge back."""
    with where_issued(own_badge(session(), badge_id)) as (there, by):
        claiming.withdraw(there, badge_id=badge_id, by=by)
    flash(_("Your badge is withdrawn: its page says so from now on."))
    return redirect(url_for("badges.one", badge_id=badge_id), 303)


@blueprint.post("/me/badges/<uuid:badge_id>/evidence/<int:rank>/take-back")
@allow(permissions.KEEP_BADGES)
def take_back(badge_id: UUID, rank: int) -> ResponseReturnValue:
    """Take back a piece of work shown beside a badge."""
    with where_issued(own_badge(session(), badge_id)) as (there, by):
        evidence.take_back(there, badge_id=badge_id, rank=rank, by=by)
    flash(_("It is taken back: its page answers that it is gone, and the badge is signed without it."))
    return redirect(url_for("badges.one", badge_id=badge_id, _anchor="work"), 303)


@blueprint.post("/me/badges/<uuid:badge_id>/erase")
@allow(permissions.KEEP_BADGES)
def erase(badge_id: UUID) -> ResponseReturnValue:
    """Leave nothing of a badge."""
    with where_issued(own_badge(session(), badge_id)) as (there, by):
        claiming.erase(there, badge_id=badge_id, by=by)
    flash(_("Nothing is left of this badge; its address answers that it is gone."))
    return redirect(url_for("badges.mine"), 303)


def may_renew(badge: Badge) -> bool:
    """Whether a badge may be renewed now, in the cooperative being visited."""
    if scope().member is None or badge.cooperative_id != scope().cooperative:
        return False
    place = places(session()).get(badge.axis)
    return (
        place is not None
        and place.band == badge.band
        and offered(place, held([badge]), clock.now()) is Offer.RENEW
    )


def is_renewable(badge: Badge) -> bool:
    """Whether a badge is the one that is renewed: neither withdrawn nor of another band than the level's."""
    place = places(session()).get(badge.axis)
    return badge.withdrawn_at is None and place is not None and place.band == badge.band


def titles(badges: list[Badge]) -> dict[UUID, str]:
    """What badges are called, in the language of the page."""
    spoken = Language(language())
    return {each.id: words.title(images.level_of(each.axis, each.band), spoken) for each in badges}


def drawn(badge: Badge, cooperative: str) -> str:
    """The label of a badge."""
    dates = (badge.awarded_at, badge.expires_at)
    return images.label(badge.axis, badge.band, badge.language, cooperative, dates)


def grounds_words(badge: Badge) -> list[tuple[str, int]]:
    """What peers based their word on, each with how many did."""
    spoken = Language(language())
    return [(words.ground_words(each, spoken), n) for each, n in words.grounds_named(badge.told["grounds"])]
