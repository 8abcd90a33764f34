"""Activities as their owner reads them: their names, and the one a page is about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from assessment import queries
from assessment.models import Activity, Assessment
from assessment.views.stock import activity_name
from pages.visit import scope, session


@dataclass(frozen=True)
class Shelf:
    """The activity a page is about, the others beside it, and its assessments, newest first."""

    activities: Sequence[Activity]
    chosen: Activity | None
    history: Sequence[Assessment]
    is_counted: bool

    @property
    def now(self) -> Assessment | None:
        """The last assessment."""
        return self.history[0] if self.history else None

    @property
    def past(self) -> Assessment | None:
        """The one before."""
        return self.history[1] if len(self.history) > 1 else None

    @property
    def tabs(self) -> list[tuple[str, UUID, bool]]:
        """The name, the id, and whether it is the one shown, of each activity when there are several."""
        if len(self.activities) < 2:  # noqa: PLR2004 - one activity needs no choice
            return []
        return [(activity_name(each), each.id, each is self.chosen) for each in self.activities]


def laid_out(asked: str) -> Shelf:
    """What a page shows of the activities: the one asked for, or else the first that has a history.

    The one that counts in the cooperative being visited comes first.
    """
    every, activities = queries.assessments(session()), queries.activities(session())
    taken = {each.activity_id for each in every}
    wanted = [each for each in activities if str(each.id) == asked]
    known = [*wanted, *(each for each in activities if each.id in taken), *activities]
    chosen = known[0] if known else None
    history = [each for each in every if chosen and each.activity_id == chosen.id]
    counted = queries.countings(session()).get(scope().cooperative) if len(activities) > 1 else None  # type: ignore[arg-type] # a person in no cooperative counts nowhere
    return Shelf(
        activities, chosen, history, counted is None or (chosen is not None and counted == chosen.id)
    )


def last_of_each(assessments: Iterable[Assessment]) -> dict[UUID, Assessment]:
    """The last assessment of each activity, from assessments given newest first."""
    found: dict[UUID, Assessment] = {}
    for each in assessments:
        found.setdefault(each.activity_id, each)
    return found
