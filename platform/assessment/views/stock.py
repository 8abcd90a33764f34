"""Taking stock, step by step or at once; the page of an assessment; the grid to print."""

from dataclasses import dataclass
from math import ceil
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment import drafts, permissions, queries
from assessment.drafts import AxisDraft, next_axis
from assessment.forms import ConsentForm, SituationForm, SubmitForm, axis_form, seven_form
from assessment.models import Activity, Assessment
from assessment.pictures import wheels
from assessment.referential import Axis, referential
from assessment.rules import strong_points, watch_points
from assessment.service import activities, contributions, stock
from kernel.refusals import N_, Refusal
from pages.formats import language
from pages.visit import allow, here, scope, session, visit
from sharing import permissions as sharing_permissions
from sharing.queries.consents import decisions
from sharing.service import consents as sharing

blueprint = Blueprint("assessment", __name__, template_folder="../templates")

MINUTES_AN_AXIS = 0.75
ASKED_TWICE = 2
NO_LEVEL = N_("Set a level, or skip this axis.")
PROPOSED = N_("This is what your answers suggest. Keep this level or set your own, then continue.")


@dataclass(frozen=True)
class Station:
    """One axis on the way, and whether it is done."""

    text: str
    href: str
    state: str


@blueprint.get("/me/take-stock")
@allow(permissions.TAKE_STOCK)
def start() -> ResponseReturnValue:
    """What is going to be asked, the two ways in, and where one had stopped."""
    stored, draft = opened()
    done = sum(each.done for each in draft.values())
    following = next_axis(draft) or Axis.LOCAL_UTILITY
    activities = queries.activities(session())
    return render_template(
        "assessment/start.html",
        stored=stored,
        done=done,
        following=following,
        minutes=minutes(draft),
        first=queries.assessment_count(session()) == 0,
        activities=activities,
        at_hand=queries.activity_at_hand(session()) if len(activities) > 1 else None,
        names={each.id: activity_name(each) for each in activities},
        sheets=referential().sheets,
    )


@blueprint.route("/me/take-stock/<axis:axis>", methods=["GET", "POST"])
@allow(permissions.TAKE_STOCK)
def step(axis: Axis) -> ResponseReturnValue:
    """One axis: its clues, its level, a word for later. Saved each time, whatever is missing."""
    stored, draft = opened()
    suggested = draft[axis].suggestion
    proposed = suggested.level if suggested and "proposed" in request.args else None
    form = axis_form(referential().sheets[axis], draft[axis], language(), level=proposed)
    if form.validate_on_submit():
        with form.accepting():
            answer = keep(axis, form.answers)
            if answer:
                return answer
    return render_template(
        "assessment/step.html",
        form=form,
        sheet=referential().sheets[axis],
        draft=draft,
        stored=stored,
        past=queries.latest(session(), stored.activity_id) if stored else queries.latest(session()),
        suggested=suggested,
        words=referential().concordance[suggested.concordance] if suggested else None,
        minutes=minutes(draft),
        order=list(Axis),
        stations=stations(draft, axis),
        anchors=anchors(axis),
        sheets=referential().sheets,
        families=referential().families,
        following=next_axis(draft, axis),
    ), form.code


@blueprint.route("/me/take-stock/levels", methods=["GET", "POST"])
@allow(permissions.TAKE_STOCK)
def direct() -> ResponseReturnValue:
    """The seven levels on one page, set against their written anchors."""
    stored, draft = opened()
    form = seven_form({axis: each.level for axis, each in draft.items()}, language())
    if form.validate_on_submit():
        with form.accepting():
            for axis, level in form.levels.items():
                known = draft[axis]
                skip = known.skip if level is None else None
                kept = AxisDraft(known.clues, known.skipped, level, skip, known.note)
                stock.save_axis(session(), axis=axis, answers=kept, by=scope())
            return redirect(url_for("assessment.check"), 303)
    return render_template(
        "assessment/direct.html", form=form, sheets=referential().sheets, anchors=anchors, stored=stored
    ), form.code


@blueprint.route("/me/take-stock/check", methods=["GET", "POST"])
@allow(permissions.TAKE_STOCK)
def check() -> ResponseReturnValue:
    """The seven levels once more, one's situation if one wishes to say it, and the button that finishes."""
    stored, draft = opened()
    activity = queries.activity_at_hand(session())
    form = SituationForm(obj=activity)
    form.offer(language())
    submit_form = SubmitForm(draft=stored.id if stored else None)
    if form.validate_on_submit():
        with form.accepting():
            activities.describe(session(), situation=form.situation, by=scope())
            made = stock.submit(
                session(), draft_id=submit_form.draft.data, places=visit().belongings, by=scope()
            )
            return redirect(url_for("assessment.result", assessment_id=made.id), 303)
    return render_template(
        "assessment/check.html",
        form=form,
        submit_form=submit_form,
        draft=draft,
        stored=stored,
        sheets=referential().sheets,
        families=referential().families,
    ), form.code


