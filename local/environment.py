"""What the programs of the platform find in their environment."""

import os
from collections.abc import Mapping
from urllib.parse import quote

from local.faults import LocalError
from local.instance import Instance
from local.process import MARK

SERVERS = ("DATABASE_URL", "REDIS_URL")
ADMIN = "DATABASE_ADMIN_URL"
DEMONSTRATION = "MUSETTE_DEMONSTRATION"
UNCOMPILED = "PYTHONDONTWRITEBYTECODE"  # every start would compile every library, for nine seconds

ONLY_ONE = "{given} is set and {missing} is not: set both to use your own servers, or neither."


def own_servers() -> dict[str, str] | None:
    """The servers the caller gives, if any; raises `LocalError` when only one is given."""
    given = {name: os.environ[name] for name in SERVERS if os.environ.get(name)}
    if len(given) == 1:
        (one,) = given
        (other,) = set(SERVERS) - {one}
        raise LocalError(ONLY_ONE.format(given=one, missing=other))
    return given or None


def settings(instance: Instance, servers: Mapping[str, str], url: str) -> dict[str, str]:
    """What we tell the platform; of the rest, what the caller chose stands."""
    usual = {
        "MUSETTE_SECRET_KEY_FILE": str(instance.secret_key_file),
        "MUSETTE_SEALING_KEY_FILE": str(instance.sealing_key_file),
        "MUSETTE_PUBLIC_URL": url,
        "MUSETTE_MAIL_URL": f"mailbox://{quote(str(instance.mailbox))}",
    }
    chosen = {name: os.environ.get(name, value) for name, value in usual.items()}
    return {**chosen, **servers, "MUSETTE_EMBEDDED": "1"}


def complete(told: Mapping[str, str]) -> dict[str, str]:
    """A whole environment: the caller's own, with what we tell."""
    left_out = {ADMIN, DEMONSTRATION, MARK, UNCOMPILED}
    if own_servers() is None:
        # PGPORT, PGUSER and the like speak of another server.
        left_out.update(name for name in os.environ if name.startswith("PG"))
    kept = {name: value for name, value in os.environ.items() if name not in left_out}
    return {"PYTHONUNBUFFERED": "1", **kept, **told}
