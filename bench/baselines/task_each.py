"""One task for each cooperative that is due: a row and a message each, as Celery's tasks are usually sent.

Source: Celery's documentation, « Calling Tasks ». The row is the platform's own: both do the same work.
"""

from collections.abc import Sequence
from uuid import UUID, uuid4

from sqlalchemy import insert

from kernel import clock
from kernel.house import House
from kernel.jobs import Doorbell, Job, Kind
from kernel.walls import Role

SOURCE = "Celery documentation, « Calling Tasks »"


def ask(house: House, kind: Kind, owners: Sequence[UUID], period: str) -> None:
    """Ask for a job of a kind in each of these cooperatives."""
    now = clock.now()
    rows = [
        {
            "scope_id": owner,
            "id": uuid4(),
            "kind": kind.name,
            "queue": kind.queue.value,
            "period": period,
            "created_at": now,
            "next_try_at": now,
            "moved_at": now,
        }
        for owner in owners
    ]
    with house.database.unit_of_work(role=Role.RELAY) as session:
        session.execute(insert(Job), rows)
    for row in rows:
        house.bell.ring(
            Doorbell(kind.name, kind.queue.value, UUID(str(row["scope_id"])), UUID(str(row["id"])))
        )
