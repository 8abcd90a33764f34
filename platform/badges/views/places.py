"""Where what a person holds was issued: acts about it happen there, though they left it or it has closed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from badges.models import Attestation, Badge
from kernel.db import UnitOfWork
from kernel.scope import Scope
from kernel.walls import Role
from pages.visit import scope, visit


@contextmanager
def where_issued(held: Badge | Attestation) -> Iterator[tuple[UnitOfWork, Scope]]:
    """A unit of work in the cooperative that issued this, as the member its owner was there."""
    there = replace(scope(), cooperative=held.cooperative_id, member=held.member_id)
    with visit().open(there, Role.APP) as opened:
        yield opened, there
