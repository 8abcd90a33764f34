"""Arriving together: the file is brought, then each opens their own part with their code, and confirms."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.referential import Axis, referential
from kernel.progress import progress_of
from kernel.refusals import N_, Unknown
from kernel.walls import Role
from musette import jobs, permissions
from musette.archives import Item
from musette.joint import JointSeat
from musette.models import Arrival
from musette.parcels.files import LARGEST
from musette.parcels.sealing import read_code
from musette.queries import together as queries
from musette.queries.carried import carried_badges
from musette.queries.portability import arrival, brought_file
from musette.service import arriving, between, bringing
from musette.views.portability import KINDS
from musette.views.travelling import ArriveForm, CodeForm, JointFileForm
from musette.views.wording import labels_of
from pages.formats import language
from pages.uploads import heavy
from pages.visit import allow, here, scope, session, visit
from people.views import limit

blueprint = Blueprint("arriving", __name__, template_folder="../templates")

SOON = "2"  # seconds before a page that waits looks again
STANCES = {"endorse": N_("confirms"), "contest": N_("sees it otherwise")}


@blueprint.route("/c/<slug>/arrivals", methods=["GET", "POST"])
@allow(permissions.ARRIVE_TOGETHER)
def listing() -> ResponseReturnValue:
    """Type one's code; find again the files one brought, and the parts one opened."""
    form = CodeForm()
    if form.validate_on_submit():
        with form.accepting():
            limit("arrive", str(scope().person))
            code = read_code(form.typed_code.data)
            with visit().open(arriving.scope_of(code.file, scope()), Role.APP) as there:
                part = arriving.opened(there, code=code)
            arriving.sit(session(), part=part, by=scope())
            return redirect(url_for("arriving.mine", brought_id=code.file), 303)
    seats, brought = queries.own_seats(session()), queries.brought(session())
    return render_template("musette/arrivals.html", form=form, seats=seats, brought=brought), form.code


@blueprint.route("/c/<slug>/arrivals/new", methods=["GET", "POST"])
@allow(permissions.ARRIVE_TOGETHER)
@heavy(LARGEST + 1024 * 1024)
def bring() -> ResponseReturnValue:
    """Send the file: a worker checks it, whole, before any code opens it."""
    form = JointFileForm()
    if form.validate_on_submit():
        with form.accepting():
            limit("import", str(scope().person))
            body = form.file.data.stream.read(LARGEST + 1)
            key = arriving.id_of(body)
            with visit().open(arriving.scope_of(key, scope()), Role.APP) as there:
                wanted = arriving.receive(there, body=body, by=scope())
            if wanted:
                place = here().cooperative_id
                arriving.hand_over(visit().house.bell, cooperative_id=place, arrival_id=key)
            return redirect(url_for("arriving.one", brought_id=key), 303)
    return render_template("musette/arrivals_new.html", form=form), form.code


@blueprint.get("/c/<slug>/arrivals/<uuid:brought_id>")
@allow(permissions.ARRIVE_TOGETHER)
def one(brought_id: UUID) -> ResponseReturnValue:
    """What became of a file one brought; the page looks again by itself while it is being checked."""
    found = queries.joint_arrival(session(), brought_id)
    why = arriving.WORDS[arriving.Why(found.refused)] if found.refused else ""
    if arriving.is_cut(found):
        why = arriving.TOO_LONG
    waits = not (why or found.checked_at)
    page = render_template("musette/arrivals_one.html", arrival=found, why=_(why) if why else "", waits=waits)
    return page, 200, {"Refresh": SOON} if waits else {}


@blueprint.route("/c/<slug>/arrivals/<uuid:brought_id>/mine", methods=["GET", "POST"])
@allow(permissions.ARRIVE_TOGETHER)
def mine(brought_id: UUID) -> ResponseReturnValue:
    """One's own part: what would come in, confirmed or left out; then what has come, and what waits."""
    seat = queries.own_seat(session(), brought_id)
    if seat.decided_at is not None:
        return _decided(seat)
    try:
        found = arrival(session(), seat.file_id)
    except Unknown:
        flash(_("Your part was put away after seven days: type your code again."))
        return redirect(url_for("arriving.listing"), 303)
    every, form = bringing.things(session(), arrival_id=found.id), ArriveForm()
    form.offer(every)
    if form.validate_on_submit():
        with form.accepting():
            yes = {"hears": form.hears.data, "speaks": form.speaks.data}
            chosen = [UUID(each) for each in form.chosen.data or ()]
            arriving.confirm(session(), arrival_id=brought_id, chosen=chosen, **yes, by=scope())
            return redirect(url_for("arriving.mine", brought_id=brought_id), 303)
    section = between.section_of(brought_file(session(), found))
    return render_template(
        "musette/arrivals_mine.html",
        form=form,
        seat=seat,
        every=every,
        labels=labels_of(every),
        kinds={kind: _(words) for kind, words in KINDS.items()},
        me=_name(seat, section["place"]),
        of_me=[_said(seat, each, "by") for each in section["of_me"]],
        by_me=[_said(seat, each, "about") for each in section["by_me"]],
    ), form.code


@blueprint.post("/c/<slug>/arrivals/<uuid:brought_id>/take-back")
@allow(permissions.ARRIVE_TOGETHER)
def take_back(brought_id: UUID) -> ResponseReturnValue:
    """Let nothing more come in that waits for somebody else's yes."""
    arriving.take_back(session(), arrival_id=brought_id, by=scope())
    flash(_("Nothing that waited will come in any more."))
    return redirect(url_for("arriving.mine", brought_id=brought_id), 303)


def _decided(seat: JointSeat) -> ResponseReturnValue:
    of_me, by_me = seat.said.get("of_me", []), seat.said.get("by_me", [])
    told = [UUID(each["statement"]["id"]) for each in (*of_me, *by_me)]
    came = queries.here_already(session(), told)
    file = session().get(Arrival, (scope().person, seat.file_id))
    return render_template(
        "musette/arrivals_done.html",
        seat=seat,
        progress=progress_of(session(), jobs.SETTLE_IN, arrival=seat.arrival_id),
        came=len(came),
        waiting=len(told) - len(came),
        badges=len(carried_badges(session())),
        refused=file.refused if file else [],
    )


def _said(seat: JointSeat, item: Item, other: str) -> Item:
    """One statement, for the page: with whom, about what, which way, on which day."""
    said = between.statement_of(item)
    return {
        "name": _name(seat, item[other]),
        "axis": referential().sheets[Axis(said.axis)].label[language()],
        "stance": _(STANCES[said.stance.value]),
        "on": said.said_at,
    }


def _name(seat: JointSeat, place: int) -> str:
    names = seat.said.get("names", [])
    return (names[place] if place < len(names) else "") or _("somebody")
