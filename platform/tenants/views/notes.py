"""What the coordination writes beside a collective picture, for the general assembly."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from kernel.refusals import Unknown
from pages.visit import allow, scope, session
from tenants import permissions
from tenants.forms import NoteForm
from tenants.queries.campaigns import campaign_of, may_be_noted, previous_commitments
from tenants.service import notes as service

blueprint = Blueprint("notes", __name__, template_folder="../templates")


@blueprint.route("/c/<slug>/campaign/<closed_on>/note", methods=["GET", "POST"])
@allow(permissions.WRITE_NOTES)
def write(closed_on: str) -> ResponseReturnValue:
    """Write a note and up to three commitments beside the portrait of a closing day."""
    campaign = campaign_of(session(), parsed(closed_on))
    form = NoteForm.of(campaign)
    if form.validate_on_submit():
        with form.accepting():
            day, words = campaign.closes_on, form.note.data
            service.write_note(session(), closed_on=day, note=words, commitments=form.commitments, by=scope())
            flash(_("What you wrote is kept beside the picture."))
            return redirect(url_for("notes.write", closed_on=closed_on), 303)
    return render_template(
        "tenants/note.html",
        campaign=campaign,
        form=form,
        writable=may_be_noted(session(), campaign),
        before=previous_commitments(session(), campaign.closes_on),
    ), form.code


def parsed(closed_on: str) -> date:
    """The closing day of an address; raises Unknown for any other text."""
    try:
        return date.fromisoformat(closed_on)
    except ValueError:
        raise Unknown from None
