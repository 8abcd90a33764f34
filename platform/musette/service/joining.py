"""Joining a cooperative while having a satchel: what one brings there, and nothing more.

Nothing is decided in advance, and nothing of where one comes from is told: a cooperative gets a copy of the
levels that count there, axis by axis, as for any other member.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import assessment.service.activities
from assessment.queries import latest
from kernel import clock
from kernel.db import UnitOfWork
from kernel.refusals import N_, Invalid
from kernel.scope import Belonging, Scope
from musette import permissions
from sharing.service import consents
from tenants.service import members

NO_ACTIVITY = N_("Choose the activity first: it is its last assessment that you would bring.")
NO_ASSESSMENT = N_("You have not taken stock of this activity yet: there is nothing to bring.")


@dataclass(frozen=True)
class Bringing:
    """What somebody brings: a name, the activity that counts, its last assessment or not, each yes and no."""

    name: str
    activity_id: UUID | None
    brings: bool
    answers: Mapping[str, bool]


def settle_in(session: UnitOfWork, *, bringing: Bringing, place: Belonging, by: Scope) -> None:
    """Do what the member in scope chose on arriving; raises Invalid for what cannot be brought.

    Older assessments never count here: only those to come and, if they say so, the last one.
    """
    permissions.CHOOSE_WHAT_COUNTS.check(by)
    members.rename(session, name=bringing.name, by=by)
    consents.decide(session, cooperative_id=place.cooperative_id, answers=bringing.answers, by=by)
    if bringing.activity_id is None:
        if bringing.brings:
            raise Invalid(NO_ACTIVITY, field="brings")
        return
    since = clock.now()
    if bringing.brings:
        last = latest(session, bringing.activity_id)
        if last is None:
            raise Invalid(NO_ASSESSMENT, field="brings")
        since = last.submitted_at
    assessment.service.activities.count_activity(
        session, activity_id=bringing.activity_id, place=place, since=since, by=by
    )
