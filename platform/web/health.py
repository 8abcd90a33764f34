"""What works in this installation, part by part."""

from dataclasses import dataclass

from sqlalchemy.exc import DBAPIError

from kernel.house import House
from kernel.jobs import Queue
from kernel.progress import stalled
from kernel.walls import Role
from web.safety import findings


@dataclass(frozen=True)
class Health:
    """The state of each part: « ok », or a word about what is wrong."""

    parts: dict[str, str]

    @property
    def well(self) -> bool:
        """Whether every part works."""
        return all(state == "ok" for state in self.parts.values())

    def as_json(self) -> dict[str, object]:
        """The same, for machines."""
        return {"status": "ok" if self.well else "failing", "parts": self.parts}


def health(house: House) -> Health:
    """Look at the database, the migrations, the walls, the jobs, Redis and the workers."""
    parts = _database(house)
    parts["redis"] = "ok" if house.cache.answers() else "unreachable"
    for queue in Queue:
        parts[f"worker_{queue}"] = "ok" if house.cache.is_alive(f"worker-{queue}") else "silent"
    return Health(parts)


def _database(house: House) -> dict[str, str]:
    try:
        found, migrations = findings(house.database)
    except DBAPIError:
        return {"database": "unreachable", "migrations": "unknown", "walls": "unknown", "jobs": "unknown"}
    return {
        "database": "ok",
        "migrations": "ok" if migrations.up_to_date else "behind",
        "walls": f"{len(found)} findings" if found else "ok",
        "jobs": _jobs(house),
    }


def _jobs(house: House) -> str:
    try:
        with house.database.reading(role=Role.RELAY) as session:
            count = stalled(session)
    except DBAPIError:
        return "unknown"
    return f"{count} stalled" if count else "ok"
