"""The time line: assessments, days that mattered, changes of status, experiences, intentions."""

from collections.abc import Sequence

from assessment.models import Assessment, LifeEvent
from kernel import clock
from musette.queries.experiences import told_days
from musette.queries.intentions import intentions
from musette.rules import Moment, MomentKind, in_order, status_changes
from pages.visit import session, visit


def changes_of(history: Sequence[Assessment]) -> list[Moment]:
    """The changes of legal status told by the assessments of one activity, given newest first."""
    zone = visit().zone
    return status_changes((clock.day_of(each.submitted_at, zone), each.status) for each in reversed(history))


def moments_of(
    history: Sequence[Assessment], events: Sequence[LifeEvent], changes: Sequence[Moment]
) -> list[Moment]:
    """All that the person told of their work and of their life, the last day first."""
    zone = visit().zone
    return in_order(
        (
            Moment(clock.day_of(each.submitted_at, zone), MomentKind.ASSESSMENT, "", each.id)
            for each in history
        ),
        (Moment(each.on, MomentKind.EVENT, each.label, each.id) for each in events),
        changes,
        (Moment(on, MomentKind.EXPERIENCE, words, key) for key, on, words in told_days(session())),
        (
            Moment(clock.day_of(each.created_at, zone), MomentKind.INTENTION, each.words, each.id)
            for each in intentions(session())
        ),
    )
