"""The workers of the tests: the real Celery object, with three more kinds of job, tied as all are."""

from datetime import datetime

from sqlalchemy import select

from badges.service import verifications
from badges.service.verifications import LIMIT, VERIFY
from badges.verifying import Known, Verdict, verdict
from journal.models import Entry
from journal.service import record_openly
from kernel.claims import Claim
from tenants.rules import Act
from tests.worker.kinds import ENDLESS, FRAGILE, GATE, LONG_NOTE, MENDED, NOTE
from worker.app import app, tie

__all__ = ["app"]

SOON = 2  # seconds


def endless(content: bytes, *, known: Known, now: datetime) -> Verdict:
    """The verdict, but for the tangle, which is looked at for ever."""
    while content == ENDLESS:
        pass
    return verdict(content, known=known, now=now)


def note(claim: Claim) -> None:
    """Write a line in the journal, then pass the gate, where a test may hold the job in its middle."""
    record_openly(claim.session, verb=Act.INVITE, about="note", about_id=claim.job_id)
    claim.session.flush()
    claim.session.one_at_a_time(GATE)


def fail(claim: Claim) -> None:
    """Write a line in the journal, then fail as long as the cooperative is not mended."""
    record_openly(claim.session, verb=Act.INVITE, about="note", about_id=claim.job_id)
    claim.session.flush()
    if not claim.session.scalar(select(Entry.id).where(Entry.object_kind == MENDED)):
        raise LookupError("awa@example.org is not to be found in a log")


# What the platform cuts after some seconds is cut sooner here; what it forgot to cut fails at once.
if app.tasks[VERIFY.name].time_limit != LIMIT:
    raise LookupError("verifications have no limit")
app.tasks[VERIFY.name].time_limit = SOON
setattr(verifications, "HELD", SOON + 1)  # noqa: B010 - as below
setattr(verifications, "verdict", endless)  # noqa: B010 - the name is a function, mypy would not have it replaced
tie(NOTE, note)
tie(LONG_NOTE, note)
tie(FRAGILE, fail)
