"""What a member has signed for themself: that their key is a member's, and the levels they choose to say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.referential import Axis, Language, referential
from badges import permissions
from badges.forms import AttestForm
from badges.models import MEMBERSHIP, TOGETHER, Attestation
from badges.queries.own import attestations_here, own_attestation
from badges.service import attesting
from badges.service.attesting import AttestationWishes, own_levels
from badges.views.places import where_issued
from kernel.refusals import Unknown
from pages.formats import language
from pages.forms import options
from pages.uploads import saved
from pages.visit import allow, scope, session
from tenants.queries.cooperatives import named_cooperatives

blueprint = Blueprint("attestations", __name__, template_folder="../templates")


@dataclass(frozen=True)
class File:
    """One file as its owner finds it: what it is, from where, since when; not `ready` while it is awaited."""

    id: UUID
    words: str
    cooperative: str
    asked: datetime
    ready: bool
    together: bool
    membership: bool


@blueprint.route("/c/<slug>/badges/attestations", methods=["GET", "POST"])
@allow(permissions.TAKE_ATTESTATIONS)
def ask() -> ResponseReturnValue:
    """Choose what is signed for oneself alone."""
    kept = attestations_here(session())
    levels = own_levels(session())
    first = kept.get(MEMBERSHIP)
    form = AttestForm(
        language=first.language.value if first else language(),
        named=first is None or first.holder_name is not None,
        axes=[each for each in kept if each in levels],
    )
    labels = referential().sheets
    form.axes.choices = options(
        (axis.value, _("%(axis)s: %(level)s", axis=labels[axis].label[Language(language())], level=level))
        for axis, level in levels.items()
    )
    if form.validate_on_submit():
        with form.accepting():
            axes = [Axis(each) for each in form.axes.data or ()]
            wishes = AttestationWishes(Language(form.language.data), form.named.data, axes)
            attesting.ask(session(), wishes=wishes, by=scope())
            flash(_("Your files are being signed: they can be downloaded here in a moment."))
            return redirect(url_for("attestations.ask", _anchor="files"), 303)
    return render_template("badges/attestations.html", form=form, files=told([*kept.values()])), form.code


@blueprint.get("/me/attestations/<uuid:attestation_id>.json")
@allow(permissions.KEEP_BADGES)
def download(attestation_id: UUID) -> ResponseReturnValue:
    """One of them, as it was signed."""
    found = own_attestation(session(), attestation_id)
    if found.body is None:
        raise Unknown
    name = f"musette-{found.about.replace('_', '-')}.json"
    return saved(found.body, name, "application/ld+json")


@blueprint.post("/me/attestations/<uuid:attestation_id>/withdraw")
@allow(permissions.KEEP_BADGES)
def withdraw(attestation_id: UUID) -> ResponseReturnValue:
    """Take back all that was signed in the cooperative of this one."""
    with where_issued(own_attestation(session(), attestation_id)) as (there, by):
        attesting.withdraw(there, by=by)
    flash(_("They are taken back: whoever verifies the membership is told so."))
    return redirect(url_for("badges.mine"), 303)


def told(kept: Sequence[Attestation]) -> list[File]:
    """Attestations in the words of the page: all together first, then the membership, then each level."""
    names = named_cooperatives(session(), {each.cooperative_id for each in kept})
    first = {TOGETHER: 0, MEMBERSHIP: 1}
    rows = sorted(kept, key=lambda each: (names[each.cooperative_id], first.get(each.about, 2), each.about))
    return [
        File(
            each.id,
            _words(each),
            names[each.cooperative_id],
            each.asked_at,
            each.body is not None,
            each.about == TOGETHER,
            each.about == MEMBERSHIP,
        )
        for each in rows
    ]


def _words(row: Attestation) -> str:
    if row.about == TOGETHER:
        return str(_("All in one file, signed with your own key"))
    if row.about == MEMBERSHIP:
        return str(_("That your key was a member's that day"))
    axis = referential().sheets[Axis(row.about)].label[Language(language())]
    return str(_("%(axis)s, by your own account: %(level)s", axis=axis, level=row.level))
