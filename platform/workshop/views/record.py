"""The workshops of a cooperative: preparing one, its screen, its own page, and what has been kept."""

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.pictures import Wheels
from assessment.queries import latest
from assessment.referential import referential
from kernel import clock
from pages.formats import language
from pages.visit import allow, here, scope, session
from tenants.queries.members import named_members
from workshop import permissions, queries
from workshop.board import Seat
from workshop.forms import PrepareForm
from workshop.models import Workshop
from workshop.pictures import mark_lines, mark_wheels
from workshop.rules import LEAST_AGREEING, LEAST_SHOWN
from workshop.service import preparing
from workshop.views.boards import board_of, screen_of

blueprint = Blueprint("workshops", __name__, template_folder="../templates")


@blueprint.get("/c/<slug>/workshops")
@allow(permissions.READ_WORKSHOPS)
def listing() -> ResponseReturnValue:
    """The workshops to come, and what the past ones have kept, year after year."""
    past = queries.kept(session())
    marked = [each for each in past if each.has_marks]
    running = queries.under_way(session())
    return render_template(
        "workshop/listing.html",
        running=running,
        names=facilitators(running),
        past=past,
        marked=marked,
        wheels=wheels(marked[0], marked[1:]) if marked else None,
        lines=mark_lines(marked, language()) if len(marked) > 1 else {},
        sheets=referential().sheets,
    )


@blueprint.route("/c/<slug>/workshops/prepare", methods=["GET", "POST"])
@allow(permissions.PREPARE_WORKSHOP)
def prepare() -> ResponseReturnValue:
    """Prepare a workshop, as any member may."""
    today = clock.today(here().zone)
    form = PrepareForm(held_on=today)
    if form.validate_on_submit():
        with form.accepting():
            day = form.held_on.data
            made = preparing.prepare(session(), workshop_id=form.id.data, held_on=day, by=scope())
            flash(_("The workshop is prepared. Its join word is “%(word)s”.", word=made.join_word))
            return redirect(url_for("facilitator.page", workshop_id=made.id), 303)
    return render_template("workshop/prepare.html", form=form), form.code


@blueprint.get("/c/<slug>/w/<word>")
@allow(permissions.READ_WORKSHOPS)
def by_word(word: str) -> ResponseReturnValue:
    """The short way to a workshop: the word written on the screen."""
    return redirect(url_for("workshops.one", workshop_id=queries.called(session(), word).id))


@blueprint.get("/c/<slug>/workshops/<uuid:workshop_id>")
@allow(permissions.READ_WORKSHOPS)
def one(workshop_id: UUID) -> ResponseReturnValue:
    """The page of each person who takes part; once the workshop is over, what it has kept."""
    found = queries.workshop(session(), workshop_id)
    return record(found) if found.ended_at else seat(found)


@blueprint.get("/c/<slug>/workshops/<uuid:workshop_id>/screen")
@allow(permissions.READ_WORKSHOPS)
def screen(workshop_id: UUID) -> ResponseReturnValue:
    """What is projected: the axis, the pile, the common mark."""
    found = queries.workshop(session(), workshop_id)
    if found.ended_at:
        return redirect(url_for("workshops.one", workshop_id=workshop_id))
    short = url_for("workshops.by_word", word=found.join_word)
    seen = screen_of(workshop_id)
    return render_template(
        "workshop/screen.html", workshop=found, screen=seen, address=request.host + short, least=LEAST_SHOWN
    )


def seat(found: Workshop) -> str:
    """The page of somebody who takes part: their own level, read for them alone."""
    seen, mine = screen_of(found.id), Seat(board_of(found.id), session().member)
    now = seen.sight
    last = latest(session())
    level = last.levels[now.axis] if last and now else None
    taken = now is not None and mine.is_taken(now)
    said = mine.said(now) if now else None
    shown = mine.shown(now) if now else None
    return render_template(
        "workshop/seat.html",
        workshop=found,
        names=facilitators([found]),
        screen=seen,
        level=level,
        assessed=last,
        taken=taken,
        said=said,
        shown=shown,
        version=seen.version(level, taken, said, shown),
        sheets=referential().sheets,
        least=LEAST_SHOWN,
        agreeing=LEAST_AGREEING,
    )


def record(found: Workshop) -> str:
    """What a workshop has kept."""
    marked = [each for each in queries.kept(session()) if each.has_marks]
    earlier = marked[marked.index(found) + 1 :] if found in marked else []
    return render_template(
        "workshop/record.html",
        workshop=found,
        before=earlier[0] if earlier else None,
        wheels=wheels(found, earlier) if found.has_marks else None,
        sheets=referential().sheets,
    )


def wheels(found: Workshop, earlier: Sequence[Workshop]) -> Wheels:
    """The diagram of a workshop, beside the one before it."""
    return mark_wheels(found.levels, earlier[0].levels if earlier else None, language())


def facilitators(found: Sequence[Workshop]) -> dict[UUID, str]:
    """The names of those who facilitate these workshops, save those who have left."""
    people = named_members(session(), {each.facilitator_id for each in found})
    return {each.id: each.display_name for each in people if each.until is None}
