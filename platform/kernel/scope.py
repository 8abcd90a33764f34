"""On whose behalf something is read or written."""

from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True)
class Scope:
    """The person, the cooperative and the member a unit of work acts for; each may be missing.

    `web` fills it for a request, `worker` for a job. PostgreSQL reads it to build the walls, permissions
    read the roles.
    """

    person: UUID | None = None
    cooperative: UUID | None = None
    member: UUID | None = None
    roles: frozenset[str] = field(default_factory=frozenset)
