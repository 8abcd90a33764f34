"""Preparing a workshop, facilitating it, writing down the words the group keeps."""

import secrets
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from journal.service import record
from kernel.db import UnitOfWork
from kernel.keys import digest
from kernel.refusals import N_, Invalid, Refusal, check_length
from kernel.scope import Scope
from tenants.queries.cooperatives import present_day
from workshop import permissions
from workshop.models import Workshop
from workshop.queries import under_way
from workshop.rules import LONGEST_WORDS, MOST_OPEN, join_word
from workshop.service.acts import Act, led, still_open

A_YEAR = timedelta(days=366)
CHANGED = N_("These words have changed meanwhile: read them as they are now, then save again.")


def prepare(session: UnitOfWork, *, workshop_id: UUID, held_on: date, by: Scope) -> Workshop:
    """Prepare a workshop for a day under an id the form chose, as its facilitator."""
    permissions.PREPARE_WORKSHOP.check(by)
    session.one_at_a_time("workshops")
    made = session.scalar(select(Workshop).where(Workshop.id == workshop_id))
    if made:
        return made
    today = present_day(session)
    if not today <= held_on <= today + A_YEAR:
        raise Invalid(N_("Choose today, or a day of the year to come."), field="held_on")
    others = under_way(session)
    if len(others) >= MOST_OPEN:
        raise Refusal(
            N_("%(most)d workshops are prepared already: hold or cancel one first."), most=MOST_OPEN
        )
    word = join_word({each.join_word for each in others}, secrets.choice)
    made = Workshop(id=workshop_id, held_on=held_on, join_word=word, facilitator_id=session.member)
    session.add(made)
    record(session, verb=Act.PREPARE, about="workshop", about_id=workshop_id)
    session.flush()
    return made


def facilitate(session: UnitOfWork, *, workshop_id: UUID, by: Scope) -> None:
    """Facilitate a workshop from now on, in the place of whoever did."""
    permissions.PREPARE_WORKSHOP.check(by)
    found = still_open(session, workshop_id=workshop_id)
    if found.facilitator_id != session.member:
        found.facilitator_id = session.member
        record(session, verb=Act.FACILITATE, about="workshop", about_id=workshop_id)


def write_words(session: UnitOfWork, *, workshop_id: UUID, words: str, seen: str, by: Scope) -> None:
    """Save the words the group keeps, in place of those seen (their `digest`); 2,000 characters at most."""
    found = led(session, workshop_id=workshop_id, by=by)
    check_length(words, LONGEST_WORDS, field="words")
    if words == found.words:
        return
    if seen != digest(found.words):
        raise Refusal(CHANGED)
    found.words = words
