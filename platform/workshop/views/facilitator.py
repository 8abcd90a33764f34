"""The page of whoever facilitates: the axis on screen, the showing, the marks, the words, the end."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.referential import Axis, referential
from kernel.keys import digest
from pages.visit import allow, scope, session
from workshop import permissions, queries
from workshop.board import Board
from workshop.forms import EndForm, MarkForm, WordsForm, chosen_axis
from workshop.rules import LEAST_AGREEING, LEAST_SHOWN
from workshop.service import agreeing, preparing, showing
from workshop.views.boards import Screen, board_of, screen_of
from workshop.views.record import facilitators

blueprint = Blueprint("facilitator", __name__, template_folder="../templates")


@blueprint.get("/c/<slug>/workshops/<uuid:workshop_id>/lead")
@allow(permissions.PREPARE_WORKSHOP)
def page(workshop_id: UUID) -> ResponseReturnValue:
    """The facilitator's page; for the others, who facilitates and how to take over."""
    return shown(workshop_id)


@blueprint.post("/c/<slug>/workshops/<uuid:workshop_id>/facilitate")
@allow(permissions.PREPARE_WORKSHOP)
def facilitate(workshop_id: UUID) -> ResponseReturnValue:
    """Facilitate from now on."""
    preparing.facilitate(session(), workshop_id=workshop_id, by=scope())
    flash(_("You facilitate this workshop from now on."))
    return back(workshop_id)


@blueprint.post("/c/<slug>/workshops/<uuid:workshop_id>/begin")
@allow(permissions.FACILITATE)
def begin(workshop_id: UUID) -> ResponseReturnValue:
    """Put the first axis on screen."""
    showing.begin(session(), workshop_id=workshop_id, board=board_of(workshop_id), by=scope())
    return back(workshop_id)


@blueprint.post("/c/<slug>/workshops/<uuid:workshop_id>/turn")
@allow(permissions.FACILITATE)
def turn(workshop_id: UUID) -> ResponseReturnValue:
    """Put an axis on screen."""
    board, axis = board_of(workshop_id), chosen_axis()
    showing.turn(session(), workshop_id=workshop_id, axis=axis, board=board, by=scope())
    return back(workshop_id)


@blueprint.post("/c/<slug>/workshops/<uuid:workshop_id>/showing")
@allow(permissions.FACILITATE)
def set_showing(workshop_id: UUID) -> ResponseReturnValue:
    """Open the showing of the axis on screen, or close it."""
    act = showing.open_showing if request.form.get("act") == "open" else showing.close_showing
    board, axis = board_of(workshop_id), chosen_axis()
    act(session(), workshop_id=workshop_id, axis=axis, board=board, by=scope())
    return back(workshop_id)


@blueprint.post("/c/<slug>/workshops/<uuid:workshop_id>/mark")
@allow(permissions.FACILITATE)
def mark(workshop_id: UUID) -> ResponseReturnValue:
    """Place the common mark of an axis, or take it away."""
    board, axis = board_of(workshop_id), chosen_axis()
    if request.form.get("act") == "none":
        return placed(board, workshop_id, axis, None)
    form = MarkForm()
    if form.validate_on_submit():
        with form.accepting():
            return placed(board, workshop_id, axis, form.level.data)
    return shown(workshop_id, mark_form=form)


@blueprint.post("/c/<slug>/workshops/<uuid:workshop_id>/words")
@allow(permissions.FACILITATE)
def words(workshop_id: UUID) -> ResponseReturnValue:
    """Save the words the group keeps."""
    form = WordsForm()
    if form.validate_on_submit():
        with form.accepting():
            said, seen = form.words.data or "", form.seen.data or ""
            preparing.write_words(session(), workshop_id=workshop_id, words=said, seen=seen, by=scope())
            flash(_("The words are saved."))
            return back(workshop_id)
    return shown(workshop_id, words_form=form)


@blueprint.post("/c/<slug>/workshops/<uuid:workshop_id>/ask")
@allow(permissions.FACILITATE)
def ask(workshop_id: UUID) -> ResponseReturnValue:
    """Ask everyone whether they agree to the marks."""
    agreeing.ask(session(), workshop_id=workshop_id, board=board_of(workshop_id), by=scope())
    return back(workshop_id)


@blueprint.post("/c/<slug>/workshops/<uuid:workshop_id>/end")
@allow(permissions.FACILITATE)
def end(workshop_id: UUID) -> ResponseReturnValue:
    """End, with the marks or without them."""
    board, form = board_of(workshop_id), EndForm()
    if request.form.get("keep") != "yes":
        agreeing.end_without_marks(session(), workshop_id=workshop_id, board=board, by=scope())
        return over(workshop_id)
    if form.validate_on_submit():
        with form.accepting():
            people = form.people.data
            agreeing.end_with_marks(
                session(), workshop_id=workshop_id, people=people, board=board, by=scope()
            )
            return over(workshop_id)
    return shown(workshop_id, end_form=form)


def placed(board: Board, workshop_id: UUID, axis: Axis, level: int | None) -> ResponseReturnValue:
    """Place a mark, or none, then go back to the page."""
    agreeing.place(session(), workshop_id=workshop_id, axis=axis, level=level, board=board, by=scope())
    return back(workshop_id)


def back(workshop_id: UUID) -> ResponseReturnValue:
    """The facilitator's page."""
    return redirect(url_for("facilitator.page", workshop_id=workshop_id), 303)


def over(workshop_id: UUID) -> ResponseReturnValue:
    """What the workshop has kept."""
    flash(_("The workshop is over."))
    return redirect(url_for("workshops.one", workshop_id=workshop_id), 303)


def shown(
    workshop_id: UUID,
    *,
    mark_form: MarkForm | None = None,
    words_form: WordsForm | None = None,
    end_form: EndForm | None = None,
) -> ResponseReturnValue:
    """The page, with the form that was refused if one was."""
    found = queries.workshop(session(), workshop_id)
    if found.ended_at and words_form is None:
        return redirect(url_for("workshops.one", workshop_id=workshop_id))
    refused = next(filter(None, (mark_form, words_form, end_form)), None)
    screen = screen_of(workshop_id)
    words_form = words_form or WordsForm(formdata=None, words=found.words)
    words_form.seen.data = digest(found.words)
    mine = found.facilitator_id == session().member and not found.ended_at
    return render_template(
        "workshop/facilitator.html" if mine else "workshop/take_over.html",
        workshop=found,
        names=facilitators([found]),
        screen=screen,
        mark_form=mark_form or MarkForm(formdata=None, level=mark_on(screen)),
        words_form=words_form,
        end_form=end_form or EndForm(formdata=None),
        refused=refused,
        sheets=referential().sheets,
        least=LEAST_SHOWN,
        agreeing=LEAST_AGREEING,
    ), refused.code if refused else 200


def mark_on(screen: Screen) -> int | None:
    """The common mark of the axis on screen."""
    return screen.sight.marks[screen.sight.axis] if screen.sight else None
