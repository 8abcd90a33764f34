"""What the coordination writes beside a portrait, for the general assembly."""

from collections.abc import Sequence
from datetime import date

from journal.service import record_openly
from kernel.db import UnitOfWork
from kernel.refusals import N_, Refusal, check_length
from kernel.scope import Scope
from tenants import permissions
from tenants.models import Campaign
from tenants.queries.campaigns import campaign_of, may_be_noted
from tenants.rules import LONGEST_COMMITMENT, LONGEST_NOTE, MOST_COMMITMENTS, Act

TOO_LATE = N_("The next campaign has closed: what was written beside this picture stays as it is.")
TOO_MANY = N_("Three commitments at most: those that will be looked at again in the next picture.")


def write_note(
    session: UnitOfWork, *, closed_on: date, note: str, commitments: Sequence[str], by: Scope
) -> Campaign:
    """Write beside the portrait of a closing day, until the next campaign closes; no empty line is kept."""
    permissions.WRITE_NOTES.check(by)
    found = campaign_of(session, closed_on)
    session.refresh(found, with_for_update=True)
    if not may_be_noted(session, found):
        raise Refusal(TOO_LATE)
    typed = [" ".join(each.split()) for each in commitments]
    check_length(note, LONGEST_NOTE, field="note")
    for place, each in enumerate(typed, 1):
        check_length(each, LONGEST_COMMITMENT, field=f"commitment_{place}")
    kept = [each for each in typed if each]
    if len(kept) > MOST_COMMITMENTS:
        raise Refusal(TOO_MANY)
    if (note.strip(), kept) != (found.note, found.commitments):
        found.note, found.commitments = note.strip(), kept
        record_openly(session, verb=Act.WRITE_NOTE, about="campaign", about_id=found.id)
    return found
