"""On whose behalf something is read or written, and where a person belongs."""

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


@dataclass(frozen=True)
class Belonging:
    """A person's place in one cooperative: who they are there, what they were asked to do."""

    cooperative_id: UUID
    slug: str
    name: str
    zone: str
    closed: bool
    member_id: UUID
    display_name: str
    roles: frozenset[str] = field(default_factory=frozenset)
