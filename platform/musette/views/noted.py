"""Noting who read what was shown, apart from the page that is read; and the list their owner reads."""

from datetime import timedelta

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from assessment.referential import referential
from journal.queries import has_read, readings_of
from journal.service import record_reading
from kernel import clock
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


@blueprint.get("/c/<slug>/who-looked")
@allow(permissions.READ_OWN_ACCESS_LOG)
def listing() -> ResponseReturnValue:
    """Every reading of my data by somebody else, for a year: who, as whom, what, when."""
    readings = readings_of(session(), SHOWN_LINES)
    readers = named_members(session(), {each.reader_id for each in readings})
    return render_template(
        "musette/who_looked.html",
        readings=readings,
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


def note_link_opened(token: str, link: SharedLink) -> None:
    """Write that a link was opened within this hour: nothing is known of whoever opened it."""
    with visit().house.database.unit_of_work(link_scope(token)) as apart:
        note_opened(apart, link=link)
