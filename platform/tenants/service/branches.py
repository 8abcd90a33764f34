"""Branches: one a member, and coordinators who act in theirs alone."""

from uuid import UUID

from kernel.db import UnitOfWork
from kernel.refusals import Forbidden
from kernel.scope import Scope
from tenants import permissions
from tenants.queries.groups import branch_led


def check_place(session: UnitOfWork, *, group_id: UUID | None, by: Scope) -> None:
    """Raise Forbidden unless this group is one where the member in scope may act.

    The coordination acts in every group and in none; a branch coordinator in the branch they coordinate.
    """
    only = narrowed_to(session, by=by)
    if only is not None and only != group_id:
        raise Forbidden


def narrowed_to(session: UnitOfWork, *, by: Scope) -> UUID | None:
    """The one branch a branch coordinator may act in; None for the coordination, which may everywhere."""
    if permissions.MANAGE_GROUPS.allows(by):
        return None
    found = branch_led(session)
    if found is None:
        raise Forbidden
    return found
