"""The charter: written by coordinators, published, told to every member."""

from uuid import UUID, uuid4

from sqlalchemy import select

from journal.service import record_openly
from kernel import clock
from kernel.db import UnitOfWork
from kernel.jobs import later, later_once
from kernel.refusals import N_, Invalid, Refusal, check_length
from kernel.scope import Scope
from tenants import jobs, permissions
from tenants.amendments import changes
from tenants.charters import Charter, CharterDraft, CharterRead, columns_of
from tenants.models import Membership
from tenants.queries.charters import draft, in_force
from tenants.queries.cooperatives import present_day
from tenants.queries.members import current_members
from tenants.rules import Act
from tenants.service.reminders import CHUNK, FIRST
from tenants.terms import (
    LONGEST_CONTROLLER,
    LONGEST_WORDS,
    ORDINARY,
    RANGES,
    Terms,
    lowers,
    out_of_range,
)

RANGE = N_("Choose a whole number from %(least)d to %(most)d.")
LOWERED = N_(
    "The version in force asks for %(floor)d people: this may be raised, never lowered. Those who agreed to"
    " count did so with that promise."
)
TO_COME = N_("This day has not come yet: write the day the council was consulted.")
CHANGED = N_("Somebody else has saved this draft, or published it, since you opened it: read it again first.")
UNCHANGED = N_("Nothing changes from the version in force: there is nothing to publish.")
NO_DRAFT = N_("There is no draft to publish.")


def begin(session: UnitOfWork) -> Charter:
    """The first version of a new cooperative: the ordinary words, what the platform promises everybody."""
    made = Charter(number=1, **columns_of(ORDINARY))
    session.add(made)
    session.flush()
    return made


def save_draft(session: UnitOfWork, *, terms: Terms, edition: UUID | None, by: Scope) -> CharterDraft:
    """Write the next version, over the draft that was read; raises Refusal when it has changed since.

    Raises Invalid, beside its field, for a figure the platform does not allow or a floor that is lowered.
    """
    permissions.WRITE_CHARTER.check(by)
    session.one_at_a_time("charter")
    current, found = in_force(session), _latest_draft(session)
    if (found.edition if found else None) != edition:
        raise Refusal(CHANGED)
    _check(session, terms, current.terms)
    if found is None:
        found = CharterDraft()
        session.add(found)
    for name, value in columns_of(terms).items():
        setattr(found, name, value)
    found.number, found.edition, found.written_at = current.number + 1, uuid4(), clock.now()
    session.flush()
    return found


def discard_draft(session: UnitOfWork, *, by: Scope) -> None:
    """Throw the draft away; the version in force stays as it is."""
    permissions.WRITE_CHARTER.check(by)
    session.one_at_a_time("charter")
    found = draft(session)
    if found is not None:
        session.delete(found)


def publish(session: UnitOfWork, *, edition: UUID, by: Scope) -> Charter:
    """Make the draft that was read the version in force, and have every member told; twice makes one.

    Raises Refusal when the draft is not the one that was read, or changes nothing.
    """
    permissions.WRITE_CHARTER.check(by)
    session.one_at_a_time("charter")
    current, found = in_force(session), _latest_draft(session)
    if current.edition == edition:
        return current
    if found is None:
        raise Refusal(NO_DRAFT)
    if found.edition != edition:
        raise Refusal(CHANGED)
    _check(session, found.terms, current.terms)
    if not changes(current.terms, found.terms):
        raise Refusal(UNCHANGED)
    made = _next(current, found)
    session.add(made)
    session.delete(found)
    session.flush()
    later(session, jobs.CHARTER_SOME, number=str(made.number), after=FIRST)
    record_openly(session, verb=Act.PUBLISH_CHARTER, about="charter")
    return made


def tell_some(session: UnitOfWork, *, number: int, after: UUID) -> None:
    """Ask for the mail of each of the next 500 members, then for those after them. As the machine role."""
    following = current_members().order_by(None).where(Membership.id > after).order_by(Membership.id)
    chunk = session.scalars(following.limit(CHUNK)).all()
    for each in chunk:
        if each.person_id is not None:
            period, ids = f"{number} {each.id}", {"member": each.id, "person": each.person_id}
            later_once(session, jobs.CHARTER_MAIL, period=period, number=str(number), **ids)
    if len(chunk) == CHUNK:
        later(session, jobs.CHARTER_SOME, number=str(number), after=chunk[-1].id)


def mark_read(session: UnitOfWork, *, number: int, by: Scope) -> None:
    """Note that the member in scope has read a version; an older one than already read changes nothing."""
    permissions.READ_CHARTER.check(by)
    known = min(number, in_force(session).number)
    mark = CharterRead(member_id=session.member, number=known, read_at=clock.now())
    if not session.add_once(mark):
        found = session.get_one(CharterRead, (session.cooperative, session.member))
        if found.number < known:
            found.number, found.read_at = known, clock.now()


def _check(session: UnitOfWork, terms: Terms, before: Terms) -> None:
    wrong = out_of_range(terms)
    if wrong:
        least, most = RANGES[wrong]
        raise Invalid(RANGE, field=wrong, least=least, most=most)
    if lowers(terms, before):
        raise Invalid(LOWERED, field="floor", floor=before.floor)
    if terms.consulted_on and terms.consulted_on > present_day(session):
        raise Invalid(TO_COME, field="consulted_on")
    check_length(terms.controller, LONGEST_CONTROLLER, field="controller")
    check_length(terms.words, LONGEST_WORDS, field="words")


def _latest_draft(session: UnitOfWork) -> CharterDraft | None:
    statement = select(CharterDraft).execution_options(populate_existing=True)
    return session.scalar(statement)


def _next(current: Charter, found: CharterDraft) -> Charter:
    return Charter(
        number=current.number + 1,
        previous=current.number,
        previous_floor=current.floor,
        edition=found.edition,
        **columns_of(found.terms),
    )
