"""What works in this installation, part by part."""

from dataclasses import dataclass

from sqlalchemy.exc import DBAPIError

from badges.sealing import SealingKey
from badges.service.checking import KeysState, newest_issuer, state_of_keys
from kernel.house import House
from kernel.jobs import Queue
from kernel.progress import stalled
from kernel.scope import Scope
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
    """Look at the database, the migrations, the walls, the jobs, Redis, the workers and their keys."""
    parts = _database(house)
    parts["redis"] = "ok" if house.cache.answers() else "unreachable"
    for queue in Queue:
        parts[f"worker_{queue}"] = "ok" if house.cache.is_alive(f"worker-{queue}") else "silent"
    parts["badge_keys"] = keys_said(house)
    return Health(parts)


def keys_said(house: House) -> str:
    """What a worker last said of the keys of badges, which it alone opens."""
    wrong = (each for each in (KeysState.WRONG, KeysState.MISSING) if house.cache.is_alive(sign_of(each)))
    return next(wrong, KeysState.OK).value


def keys_open(house: House) -> str:
    """Whether the keys of badges open under the secret that this very process holds."""
    if not house.settings.sealing_keys:
        return KeysState.MISSING.value
    with house.database.reading() as session:
        issuer = newest_issuer(session)
    if issuer is None:
        return KeysState.OK.value
    with house.database.reading(Scope(cooperative=issuer), Role.MACHINE) as session:
        return state_of_keys(session, seals=SealingKey.of(*house.settings.sealing_keys)).value


def sign_of(state: str) -> str:
    """The name of the sign that a worker leaves."""
    return f"badge-keys-{state}"


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
