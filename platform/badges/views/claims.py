"""Claiming a badge, renewing it, taking one's key along: in the cooperative that confirms."""

import json
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.referential import Axis, Language, referential
from badges import identifiers, permissions, words
from badges.forms import ClaimForm, KeyForm
from badges.models import MemberKey
from badges.queries.own import badges_here, held, member_key, places, tally
from badges.rules import Bar, Offer, Place, Tally, offered
from badges.sealing import SealingKey, unseal
from badges.service import claiming, images
from badges.service.claiming import WHY_NOT, Wishes
from kernel import clock
from pages.formats import language
from pages.uploads import saved
from pages.visit import allow, here, scope, session, visit

blueprint = Blueprint("badge_claims", __name__, template_folder="../templates")


@blueprint.route("/c/<slug>/badges/claim/<axis:axis>", methods=["GET", "POST"])
@allow(permissions.CLAIM_BADGES)
def claim(axis: Axis) -> ResponseReturnValue:
    """Read what a badge will say, choose its language, then claim it."""
    form = ClaimForm(language=language())
    if form.validate_on_submit():
        with form.accepting():
            wishes = Wishes(Language(form.language.data), form.named.data, form.address.data or "")
            claiming.claim(session(), badge_id=form.id.data, axis=axis, wishes=wishes, by=scope())
            flash(_("Your badge is being signed: its public page opens in a moment."))
            return redirect(url_for("badges.one", badge_id=form.id.data), 303)
    place, said = places(session()).get(axis), tally(session(), axis)
    why = why_not(axis, place) if place else WHY_NOT[Bar.UNCONFIRMED]
    if place is None or said is None or why:
        return render_template("badges/unclaimed.html", sheet=referential().sheets[axis], why=why)
    return render_template("badges/claim.html", form=form, **facts(axis, place, said, form)), form.code


def why_not(axis: Axis, place: Place) -> str:
    """Why a level gives no badge to claim now, in words; nothing when it gives one."""
    found = offered(place, held(badges_here(session(), axis)), clock.now())
    return WHY_NOT[found if isinstance(found, Bar) else Bar.HELD] if found is not Offer.CLAIM else ""


def facts(axis: Axis, place: Place, said: Tally, form: ClaimForm) -> dict[str, object]:
    """What the page of a claim is made of."""
    chosen, level = Language(form.language.data or language()), images.level_of(axis, place.band)
    spoken = Language(language())
    return {
        "sheet": referential().sheets[axis],
        "drawn": images.label(axis, place.band, chosen, here().name),
        "title": words.title(level, spoken),
        "band": words.band_words(place.band, spoken),
        "tally": said,
        "spoken_tally": words.tally(said.confirmations, said.drawn, said.reciprocal, spoken),
    }


@blueprint.post("/c/<slug>/badges/<uuid:badge_id>/renew")
@allow(permissions.CLAIM_BADGES)
def renew(badge_id: UUID) -> ResponseReturnValue:
    """Have a badge say what peers say now, for 24 months more."""
    claiming.renew(session(), badge_id=badge_id, by=scope())
    flash(_("Your badge is renewed: it is being signed."))
    return redirect(url_for("badges.one", badge_id=badge_id), 303)


@blueprint.route("/c/<slug>/badges/key", methods=["GET", "POST"])
@allow(permissions.TAKE_KEY)
def key() -> ResponseReturnValue:
    """What one's key is, and how to take it along."""
    form = KeyForm()
    if form.validate_on_submit():
        claiming.ask_for_key(session(), by=scope())
        flash(_("Your key is being unsealed: it can be downloaded here in a moment, for ten minutes."))
        return redirect(url_for("badge_claims.key"), 303)
    kept = member_key(session(), here().cooperative_id)
    return render_template(
        "badges/key.html", form=form, kept=kept, ready=kept is not None and is_handed(kept)
    )


@blueprint.get("/c/<slug>/badges/key.json")
@allow(permissions.TAKE_KEY)
def key_file() -> ResponseReturnValue:
    """One's key, in the clear, for ten minutes after it was asked for."""
    kept = member_key(session(), here().cooperative_id)
    if kept is None or not is_handed(kept) or kept.handed is None:
        return redirect(url_for("badge_claims.key"))
    seed = unseal(kept.handed, under=SealingKey.of(visit().house.settings.secret_key), owner=session().person)
    text = json.dumps(identifiers.exported(kept.did, seed), indent=2) + "\n"
    return saved(text, f"musette-key-{here().slug}.json", "application/json")


def is_handed(kept: MemberKey) -> bool:
    """Whether a key may be downloaded now."""
    return kept.handed_until is not None and clock.now() < kept.handed_until
