"""Taking everything away as one file, and bringing such a file in."""

from collections.abc import Iterator
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask.wrappers import Response
from flask_babel import gettext as _
from flask_babel import ngettext

from kernel.db import Database
from kernel.progress import progress_of
from kernel.refusals import N_
from kernel.scope import Scope
from musette import jobs, permissions
from musette.archives import LARGEST
from musette.forms import BringForm, ChooseForm, TakeForm
from musette.queries.portability import Whole, archive, arrival, piece
from musette.service import bringing, taking
from musette.views.wording import labels_of
from pages.uploads import heavy, saved
from pages.visit import allow, scope, session, visit
from people.views import limit

blueprint = Blueprint("portability", __name__, template_folder="../templates")

KINDS = {
    "activities": N_("Activities"),
    "assessments": N_("Assessments"),
    "events": N_("Days that mattered"),
    "experiences": N_("Experiences, with their photos"),
    "intentions": N_("Intentions"),
    "scenarios": N_("Scenarios"),
    "carried_statements": N_("What peers said, carried with me"),
    "badges": N_("Badges, with what was signed"),
    "portfolios": N_("My portfolio page, with the experiences on it"),
    "grants": N_("What I was showing, to open again if I wish"),
}


@blueprint.route("/me/export", methods=["GET", "POST"])
@allow(permissions.TAKE_EVERYTHING)
def export() -> ResponseReturnValue:
    """Ask for the file, see how far it is, download it."""
    form = TakeForm()
    if form.validate_on_submit():
        with form.accepting():
            limit("export", str(scope().person))
            taking.ask(session(), places=list(visit().belongings), by=scope())
            return redirect(url_for("portability.export"), 303)
    found = archive(session())
    return render_template(
        "musette/export.html",
        form=form,
        archive=found,
        until=found.asked_at + taking.KEPT if found else None,
        progress=progress_of(session(), jobs.EXPORT, archive=found.id) if found else None,
    ), form.code


@blueprint.get("/me/export/<uuid:archive_id>.zip")
@allow(permissions.TAKE_EVERYTHING)
def download(archive_id: UUID) -> Response:
    """The file, once it is ready."""
    found = taking.downloaded(session(), archive_id=archive_id, by=scope())
    answer = saved(b"", "musette.zip", "application/zip")
    answer.response = pieces_of(visit().house.database, scope(), found)
    answer.content_length = found.size + len(found.end)
    return answer


def pieces_of(database: Database, own: Scope, found: Whole) -> Iterator[bytes]:
    """A file piece by piece, each read when the one before has left."""
    for rank in range(found.pieces):
        with database.reading(own) as reading:
            body = piece(reading, found.file_id, rank)
        yield body  # no transaction waits for whoever downloads slowly
    yield found.end


@blueprint.route("/me/import", methods=["GET", "POST"])
@allow(permissions.BRING_IN)
@heavy(LARGEST + 1024 * 1024)
def bring() -> ResponseReturnValue:
    """Send a file taken away elsewhere; nothing of it is kept before its owner has chosen."""
    form = BringForm()
    if form.validate_on_submit():
        with form.accepting():
            limit("import", str(scope().person))
            made = bringing.receive(session(), file=form.file.data.stream, by=scope())
            return redirect(url_for("portability.arrived", arrival_id=made), 303)
    return render_template("musette/import.html", form=form), form.code


@blueprint.route("/me/import/<uuid:arrival_id>", methods=["GET", "POST"])
@allow(permissions.BRING_IN)
def arrived(arrival_id: UUID) -> ResponseReturnValue:
    """What the file holds: each thing is confirmed, or left out."""
    found = arrival(session(), arrival_id)
    every = bringing.things(session(), arrival_id=arrival_id)
    form = ChooseForm()
    form.offer(every)
    if form.validate_on_submit():
        with form.accepting():
            all_of_it = [each.value for each in form.chosen.choices]
            chosen = [UUID(each) for each in (all_of_it if form.everything.data else form.chosen.data)]
            count = bringing.choose(session(), arrival_id=arrival_id, chosen=chosen, by=scope())
            more = ngettext("One thing is coming in.", "%(num)d things are coming in.", count)
            flash(more if count else _("Nothing was brought in."))
            return redirect(url_for("portability.arrived", arrival_id=arrival_id), 303)
    return render_template(
        "musette/arrived.html",
        form=form,
        arrival=found,
        kinds={kind: _(words) for kind, words in KINDS.items()},
        every=every,
        labels=labels_of(every),
        absent=bringing.absent_photos(session(), found=found),
        progress=progress_of(session(), jobs.BRING_IN, arrival=arrival_id),
    ), form.code


@blueprint.post("/me/import/<uuid:arrival_id>/forget")
@allow(permissions.BRING_IN)
def forget(arrival_id: UUID) -> ResponseReturnValue:
    """Delete the file that was brought; what was taken in stays."""
    arrival(session(), arrival_id)
    bringing.forget(session(), arrival_id=arrival_id)
    flash(_("The file is deleted. What you brought in stays."))
    return redirect(url_for("portability.bring"), 303)
