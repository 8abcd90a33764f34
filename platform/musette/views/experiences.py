"""Capturing an experience in thirty seconds, describing it later; its photos, seen by their owner alone."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.referential import referential
from kernel import clock
from musette import permissions
from musette.forms import CaptureForm, PhotoForm, describe_form
from musette.queries import experiences as kept
from musette.rules import MOST_PHOTOS
from musette.service import experiences
from pages.formats import language
from pages.uploads import heavy, jpeg
from pages.visit import allow, scope, session, visit
from sharing.queries.grants import grants_of

blueprint = Blueprint("experiences", __name__, template_folder="../templates")

HEAVIEST = 64 * 1024 * 1024  # what is too heavy for a photo must arrive to be refused beside its words


@blueprint.route("/me/experiences", methods=["GET", "POST"])
@allow(permissions.KEEP_EXPERIENCES)
@heavy(HEAVIEST)
def listing() -> ResponseReturnValue:
    """A form to capture in the moment, and all that was captured."""
    today = clock.today(visit().zone)
    form = CaptureForm(on=today)
    form.axis.offer(language(), _("Not now"))
    if form.validate_on_submit():
        with form.accepting():
            experiences.capture(
                session(), experience_id=form.id.data, told=form.told, sent=form.sent, today=today, by=scope()
            )
            flash(_("It is kept. You may say more of it later."))
            return redirect(url_for("experiences.listing"), 303)
    return render_template(
        "musette/experiences.html",
        form=form,
        every=kept.experiences(session()),
        sheets=referential().sheets,
    ), form.code


@blueprint.route("/me/experiences/<uuid:experience_id>", methods=["GET", "POST"])
@allow(permissions.KEEP_EXPERIENCES)
def one(experience_id: UUID) -> ResponseReturnValue:
    """One experience: its words, its photos, and what there was no time to say."""
    found = kept.experience(session(), experience_id)
    form = describe_form(found.row)
    form.axis.offer(language(), _("None"))
    if form.validate_on_submit():
        with form.accepting():
            today = clock.today(visit().zone)
            experiences.describe(
                session(), experience_id=experience_id, told=form.told, today=today, by=scope()
            )
            flash(_("It is kept."))
            return redirect(url_for("experiences.one", experience_id=experience_id), 303)
    return render_template(
        "musette/experience.html",
        kept=found,
        form=form,
        photo_form=PhotoForm(formdata=None),
        most_photos=MOST_PHOTOS,
        joined=len(kept.attachments(session(), experience_id)),
        copied=len(grants_of(session(), experience_id)),
        sheets=referential().sheets,
    ), form.code


@blueprint.post("/me/experiences/<uuid:experience_id>/photos")
@allow(permissions.KEEP_EXPERIENCES)
@heavy(HEAVIEST)
def add_photo(experience_id: UUID) -> ResponseReturnValue:
    """Add a photo to an experience."""
    form = PhotoForm()
    if form.validate_on_submit():
        with form.accepting():
            experiences.add_photo(session(), experience_id=experience_id, sent=form.sent or b"", by=scope())
            flash(_("The photo is added, without the place where it was taken."))
            return redirect(url_for("experiences.one", experience_id=experience_id, _anchor="photos"), 303)
    found = kept.experience(session(), experience_id)
    describing = describe_form(found.row)
    describing.axis.offer(language(), _("None"))
    return render_template(
        "musette/experience.html",
        kept=found,
        form=describing,
        photo_form=form,
        most_photos=MOST_PHOTOS,
        joined=len(kept.attachments(session(), experience_id)),
        copied=len(grants_of(session(), experience_id)),
        sheets=referential().sheets,
    ), form.code


@blueprint.post("/me/experiences/<uuid:experience_id>/label")
@allow(permissions.KEEP_EXPERIENCES)
def label(experience_id: UUID) -> ResponseReturnValue:
    """Show that peers confirmed it, or put that away."""
    shown = request.form.get("shown") == "yes"
    experiences.show_label(session(), experience_id=experience_id, shown=shown, by=scope())
    flash(_("The label shows again.") if shown else _("The label is put away."))
    return redirect(url_for("experiences.one", experience_id=experience_id), 303)


@blueprint.post("/me/experiences/<uuid:experience_id>/remove")
@allow(permissions.KEEP_EXPERIENCES)
def remove(experience_id: UUID) -> ResponseReturnValue:
    """Forget an experience, its photos, and its copies."""
    experiences.remove(session(), experience_id=experience_id, places=visit().belongings, by=scope())
    flash(_("This experience is forgotten, and so are its copies in requests."))
    return redirect(url_for("experiences.listing"), 303)


@blueprint.get("/me/photos/<uuid:photo_id>")
@allow(permissions.KEEP_EXPERIENCES)
def photo(photo_id: UUID) -> ResponseReturnValue:
    """A photo, at its greater size."""
    return jpeg(kept.photo(session(), photo_id).body, "photo")


@blueprint.get("/me/photos/<uuid:photo_id>/small")
@allow(permissions.KEEP_EXPERIENCES)
def small_photo(photo_id: UUID) -> ResponseReturnValue:
    """A photo, at its smaller size."""
    return jpeg(kept.photo(session(), photo_id, small=True).small, "photo")


@blueprint.post("/me/photos/<uuid:photo_id>/remove")
@allow(permissions.KEEP_EXPERIENCES)
def remove_photo(photo_id: UUID) -> ResponseReturnValue:
    """Forget a photo."""
    owner = experiences.remove_photo(session(), photo_id=photo_id, by=scope())
    flash(_("The photo is forgotten."))
    return redirect(url_for("experiences.one", experience_id=owner, _anchor="photos"), 303)
