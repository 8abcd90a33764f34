"""The portraits of a cooperative: the same pages for every member."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assessment import queries as assessments
from assessment.referential import Axis, referential
from dashboards import permissions
from dashboards.display import WHOLE_ONLY, level_step
from dashboards.overlay import overlays
from dashboards.portrait import read
from dashboards.queries import portraits as queries
from dashboards.service.preparing import drawing, preparing
from dashboards.story import compared
from dashboards.views.shelf import REVIEWED, around, charts_of, names_in, parsed, shelf
from kernel import clock
from kernel.refusals import Unknown
from pages.formats import language
from pages.lasting import lasting
from pages.visit import allow, here, scope, session, visit
from tenants.queries.charters import in_force
from tenants.queries.cooperatives import open_campaign
from tenants.queries.members import member_count

blueprint = Blueprint("dashboards", __name__, template_folder="../templates")


@blueprint.get("/c/<slug>/")
@allow(permissions.READ_PORTRAITS)
def portraits() -> ResponseReturnValue:
    """The last portrait, or why there is none yet."""
    last = queries.latest_release(session())
    if last:
        return redirect(url_for("dashboards.portrait", closed_on=last.closed_on.isoformat()))
    floor = in_force(session()).floor
    return render_template(
        "dashboards/none.html",
        small=member_count(session()) < floor,
        campaign=open_campaign(session()),
        preparing=preparing(session()),
        floor=floor,
    )


def state(closed_on: str) -> str | None:
    """What the page of a portrait depends on."""
    database, today = visit().house.database, clock.today(here().zone)
    return queries.page_state(database, scope(), parsed(closed_on), language(), today)


@blueprint.get("/c/<slug>/portraits/<closed_on>")
@allow(permissions.READ_PORTRAITS)
@lasting(state)
def portrait(closed_on: str) -> ResponseReturnValue:
    """One portrait as one story, or why it has no figures."""
    every = shelf()
    release = every.release(closed_on)
    shown = read(release.payload)
    before = every.before(release.closed_on)
    if not shown.published:
        return render_template(
            "dashboards/absent.html",
            portrait=shown,
            before=before,
            every=every.days,
            campaign=open_campaign(session()),
            preparing=preparing(session()),
            floor=in_force(session()).floor,
        )
    return render_template(
        "dashboards/portrait.html",
        release=release,
        every=every.days,
        drawn_days=every.drawn_days,
        floor=in_force(session()).floor,
        paper=False,
        preparing=preparing(session()),
        drawing=drawing(session(), closed_on=release.closed_on),
        **around(every.portrait(closed_on), before),
    )


@blueprint.get("/c/<slug>/portraits/<closed_on>/diagram")
@allow(permissions.READ_PORTRAITS)
def diagram(closed_on: str) -> ResponseReturnValue:
    """The collective diagram of a portrait alone, to go from one date to the next."""
    every = shelf()
    shown = every.portrait(closed_on)
    return render_template(
        "dashboards/diagram.html",
        portrait=shown,
        charts=charts_of(shown.closed_on),
        drawn_days=every.drawn_days,
        names=names_in(shown),
        paper=False,
        sheets=referential().sheets,
    )


@blueprint.get("/c/<slug>/portraits/<closed_on>/mine")
@allow(permissions.READ_PORTRAITS)
def mine(closed_on: str) -> ResponseReturnValue:
    """The collective diagram with one's own last levels drawn over it, for oneself only.

    They are read in the person's own scope, drawn into this answer, and kept nowhere.
    """
    shown = shelf().portrait(closed_on)
    own = assessments.latest(session())
    levels = own.levels if own else {}
    return render_template(
        "dashboards/mine.html",
        portrait=shown,
        charts=charts_of(shown.closed_on),
        own=own,
        levels=levels,
        overlays=overlays(levels),
        names=names_in(shown),
        paper=False,
        sheets=referential().sheets,
    )


@blueprint.get("/c/<slug>/portraits/<closed_on>/axes/<axis:axis>")
@allow(permissions.READ_PORTRAITS)
def figure(closed_on: str, axis: Axis) -> ResponseReturnValue:
    """How the figures of one axis are made, and all that the portrait shows of it."""
    every = shelf()
    shown = every.portrait(closed_on)
    if axis not in shown.axes:
        raise Unknown
    return render_template(
        "dashboards/figure.html",
        release=every.release(closed_on),
        portrait=shown,
        axis=axis,
        sheet=referential().sheets[axis],
        shown=shown.axes[axis],
        found=compared(every.before(shown.closed_on), shown)[axis],
        step=level_step(shown.axes[axis].contributors or 0),
        whole_only=axis in WHOLE_ONLY,
        reviewed=axis in REVIEWED,
        charts=charts_of(shown.closed_on),
        names=names_in(shown),
        paper=False,
    )


@blueprint.get("/c/<slug>/portraits/<closed_on>/compare/<other>")
@allow(permissions.READ_PORTRAITS)
def compare(closed_on: str, other: str) -> ResponseReturnValue:
    """Two portraits side by side, the older first: what each shows, and the change in words."""
    every = shelf()
    both = sorted((every.portrait(closed_on), every.portrait(other)), key=lambda each: each.closed_on)
    before, after = both
    if before.closed_on == after.closed_on:
        return redirect(url_for("dashboards.portrait", closed_on=closed_on))
    return render_template(
        "dashboards/compare.html",
        before=before,
        after=after,
        same=before.referential == after.referential,
        changes=compared(before, after),
        wheels={each.closed_on: charts_of(each.closed_on) for each in both},
        names=names_in(after),
        paper=False,
        sheets=referential().sheets,
        drawn_days=every.drawn_days,
    )


@blueprint.get("/c/<slug>/portraits/<closed_on>/assembly")
@allow(permissions.READ_PORTRAITS)
def assembly(closed_on: str) -> ResponseReturnValue:
    """The portrait on a few sheets of paper, for the general assembly."""
    every = shelf()
    release = every.release(closed_on)
    return render_template(
        "dashboards/assembly.html",
        release=release,
        paper=True,
        **around(every.portrait(closed_on), every.before(release.closed_on)),
    )
