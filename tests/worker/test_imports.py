"""A process killed half-way through what somebody brings in: the rest is done, and nothing twice."""

import json
from datetime import date
from functools import partial
from io import BytesIO
from uuid import UUID, uuid4

from sqlalchemy import select

from kernel.jobs import Job
from kernel.scope import Scope
from musette.archives import DOCUMENT, FORMAT, VERSION, grown
from musette.models import Experience
from musette.service import bringing
from musette.service.items import recorded
from pages.permissions import SIGNED_IN
from tests.worker.plant import Plant
from tests.worker.waiting import until

MANY = 2 * bringing.AT_ONCE + 3


def archive() -> BytesIO:
    """The file of somebody who noted many experiences."""
    every = [
        Experience(
            id=uuid4(),
            on=date(2026, 1, 1),
            words=f"Fait {rank}",
            details="",
            helped="",
            outside=False,
            recognised=False,
            label_hidden=False,
        )
        for rank in range(MANY)
    ]
    items = [{**recorded(each), "created_at": "2026-01-01T00:00:00+00:00"} for each in every]
    document = {"format": FORMAT, "version": VERSION, "experiences": items}
    return BytesIO(b"".join(grown(0, b"", [(DOCUMENT, json.dumps(document))])))


def held(plant: Plant, scope: Scope) -> list[str]:
    """The words of what was brought in."""
    with plant.house.database.reading(scope) as session:
        return list(session.scalars(select(Experience.words)))


def test_an_import_whose_process_is_killed_is_finished_and_nothing_doubles(plant: Plant) -> None:
    person = uuid4()
    scope, database = Scope(person=person, roles=frozenset((SIGNED_IN,))), plant.house.database
    with database.unit_of_work(scope) as session:
        arrival = bringing.receive(session, file=archive(), by=scope)
        chosen = [each.id for each in bringing.things(session, arrival_id=arrival)]
    with database.unit_of_work(scope) as standing:
        # A row that stands in the way of the second chunk, and that nobody has committed.
        standing.add(Experience(id=chosen[-5], on=date(2026, 1, 1), words="En travers"))
        standing.flush()
        with database.unit_of_work(scope) as session:
            bringing.choose(session, arrival_id=arrival, chosen=chosen, by=scope)
        until(plant.blocked, "the import is in the middle of its last chunk")
        assert 0 < len(held(plant, scope)) < MANY
        plant.kill_hands("worker-bulk")
        standing.rollback()
    until(partial(plant.done, scope, job_of(plant, scope)), "the import is done")
    assert sorted(held(plant, scope)) == sorted(f"Fait {rank}" for rank in range(MANY))


def job_of(plant: Plant, scope: Scope) -> UUID:
    """The job of the import."""
    with plant.house.database.reading(scope) as session:
        return session.scalars(select(Job.id).where(Job.kind == "musette.bring-in")).one()
