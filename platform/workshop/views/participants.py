"""What those who take part press: here, gone, shown, taken back, agreed or not."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from pages.visit import allow, scope, session
from workshop import permissions
from workshop.forms import chosen_axis
from workshop.service import agreeing, showing
from workshop.views.boards import board_of

blueprint = Blueprint("participants", __name__, template_folder="../templates")


def back(workshop_id: UUID) -> ResponseReturnValue:
    """The page of whoever takes part."""
    return redirect(url_for("workshops.one", workshop_id=workshop_id), 303)


@blueprint.post("/c/<slug>/workshops/<uuid:workshop_id>/join")
@allow(permissions.TAKE_PART)
def join(workshop_id: UUID) -> ResponseReturnValue:
    """Take part."""
    showing.join(session(), workshop_id=workshop_id, board=board_of(workshop_id), by=scope())
    return back(workshop_id)


@blueprint.post("/c/<slug>/workshops/<uuid:workshop_id>/leave")
@allow(permissions.TAKE_PART)
def leave(workshop_id: UUID) -> ResponseReturnValue:
    """Take part no longer."""
    showing.leave(session(), workshop_id=workshop_id, board=board_of(workshop_id), by=scope())
    flash(_("You no longer take part. You may come back."))
    return back(workshop_id)


@blueprint.post("/c/<slug>/workshops/<uuid:workshop_id>/show")
@allow(permissions.TAKE_PART)
def show(workshop_id: UUID) -> ResponseReturnValue:
    """Show one's level on the axis of the button, or take it back."""
    act = showing.withdraw if request.form.get("act") == "withdraw" else showing.show
    board, axis = board_of(workshop_id), chosen_axis()
    act(session(), workshop_id=workshop_id, axis=axis, board=board, by=scope())
    return back(workshop_id)


@blueprint.post("/c/<slug>/workshops/<uuid:workshop_id>/answer")
@allow(permissions.TAKE_PART)
def answer(workshop_id: UUID) -> ResponseReturnValue:
    """Agree to the marks one has read, or not."""
    agreeing.answer(
        session(),
        workshop_id=workshop_id,
        agrees=request.form.get("agrees") == "yes",
        seen=request.form.get("seen", ""),
        board=board_of(workshop_id),
        by=scope(),
    )
    return back(workshop_id)
