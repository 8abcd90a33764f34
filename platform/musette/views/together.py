"""Going together: opening a common departure, joining it by its link, one's own code and the file."""

from contextlib import AbstractContextManager
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask.wrappers import Response
from flask_babel import gettext as _

from assessment.referential import referential
from kernel.db import UnitOfWork
from kernel.refusals import N_, Unknown
from kernel.scope import Scope
from kernel.walls import Role
from musette import permissions
from musette.forms import TakeForm
from musette.joint import JointConsent, JointExport
from musette.parcels.sealing import code, secret_of
from musette.queries import together as queries
from musette.service import together
from musette.service.bringing import Thing
from musette.views.noted import note_joint_taken
from musette.views.portability import KINDS
from musette.views.travelling import JoinForm, OpenForm
from musette.views.wording import labels_of
from pages.formats import language
from pages.uploads import saved
from pages.visit import allow, scope, session, visit

blueprint = Blueprint("together", __name__, template_folder="../templates")

GOING = {**KINDS, "badges": N_("Badges of this cooperative")}


@blueprint.route("/c/<slug>/together", methods=["GET", "POST"])
@allow(permissions.GO_TOGETHER)
def start() -> ResponseReturnValue:
    """What it is to go together; open a common departure, find again those one has joined."""
    form = OpenForm()
    if form.validate_on_submit():
        with form.accepting():
            made = {"joint_id": form.id.data, "title": form.title.data, "closes_on": form.closes_on.data}
            together.open_joint(session(), **made, by=scope())
            return redirect(url_for("together.one", joint_id=form.id.data), 303)
    return render_template("musette/together.html", form=form, every=queries.joints(session())), form.code


@blueprint.route("/c/<slug>/together/<uuid:joint_id>", methods=["GET", "POST"])
@allow(permissions.GO_TOGETHER)
def one(joint_id: UUID) -> ResponseReturnValue:
    """A common departure, by its link: what it is, who goes for those who go, what one takes along."""
    form = JoinForm()
    with opened(joint_id) as there:
        joint = queries.joint(there, joint_id)
        every = together.things_of(there) if joint.asked_at is None else []
        form.offer(every)
        if not form.is_submitted():
            return _one(there, form, joint, every)
    if form.validate_on_submit():
        with form.accepting():
            with opened(joint_id) as there:
                together.join(there, wishes=form.wishes, by=scope())
            flash(_("You go along. You can change your mind until the file is made."))
            return redirect(url_for("together.one", joint_id=joint_id), 303)
    with opened(joint_id) as there:
        return _one(there, form, joint, every), form.code


def _one(there: UnitOfWork, form: JoinForm, joint: JointExport, every: list[Thing]) -> str:
    """The page; names are for those who go along."""
    agreed, names = queries.agreed_to(there, joint.id), queries.names(there, joint.id)
    axes = {axis.value: sheet.label[language()] for axis, sheet in referential().sheets.items()}
    if agreed and not form.is_submitted():
        form.leaves.data = "leave" if agreed.leaves else "copy"
    return render_template(
        "musette/together_one.html",
        form=form,
        joint=joint,
        agreed=agreed,
        names=names if agreed else {},
        count=len(names),
        every=every,
        ticked=set(agreed.chosen) if agreed else {each.id for each in every},
        labels=labels_of(every) | axes,
        kinds={kind: _(words) for kind, words in GOING.items()},
        opens=joint.opener_id == scope().member,
        address=url_for("together.one", joint_id=joint.id, _external=True),
    )


@blueprint.post("/c/<slug>/together/<uuid:joint_id>/withdraw")
@allow(permissions.GO_TOGETHER)
def withdraw(joint_id: UUID) -> ResponseReturnValue:
    """Go along no more."""
    with opened(joint_id) as there:
        together.withdraw(there, by=scope())
    flash(_("You do not go along any more. Nothing of yours is kept for it."))
    return redirect(url_for("together.start"), 303)


@blueprint.post("/c/<slug>/together/<uuid:joint_id>/make")
@allow(permissions.GO_TOGETHER)
def make(joint_id: UUID) -> ResponseReturnValue:
    """Have the file made now."""
    form = TakeForm()
    with form.accepting(), opened(joint_id) as there:
        together.ask(there, by=scope())
    for sentence in form.form_errors:
        flash(sentence, "error")
    return redirect(url_for("together.one", joint_id=joint_id), 303)


@blueprint.get("/me/together/<uuid:consent_id>")
@allow(permissions.TAKE_EVERYTHING)
def mine(consent_id: UUID) -> ResponseReturnValue:
    """One's own code and the file, as long as it is kept, even once one has left."""
    agreed = queries.own_consent(session(), consent_id)
    places = {each.cooperative_id: each for each in visit().belongings if not each.closed}
    with file_scope(agreed) as there:
        found = _found(there, agreed)
        return render_template(
            "musette/together_mine.html",
            agreed=agreed,
            joint=found,
            code=_code(found, agreed) if found else None,
            until=found.made_at + together.KEPT if found and found.made_at else None,
            place=places.get(agreed.cooperative_id),
        )


@blueprint.get("/me/together/<uuid:consent_id>/file")
@allow(permissions.TAKE_EVERYTHING)
def download(consent_id: UUID) -> Response:
    """The file: the same for all those who go."""
    agreed = queries.own_consent(session(), consent_id)
    with file_scope(agreed) as there:
        body = queries.joint_file(there, agreed.joint_id)
    note_joint_taken(agreed)
    return saved(body, "ensemble.musette", "application/octet-stream")


def opened(joint_id: UUID) -> AbstractContextManager[UnitOfWork]:
    """A unit of work in the scope that the link opens."""
    return visit().open(together.scope_of(joint_id, scope()), Role.APP)


def file_scope(agreed: JointConsent) -> AbstractContextManager[UnitOfWork]:
    """The same for somebody who joined, member or not any more."""
    return visit().open(Scope(scope().person, agreed.cooperative_id, agreed.joint_id), Role.APP)


def _found(there: UnitOfWork, agreed: JointConsent) -> JointExport | None:
    try:
        return queries.joint(there, agreed.joint_id)
    except Unknown:
        return None


def _code(found: JointExport, agreed: JointConsent) -> str | None:
    if found.digest is None or agreed.member_id not in found.places:
        return None
    secret = secret_of(visit().house.settings.secret_key, agreed.id)
    return code(found.digest, place=found.places.index(agreed.member_id), secret=secret)