@blueprint.post("/me/take-stock/discard")
@allow(permissions.TAKE_STOCK)
def discard() -> ResponseReturnValue:
    """Throw the draft away."""
    stock.discard(session(), by=scope())
    flash(_("The draft is deleted."))
    return redirect(url_for("assessment.start"), 303)


@blueprint.get("/me/assessments/<uuid:assessment_id>")
@allow(permissions.TAKE_STOCK)
def result(assessment_id: UUID) -> ResponseReturnValue:
    """One assessment: the diagram, the table, what it says; and the question of what may count."""
    found = queries.assessment(session(), assessment_id)
    return render_template(
        "assessment/result.html",
        assessment=found,
        past=queries.before(session(), found),
        wheels=wheels(found.levels, {}, None, language()),
        strong=strong_points(found.levels),
        watch=watch_points(found.levels),
        sheets=referential().sheets,
        families=referential().families,
        level_href=level_href,
        **consent_question(found),
    )


@blueprint.post("/me/assessments/<uuid:assessment_id>/remove")
@allow(permissions.TAKE_STOCK)
def remove(assessment_id: UUID) -> ResponseReturnValue:
    """Take an assessment out of one's history."""
    stock.remove(session(), assessment_id=assessment_id, places=visit().belongings, by=scope())
    flash(_("This assessment is removed from your history."))
    return redirect(url_for("musette.history"), 303)


@blueprint.post("/c/<slug>/consent")
@allow(sharing_permissions.DECIDE_OWN_CONSENTS)
def consent() -> ResponseReturnValue:
    """Say what may count in this cooperative; it acts at once on every picture to come."""
    form = ConsentForm()
    if not form.validate_on_submit():
        raise Refusal(N_("Answer with yes or no."))
    sharing.decide(session(), cooperative_id=here().cooperative_id, answers=form.decisions, by=scope())
    contributions.refresh_contributions(session())
    flash(_("Your choice is saved. It holds for every picture to come."))
    return redirect(url_for("musette.known"), 303)


@blueprint.get("/grid")
@allow(permissions.READ_GRID)
def grid() -> ResponseReturnValue:
    """The seven axes and their anchors, on paper."""
    return render_template(
        "assessment/grid.html", sheets=referential().sheets, families=referential().families
    )


def opened() -> tuple[Any, dict[Axis, AxisDraft]]:
    """The stored draft of the person visiting, if any, and what it holds."""
    activity = queries.activity_at_hand(session())
    stored = queries.draft_of(session(), activity.id) if activity else None
    return stored, drafts.read(stored.answers if stored else {})


def keep(axis: Axis, answers: AxisDraft) -> ResponseReturnValue | None:
    """Save an axis and say where to go; None when the page has something more to ask."""
    if answers.level is None and answers.skip is None and answers.suggestion is not None:
        stock.save_axis(session(), axis=axis, answers=answers, by=scope())
        flash(_(PROPOSED), "info")
        return redirect(url_for("assessment.step", axis=axis, proposed=1, _anchor="level"), 303)
    stored = stock.save_axis(session(), axis=axis, answers=answers, by=scope())
    if not answers.done:
        flash(_(NO_LEVEL), "error")
        return redirect(url_for("assessment.step", axis=axis, _anchor="level"), 303)
    following = next_axis(drafts.read(stored.answers), axis)
    if following is None:
        return redirect(url_for("assessment.check"), 303)
    return redirect(url_for("assessment.step", axis=following), 303)


def anchors(axis: Axis) -> list[tuple[int, str]]:
    """What the levels of an axis mean, in the language of the page."""
    return [(each.level, each.text[language()]) for each in referential().sheets[axis].anchors]


def stations(draft: drafts.Draft, present: Axis) -> list[Station]:
    """The seven axes as a way to go, with where one is."""
    return [
        Station(
            text=referential().sheets[axis].label[language()],
            href=url_for("assessment.step", axis=axis) if axis is not present else "",
            state="current" if axis is present else "done" if draft[axis].done else "todo",
        )
        for axis in Axis
    ]


def minutes(draft: drafts.Draft) -> int:
    """About how many minutes the axes left will take."""
    return ceil(MINUTES_AN_AXIS * sum(not each.done for each in draft.values()))


def consent_question(found: Assessment) -> dict[str, object]:
    """The question of what may count: asked while nothing was decided, at the first two assessments."""
    belonging = visit().belonging
    if belonging is None:
        return {"ask": False, "form": None}
    undecided = not decisions(session(), belonging.cooperative_id)
    early = queries.assessment_count(session()) <= ASKED_TWICE
    newest = queries.latest(session())
    ask = undecided and early and newest is not None and newest.id == found.id
    return {"ask": ask, "form": ConsentForm(formdata=None)}


def activity_name(activity: Activity) -> str:
    """What an activity is called: its name, or else the trade, or else plain words for the first one."""
    if activity.label != activities.DEFAULT_LABEL:
        return activity.label
    return activity.trade or str(_("My first activity"))


def level_href(axis: Axis) -> str:
    """The page of a level open to peers, in the cooperative being visited."""
    return url_for("levels.one", axis=axis) if visit().belonging else ""
