"""What a witness from outside says, in a scope opened by their link; it counts half a voice."""

from collections.abc import Collection
from hmac import compare_digest
from uuid import UUID

from kernel.db import UnitOfWork
from kernel.keys import derived_token
from kernel.refusals import Unknown
from kernel.scope import Scope
from peer.models.statements import Statement
from peer.queries.witnesses import called
from peer.service import opinions
from peer.service.opinions import Speaker

PURPOSE = "witness"


def token_of(secret_key: str, cooperative_id: UUID, witness_id: UUID) -> str:
    """The token of a witness's link: where it opens, for whom, then 256 bits nobody can guess."""
    return f"{cooperative_id}.{witness_id}.{derived_token(secret_key, PURPOSE, witness_id)}"


def scope_of(secret_key: str, token: str) -> Scope:
    """The scope a link opens: the cooperative, and the witness in the member's place; raises Unknown."""
    try:
        cooperative_id, witness_id = (UUID(each) for each in token.split(".")[:2])
    except ValueError:
        raise Unknown from None
    expected = token_of(secret_key, cooperative_id, witness_id)
    if not compare_digest(token.encode(), expected.encode()):
        raise Unknown
    return Scope(cooperative=cooperative_id, member=witness_id)


def endorse(session: UnitOfWork, *, grounds: Collection[str], words: str) -> Statement:
    """Confirm the level seen, as the witness in scope. Grounds are mandatory."""
    return opinions.endorse(session, speaker=_speaker(session), grounds=grounds, words=words)


def contest(session: UnitOfWork, *, level: int, grounds: Collection[str], words: str) -> Statement:
    """See the level otherwise, as the witness in scope, with a level, grounds and words."""
    return opinions.contest(session, speaker=_speaker(session), level=level, grounds=grounds, words=words)


def abstain(session: UnitOfWork) -> Statement:
    """Say nothing of the level; the member does not know that it was read."""
    return opinions.abstain(session, speaker=_speaker(session))


def withdraw(session: UnitOfWork) -> None:
    """Take back what the witness in scope said, at any time; raises Unknown when they said nothing."""
    found = called(session)
    if found.statement is None:
        raise Unknown
    opinions.take_back(session, said=found.statement)


def _speaker(session: UnitOfWork) -> Speaker:
    found = called(session)
    opinions.check_open(session, request=found.request)
    return Speaker(found.request, witness_id=found.witness.id)
