"""The view that a cooperative signed for a peer it does not name: its entry, set once it is true no more.

A view that was answered since, or is not held any more, or whose author is no member any more, is taken
back: nobody but the cooperative could say so, its author being named nowhere.
"""

from collections.abc import Mapping
from uuid import UUID

from badges.claims import StatusPlace
from badges.models import Badge
from badges.queries.issued import standing_at
from badges.service.entries import mark, take_entry
from badges.service.keys import Desk, places_of
from badges.service.lists import publish_list
from kernel.db import UnitOfWork
from kernel.tables import Json
from peer.models.statements import Answer, AnswerKind, Statement
from peer.queries.levels import Said

STATES = {AnswerKind.KEEP: "kept", AnswerKind.ADJUST: "adjusted", AnswerKind.MEDIATE: "mediation"}
OPEN, ENDED = "open", "ended"


def state_of(statement: Statement, answer: Answer | None) -> str:
    """What a document says of where an exchange stands; a level that came near was adjusted."""
    if answer is not None:
        return STATES[answer.kind]
    return STATES[AnswerKind.ADJUST] if statement.joined_at else OPEN


def place_for(session: UnitOfWork, *, badge: Badge, said: Said, desk: Desk) -> StatusPlace:
    """The entry of a view for a badge: the one it has, while things stand as they did, or a new one."""
    key, stands = str(said.statement.id), _stands(said)
    kept = badge.contests.get(key)
    if kept is None or kept["state"] != stands:
        if kept is not None:
            _take_back(session, kept)
        number, index = take_entry(session)
        kept = {"number": number, "index": index, "state": stands}
        badge.contests = {**badge.contests, key: kept}
    home = places_of(session, desk=desk)
    path = home.status_list(kept["number"])
    if standing_at(session, path) is None:
        publish_list(session, number=kept["number"], desk=desk)
    return StatusPlace(home.at(path), kept["index"])


def follow(session: UnitOfWork, *, badge: Badge, standing: Mapping[UUID, Said]) -> bool:
    """Take back what was signed of views that are not held, or stand otherwise; gives whether any was."""
    still = {str(key): _stands(each) for key, each in standing.items()}
    gone = {key: kept for key, kept in badge.contests.items() if still.get(key) != kept["state"]}
    for kept in gone.values():
        _take_back(session, kept)
    badge.contests = {key: kept for key, kept in badge.contests.items() if key not in gone}
    return bool(gone)


def let_go(session: UnitOfWork, *, badge: Badge) -> None:
    """Take back all that was signed for a badge which is itself taken back."""
    follow(session, badge=badge, standing={})


def _stands(said: Said) -> str:
    """Where an exchange stands, told apart from before a mediation ended."""
    stands = state_of(said.statement, said.answer)
    return ENDED if stands == STATES[AnswerKind.MEDIATE] and said.answered else stands


def _take_back(session: UnitOfWork, kept: Json) -> None:
    mark(session, number=kept["number"], index=kept["index"])
