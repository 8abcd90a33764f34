"""The profile, the history, and what a cooperative knows of a person."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment import permissions as assessment_permissions
from assessment import queries
from assessment.forms import ConsentForm, EventForm
from assessment.pictures import axis_lines, wheels
from assessment.referential import Axis, referential
from assessment.rules import strong_points, watch_points
from assessment.service import events
from assessment.views.stock import level_href
from badges.models import Badge
from badges.queries.own import own_badges
from badges.rules import BadgeState, state_of
from kernel import clock
from musette import permissions
from musette.queries.intentions import intentions
from musette.views.named import laid_out
from musette.views.shares import shown_by_me
from musette.views.timeline import changes_of, moments_of
from pages.formats import language
from pages.visit import allow, here, scope, session, visit
from peer.queries.evidence import own_evidence
from peer.queries.inbox import inbox
from peer.queries.levels import said_about, standings
from peer.queries.requests import open_requests
from sharing.queries.consents import decisions
from sharing.queries.grants import grants
from tenants.queries.charters import unread

blueprint = Blueprint("musette", __name__, template_folder="../templates")


@blueprint.get("/me/")
@allow(permissions.OPEN_OWN_SATCHEL)
def profile() -> ResponseReturnValue:
    """The last assessment of one activity, beside what peers see and what it was before."""
    shelf = laid_out(request.args.get("activity", ""))
    now, past = shelf.now, shelf.past
    settled = standings(session()) if scope().member and shelf.is_counted else {}
    values = {axis: each.value for axis, each in settled.items() if each.value is not None}
    events = queries.events(session())
    today = clock.today(visit().zone)
    return render_template(
        "musette/profile.html",
        shelf=shelf,
        assessment=now,
        past=past,
        times=len(shelf.history),
        standings=settled,
        wheels=wheels(now.levels, values, past.levels if past else None, language()) if now else None,
        lines=axis_lines(shelf.history, [event.on for event in events], visit().zone, language()),
        strong=strong_points(now.levels) if now else (),
        watch=watch_points(now.levels) if now else (),
        sheets=referential().sheets,
        families=referential().families,
        level_href=level_href if shelf.is_counted else nowhere,
        wanted=inbox(session(), today) if scope().member else (),
        due=[each for each in intentions(session()) if not each.closed_at and each.review_on <= today],
        intending=True,
        shown=len(grants(session())),
        public=[each for each in own_badges(session()) if is_public(each)],
        charter=unread(session()) if scope().member else None,
    )


def is_public(badge: Badge) -> bool:
    """Whether anybody may read a badge now, as one that is valid."""
    return state_of(badge.expires_at, badge.withdrawn_at, clock.now()) is BadgeState.CURRENT


@blueprint.route("/me/history", methods=["GET", "POST"])
@allow(permissions.OPEN_OWN_SATCHEL)
def history() -> ResponseReturnValue:
    """Every assessment of one activity, a line an axis, and the days that mattered on one time line."""
    form = EventForm()
    if form.validate_on_submit():
        with form.accepting():
            events.add_event(
                session(), event_id=form.id.data, on=form.on.data, label=form.label.data, by=scope()
            )
            flash(_("This day is noted."))
            return redirect(url_for("musette.history", _anchor="events"), 303)
    shelf, noted = laid_out(request.args.get("activity", "")), queries.events(session())
    now, past = shelf.now, shelf.past
    changes = changes_of(shelf.history)
    days = [*(event.on for event in noted), *(change.on for change in changes)]
    return render_template(
        "musette/history.html",
        form=form,
        shelf=shelf,
        every=shelf.history,
        events=noted,
        moments=moments_of(shelf.history, noted, changes),
        statuses={each.id: each.text[language()] for each in referential().statuses},
        wheels=wheels(now.levels, {}, past.levels if past else None, language()) if now else None,
        past=past,
        lines=axis_lines(shelf.history, days, visit().zone, language()),
        sheets=referential().sheets,
        today=clock.today(visit().zone),
    ), form.code


@blueprint.post("/me/events/<uuid:event_id>/remove")
@allow(assessment_permissions.TAKE_STOCK)
def remove_event(event_id: UUID) -> ResponseReturnValue:
    """Forget a day that mattered."""
    events.remove_event(session(), event_id=event_id, by=scope())
    flash(_("This day is forgotten."))
    return redirect(url_for("musette.history", _anchor="events"), 303)


@blueprint.get("/c/<slug>/what-the-group-knows")
@allow(permissions.READ_WHAT_IS_KNOWN)
def known() -> ResponseReturnValue:
    """Every use of my data here, and one button to take each back."""
    held = queries.own_contributions(session())
    return render_template(
        "musette/known.html",
        decided=decisions(session(), here().cooperative_id),
        held=held[max(held)] if held else None,
        requests=[each for each in open_requests(session()) if each.sent_at],
        shown_here=shown_by_me(here().cooperative_id),
        about_me=said_about(session()),
        copies=own_evidence(session()),
        form=ConsentForm(formdata=None),
        sheets=referential().sheets,
        axes=list(Axis),
    )


def nowhere(_axis: Axis) -> str:
    """No page: peers speak of the activity that counts in their cooperative, not of the others."""
    return ""
