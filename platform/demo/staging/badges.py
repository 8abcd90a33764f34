"""Badges claimed by a few members of the demonstration, signed as a worker does: one over, one withdrawn."""

from dataclasses import dataclass

from sqlalchemy import select

from assessment.referential import Axis, Language
from badges import jobs
from badges.service import claiming
from badges.service.attesting import attest
from badges.service.claiming import Wishes
from badges.service.endorsing import endorse
from badges.service.issuing import issue
from badges.service.keys import Desk
from badges.service.lists import publish_list
from demo.plot.lives import minute
from demo.staging.stage import Stage, key
from kernel import clock
from kernel.claims import Claim, claimed
from kernel.jobs import Job, Kind


@dataclass(frozen=True)
class Claimed:
    """Who claims the badge of which axis, on which day; `withdrawn` is the day they take it back."""

    by: str
    axis: Axis
    day: int
    withdrawn: int | None = None


CLAIMS = {
    "l-etabli-commun": (
        Claimed("Mehdi Rahmani", Axis.TOOL_MASTERY, -760),
        Claimed("Nadia Haddad", Axis.LOCAL_UTILITY, -6, withdrawn=-2),
        Claimed("Awa Diallo", Axis.LOCAL_UTILITY, -4),
        Claimed("Inês Carvalho", Axis.CREATIVITY, -3),
    ),
}


def claim(stage: Stage, desk: Desk | None) -> None:
    """Claim, in order; without a key to seal with, what is to be signed waits for a worker that has one."""
    for each in CLAIMS.get(stage.plot.slug, ()):
        badge_id = key("badge", stage.plot.slug, each.by, each.axis)
        _claim(stage, each, desk)
        if each.withdrawn is not None:
            with clock.at(stage.days.at(each.withdrawn, minute(each.by, each.withdrawn))):
                with stage.acting(each.by) as session:
                    claiming.withdraw(session, badge_id=badge_id, by=stage.scope(each.by))
                sign(stage, desk)


def _claim(stage: Stage, told: Claimed, desk: Desk | None) -> None:
    badge_id = key("badge", stage.plot.slug, told.by, told.axis)
    wishes = Wishes(Language.FRENCH, named=True)
    with clock.at(stage.days.at(told.day, minute(told.by, told.day))):
        with stage.acting(told.by) as session:
            claiming.claim(session, badge_id=badge_id, axis=told.axis, wishes=wishes, by=stage.scope(told.by))
        sign(stage, desk)


def sign(stage: Stage, desk: Desk | None) -> None:
    """Do what waits to be signed, as a worker does."""
    for kind in (jobs.ISSUE, jobs.ENDORSE, jobs.LIST_WITHDRAWN, jobs.ATTEST):
        with stage.together() as session:
            waiting = select(Job.id).where(Job.kind == kind.name, Job.done_at.is_(None))
            found = session.scalars(waiting.order_by(Job.id)).all() if desk else ()
        for job_id in found:
            with claimed(stage.database, kind, stage.cooperative, job_id) as claim:
                if claim and desk:
                    _act(kind, claim, desk)


def _act(kind: Kind, claim: Claim, desk: Desk) -> None:
    if kind is jobs.ISSUE:
        issue(claim.session, badge_id=claim.id("badge"), desk=desk)
    elif kind is jobs.ATTEST:
        attest(claim.session, desk=desk)
    elif kind is jobs.LIST_WITHDRAWN:
        publish_list(claim.session, number=int(claim.ids["list"]), desk=desk)
    else:
        rank, statement = int(claim.ids["rank"]), claim.id("statement")
        endorse(claim.session, badge_id=claim.id("badge"), statement_id=statement, rank=rank, desk=desk)
