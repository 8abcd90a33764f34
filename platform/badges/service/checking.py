"""Whether the keys of badges open under the secret that the workers hold."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import select

from badges.models import Published
from badges.queries.issued import issuer_keys
from badges.sealing import SealingKey, Unsealable, unseal
from kernel.db import UnitOfWork


class KeysState(StrEnum):
    """What the worker may say of its secret."""

    OK = "ok"
    WRONG = "wrong"
    MISSING = "missing"


def newest_issuer(session: UnitOfWork) -> UUID | None:
    """The cooperative whose DID document changed last, in no scope; None before the first badge."""
    documents = select(Published.cooperative_id).where(Published.path.like("t/%/did.json"))
    return session.scalar(documents.order_by(Published.changed_at.desc()).limit(1))


def state_of_keys(session: UnitOfWork, *, seals: SealingKey) -> KeysState:
    """Whether the newest key of the cooperative in scope opens."""
    known = issuer_keys(session)
    try:
        for each in known[-1:]:
            unseal(each.sealed, under=seals, owner=session.cooperative)
    except Unsealable:
        return KeysState.WRONG
    return KeysState.OK
