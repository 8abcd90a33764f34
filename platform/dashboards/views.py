"""The portraits of a cooperative: the same page for every member."""

from datetime import date

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from assessment.referential import Axis, referential
from dashboards import permissions
from dashboards.display import trend
from dashboards.portrait import Portrait, read
from dashboards.queries import portraits as queries
from kernel.refusals import Unknown
from pages.formats import language
from pages.lasting import lasting
from pages.visit import allow, session
from tenants.queries.cooperatives import cooperative, open_campaign
from tenants.queries.members import member_count

blueprint = Blueprint("dashboards", __name__, template_folder="templates")


@blueprint.get("/c/<slug>/")
@allow(permissions.READ_PORTRAITS)
def portraits() -> ResponseReturnValue:
    """The last portrait, or why there is none yet."""
    last = queries.latest_release(session())
    if last:
        return redirect(url_for("dashboards.portrait", closed_on=last.closed_on.isoformat()))
    home = cooperative(session())
    return render_template(
        "dashboards/none.html",
        small=member_count(session()) < home.floor,
        campaign=open_campaign(session()),
        floor=home.floor,
    )


def state(closed_on: str) -> str | None:
    """What the page of a portrait depends on."""
    return queries.page_state(session(), parsed(closed_on), language())


@blueprint.get("/c/<slug>/portraits/<closed_on>")
@allow(permissions.READ_PORTRAITS)
@lasting(state)
def portrait(closed_on: str) -> ResponseReturnValue:
    """One portrait: who answered, the diagram, the tables, the trends, how each figure is made."""
    day = parsed(closed_on)
    every = queries.releases(session())
    found = next((each for each in every if each.closed_on == day), None)
    if found is None:
        raise Unknown
    shown = read(found.payload)
    earlier = [read(each.payload) for each in every if each.closed_on < day]
    before = next((each for each in earlier if each.published), None)
    home = cooperative(session())
    return render_template(
        "dashboards/portrait.html" if shown.published else "dashboards/absent.html",
        portrait=shown,
        release=found,
        before=before,
        trends={axis: trend(mean_of(before, axis), mean_of(shown, axis)) for axis in Axis},
        charts={name: Markup(svg) for name, svg in queries.charts(session(), day, language()).items()},  # noqa: S704 - drawn by our worker  # nosec B704
        every=[each.closed_on for each in every],
        campaign=open_campaign(session()),
        floor=home.floor,
        sheets=referential().sheets,
        families=referential().families,
    )


def mean_of(found: Portrait | None, axis: Axis) -> int | None:
    """The mean a portrait shows on an axis, if any."""
    return found.axes[axis].mean if found and axis in found.axes else None


def parsed(day: str) -> date:
    """A closing day as it stands in an address; raises Unknown for anything else."""
    try:
        found = date.fromisoformat(day)
    except ValueError as fault:
        raise Unknown from fault
    if found.isoformat() != day:  # one address a portrait, though ISO 8601 has several writings
        raise Unknown
    return found
