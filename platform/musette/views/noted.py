"""Noting who read what was shown, apart from the page that is read; and the list their owner reads."""

from datetime import timedelta

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.referential import referential
from journal.queries import entries_by, has_done, has_read, readings_of
from journal.service import record_reading
from kernel import clock
from kernel.refusals import N_
from kernel.scope import Scope
from musette.joint import JointConsent
from musette.service.acts import Act
from musette.service.together import note_taken
from pages.visit import allow, scope, session, visit
from sharing import permissions
from sharing.models import SharedCopy, SharedLink
from sharing.queries.grants import link_readings
from sharing.rules import SHOWN_NAMES
from sharing.service.grants import link_scope, note_opened
from tenants.queries.members import named_members

blueprint = Blueprint("noted", __name__, template_folder="../templates")

NOTED_EVERY = timedelta(days=1)
SHOWN_LINES = 200
GOING = {
    Act.JOIN_DEPARTURE: N_("Joined a common departure"),
    Act.LEAVE_DEPARTURE: N_("Went along no more"),
    Act.SEAL_PART: N_("A part of your satchel was sealed for the common file"),
    Act.TAKE_FILE: N_("Downloaded the common file: your part in it opens by your code alone"),
    Act.OPEN_PART: N_("Opened a part made elsewhere, by its code"),
    Act.BRING_PART: N_("Confirmed what comes in of a part made elsewhere"),
}


@blueprint.get("/c/<slug>/who-looked")
@allow(permissions.READ_OWN_ACCESS_LOG)
def listing() -> ResponseReturnValue:
    """Every reading of my data by somebody else, for a year: who, as whom, what, when."""
    readings = readings_of(session(), SHOWN_LINES)
    going = entries_by(session(), list(GOING), SHOWN_LINES)
    people = {each.reader_id for each in readings} | {each.actor_id for each in going if each.actor_id}
    readers = named_members(session(), people)
    return render_template(
        "musette/who_looked.html",
        readings=readings,
        going=[(each, _(GOING[Act(each.verb)])) for each in going],
        me=session().member,
        opened=link_readings(session(), SHOWN_LINES),
        names={each.id: each.display_name for each in readers},
        sheets=referential().sheets,
        items=SHOWN_NAMES,
    )


def note_copy_read(row: SharedCopy) -> None:
    """Write that the visitor has read a copy, and as whom they did: once a day."""
    since = clock.now() - NOTED_EVERY
    if has_read(session(), row.owner_id, row.item, about=row.id, since=since):
        return
    with visit().house.database.unit_of_work(scope()) as apart:
        record_reading(apart, subject=row.owner_id, role=row.audience, what=row.item, about=row.id)


def note_joint_taken(agreed: JointConsent) -> None:
    """Write that the visitor has taken the file of those who go together: once a day."""
    since = clock.now() - NOTED_EVERY
    own = Scope(scope().person, agreed.cooperative_id, agreed.member_id)
    with visit().house.database.reading(own) as apart:
        if has_done(apart, Act.TAKE_FILE, agreed.joint_id, since=since):
            return
    link = Scope(scope().person, agreed.cooperative_id, agreed.joint_id)
    with visit().house.database.unit_of_work(link) as apart:
        note_taken(apart, joint_id=agreed.joint_id, by=agreed.member_id)


def note_link_opened(token: str, link: SharedLink) -> None:
    """Write that a link was opened within this hour: nothing is known of whoever opened it."""
    with visit().house.database.unit_of_work(link_scope(token)) as apart:
        note_opened(apart, link=link)
