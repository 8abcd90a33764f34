"""Choosing what goes along with a badge, in one file signed with one's own key."""

from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from badges import permissions
from badges.forms import BundleForm
from badges.models import Badge
from badges.queries.own import own_badge, views_that_differ
from badges.service import taking
from badges.service.taking import Along
from badges.views.places import where_issued
from kernel.refusals import Unknown
from pages.forms import options
from pages.uploads import saved
from pages.visit import allow, scope, session

blueprint = Blueprint("bundling", __name__)


@blueprint.post("/me/badges/<uuid:badge_id>/bundle")
@allow(permissions.KEEP_BADGES)
def ask(badge_id: UUID) -> ResponseReturnValue:
    """Have what one takes along put together."""
    found = own_badge(session(), badge_id)
    form = form_of(found)
    if form.validate_on_submit():
        views = [UUID(each) for each in form.views.data or ()]
        along = Along(bool(form.membership.data), bool(form.own.data), views)
        with where_issued(found) as (there, by):
            taking.ask(there, badge_id=badge_id, along=along, by=by)
        flash(_("Your bundle is being signed: it can be downloaded here in a moment."))
    return redirect(url_for("badges.one", badge_id=badge_id, _anchor="take"), 303)


@blueprint.get("/me/badges/<uuid:badge_id>/bundle.json")
@allow(permissions.KEEP_BADGES)
def bundle(badge_id: UUID) -> ResponseReturnValue:
    """What one takes along: the badge, its voices and what one chose, signed with one's own key."""
    found = own_badge(session(), badge_id)
    if found.bundle is None:
        raise Unknown
    name = f"musette-{found.axis.value.replace('_', '-')}-bundle.json"
    return saved(found.bundle, name, "application/ld+json")


def form_of(badge: Badge) -> BundleForm:
    """What may go along with a badge; views that differ where their member still is, none ticked first."""
    wished = badge.along or {"membership": True}
    form = BundleForm(data={"membership": wished.get("membership", False), "own": wished.get("own", False)})
    form.views.choices = options((each, words) for each, words in _views(badge))
    return form


def _views(badge: Badge) -> list[tuple[UUID, str]]:
    """The views that differ from the level of a badge, by their ids, each in a few words."""
    if scope().member is None or badge.cooperative_id != scope().cooperative:
        return []
    unnamed = _("without the name of who says it")
    return [
        (
            each.statement.id,
            _(
                "%(level)s, %(name)s: “%(words)s”",
                level=each.statement.level,
                name=each.author if each.author and each.statement.named else unnamed,
                words=each.statement.words,
            ),
        )
        for each in views_that_differ(session(), badge.axis)
    ]
