"""Who may do what, as rows: each room declares its own, a command prints them all."""

from dataclasses import dataclass

from kernel.refusals import Forbidden
from kernel.scope import Scope

ANYONE = "anyone"


@dataclass(frozen=True)
class Permission:
    """One act and the roles that may do it.

    `only` says, in words for the printed table, what else must be true (« the author », « the member
    asked »): the service checks it where the rows are.
    """

    act: str
    holders: frozenset[str]
    only: str = ""

    def allows(self, scope: Scope) -> bool:
        """Whether one of the roles in this scope may do the act."""
        return ANYONE in self.holders or bool(self.holders & scope.roles)

    def check(self, scope: Scope) -> None:
        """Raise Forbidden unless one of the roles in this scope may do the act."""
        if not self.allows(scope):
            raise Forbidden
