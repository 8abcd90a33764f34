"""The coordinator's home, the campaign, and the journal every member may read."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from journal.queries import open_entries
from kernel import clock
from kernel.refusals import N_
from pages.visit import allow, here, scope, session
from tenants import permissions
from tenants.forms import GROUP_KINDS, ROLE_NAMES, CampaignForm
from tenants.models import RoleName
from tenants.queries.campaigns import last_closed, last_contributors
from tenants.queries.charters import in_force
from tenants.queries.cooperatives import closing_days
from tenants.queries.cooperatives import open_campaign as campaign_running
from tenants.queries.groups import groups
from tenants.queries.invitations import invitation_counts
from tenants.queries.members import named_holders, named_members, satchels
from tenants.rules import Act, earliest_close, may_be_quarterly, proposed_close, reminder_day
from tenants.service import campaigns as service
from tenants.terms import MOST_CLOSES_A_YEAR

blueprint = Blueprint("coordination", __name__, template_folder="../templates")

JOURNAL_LENGTH = 100
ACTS = {
    Act.INVITE: N_("sent invitations"),
    Act.RESEND: N_("sent an invitation again"),
    Act.CANCEL: N_("cancelled an invitation"),
    Act.LEAVE: N_("left the cooperative"),
    Act.REMOVE_MEMBER: N_("ended a membership"),
    Act.GIVE_ROLE: N_("gave a role"),
    Act.END_ROLE: N_("ended a role"),
    Act.CREATE_GROUP: N_("created a group"),
    Act.CHANGE_GROUP: N_("changed a group"),
    Act.ADD_TO_GROUP: N_("added somebody to a group"),
    Act.TAKE_FROM_GROUP: N_("removed somebody from a group"),
    Act.OPEN_CAMPAIGN: N_("opened a campaign"),
    Act.MOVE_CAMPAIGN: N_("moved the closing day of a campaign"),
    Act.WRITE_NOTE: N_("wrote a note or commitments beside a collective picture"),
    Act.SAY_WHO_WE_ARE: N_("said how many members there are of each status or length of time"),
    Act.PUBLISH_CHARTER: N_("published a version of the charter"),
}


@blueprint.get("/c/<slug>/coordination")
@allow(permissions.COORDINATE)
def home() -> ResponseReturnValue:
    """What a coordinator may see at once, and nothing individual."""
    sent, accepted = invitation_counts(session())
    campaign, today = campaign_running(session()), clock.today(here().zone)
    members, opened = satchels(session())
    holding, terms = named_holders(session()), in_force(session()).terms
    return render_template(
        "tenants/coordination.html",
        campaign=campaign,
        reminder=max(today, reminder_day(campaign.opens_on, campaign.closes_on)) if campaign else None,
        last=last_closed(session()),
        members=members,
        opened=opened,
        groups=groups(session()),
        kinds=GROUP_KINDS,
        holders=holding,
        terms=terms,
        lacking=len(holding[RoleName.COORDINATOR]) < terms.coordinators
        or len(holding[RoleName.MEDIATOR]) < terms.mediators,
        role_names=ROLE_NAMES,
        sent=sent,
        accepted=accepted,
        today=today,
    )


@blueprint.route("/c/<slug>/campaign/open", methods=["GET", "POST"])
@allow(permissions.OPEN_CAMPAIGNS)
def open_campaign() -> ResponseReturnValue:
    """Open a campaign, with the day its portrait is made."""
    if request.method == "GET" and campaign_running(session()):
        return redirect(url_for("coordination.move_campaign"))
    today = clock.today(here().zone)
    earlier = closing_days(session())
    calendar = in_force(session()).terms.calendar
    form = CampaignForm(closes_on=proposed_close(today, earlier, calendar))
    if form.validate_on_submit():
        with form.accepting():
            day = form.closes_on.data
            service.open_one(session(), campaign_id=form.id.data, closes_on=day, by=scope())
            flash(_("The campaign is open."))
            return redirect(url_for("coordination.home"), 303)
    return render_template(
        "tenants/campaign.html", form=form, running=None, **rhythm(today, earlier)
    ), form.code


@blueprint.route("/c/<slug>/campaign/move", methods=["GET", "POST"])
@allow(permissions.OPEN_CAMPAIGNS)
def move_campaign() -> ResponseReturnValue:
    """Choose another closing day for the campaign that is open."""
    running = campaign_running(session())
    if running is None:
        return redirect(url_for("coordination.open_campaign"))
    form = CampaignForm(closes_on=running.closes_on)
    if form.validate_on_submit():
        with form.accepting():
            service.move(session(), closes_on=form.closes_on.data, by=scope())
            flash(_("The closing day is moved."))
            return redirect(url_for("coordination.home"), 303)
    others = [day for day in closing_days(session()) if day != running.closes_on]
    return render_template(
        "tenants/campaign.html", form=form, running=running, **rhythm(running.opens_on, others)
    ), form.code


@blueprint.get("/c/<slug>/journal")
@allow(permissions.SEE_COOPERATIVE)
def journal() -> ResponseReturnValue:
    """What the coordination has done, readable by every member."""
    rows = open_entries(session(), JOURNAL_LENGTH)
    actors = named_members(session(), {row.actor_id for row in rows})
    former = _("A former member")
    names = {each.id: former if each.until else each.display_name for each in actors}
    words = {act.value: _(sentence) for act, sentence in ACTS.items()}
    return render_template("tenants/journal.html", rows=rows, names=names, words=words)


def rhythm(opens: date, earlier: Sequence[date]) -> dict[str, object]:
    """The first day a campaign may close on, and why."""
    contributors = last_contributors(session())
    calendar = in_force(session()).terms.calendar
    earliest = earliest_close(opens, earlier, contributors, calendar)
    ordinary = replace(calendar, closes_a_year=MOST_CLOSES_A_YEAR)
    return {
        "earliest": earliest,
        "yearly": earliest > earliest_close(opens, earlier, contributors, ordinary),
        "spaced": earliest > earliest_close(opens, [], contributors, calendar),
        "quarterly": may_be_quarterly(contributors),
        "calendar": calendar,
    }
