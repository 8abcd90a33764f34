"""Deciding what counts. A decision acts at once on every portrait to come."""

from collections.abc import Mapping
from uuid import UUID, uuid5

from kernel import clock
from kernel.db import UnitOfWork
from kernel.scope import Scope
from sharing import permissions
from sharing.models import Consent
from sharing.queries.consents import decisions


def decide(session: UnitOfWork, *, cooperative_id: UUID, answers: Mapping[str, bool], by: Scope) -> None:
    """Write down a yes or a no for each axis answered; what is not answered stays as it was."""
    permissions.DECIDE_OWN_CONSENTS.check(by)
    present = decisions(session, cooperative_id)
    now = clock.now()
    for axis, given in answers.items():
        if axis in present and present[axis].given is given:
            continue
        session.add(
            Consent(
                cooperative_id=cooperative_id,
                axis=axis,
                decided_at=now,
                given_at=now if given else None,
                withdrawn_at=None if given else now,
            )
        )
    session.flush()


def withdraw_all(session: UnitOfWork, *, cooperative_id: UUID) -> None:
    """Take back every yes given to a cooperative the person in scope has left: it would be asked anew."""
    now = clock.now()
    for axis, decision in decisions(session, cooperative_id).items():
        if decision.given:
            # The same departure told twice takes back once.
            act = uuid5(cooperative_id, f"{axis} {now.isoformat()}")
            refused = Consent(
                id=act, cooperative_id=cooperative_id, axis=axis, decided_at=now, withdrawn_at=now
            )
            session.add(refused)
    session.flush()
