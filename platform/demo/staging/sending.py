"""Requests sent: the peers chosen beside those drawn, and everyone asked. No mail leaves."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from uuid import UUID

from sqlalchemy import select

from demo.plot.days import YESTERDAY
from demo.plot.lives import minute
from demo.plot.talk import Asking
from demo.staging.histories import SENT_AFTER, request_id
from demo.staging.stage import Stage, key, put
from journal.models import Entry
from kernel.db import UnitOfWork
from kernel.tables import Json
from peer.models.requests import Asked, AskedState
from peer.service.acts import Act

IN_PLAY = (AskedState.NAMED, AskedState.ASKED)


def drawn_peers(stage: Stage) -> Mapping[UUID, AbstractSet[UUID]]:
    """Whom the lot named, by request."""
    found: dict[UUID, set[UUID]] = defaultdict(set)
    drawn = select(Asked.request_id, Asked.reviewer_id).where(Asked.drawn, Asked.state.in_(IN_PLAY))
    with stage.machine(YESTERDAY) as session:
        for request, reviewer in session.execute(drawn):
            found[request].add(reviewer)
    return found


def send(session: UnitOfWork, stage: Stage, askings: Sequence[Asking]) -> None:
    """Ask everyone named in the requests of a member, as the service does once the names are settled."""
    if not askings:
        return
    ids = [request_id(stage, each) for each in askings]
    rows = session.scalars(select(Asked).where(Asked.request_id.in_(ids))).all()
    added: list[Json] = []
    told: list[Json] = []
    for asking in askings:
        present = {each.reviewer_id: each for each in rows if each.request_id == request_id(stage, asking)}
        chosen = {stage.member(name) for name in asking.chosen}
        _ask(stage, asking, present.values(), chosen)
        added += [_asked(stage, asking, each) for each in chosen - present.keys()]
        everyone = {each.reviewer_id for each in present.values() if each.state is AskedState.ASKED}
        told += [_entry(stage, asking, each) for each in everyone | chosen]
    put(session, Asked, added)
    put(session, Entry, told)


def _ask(stage: Stage, asking: Asking, present: Iterable[Asked], chosen: AbstractSet[UUID]) -> None:
    for each in present:
        if each.state is AskedState.RESERVE and each.reviewer_id in chosen:
            each.drawn, each.state = False, AskedState.NAMED  # chosen, it is no drawn voice
        if each.state is AskedState.NAMED:
            each.state, each.asked_at = AskedState.ASKED, stage.days.at(asking.day, _minute(asking))


def _minute(asking: Asking) -> int:
    return minute(asking.by, asking.day) + SENT_AFTER


def _asked(stage: Stage, asking: Asking, reviewer: UUID) -> Json:
    return {
        "id": key("asked", request_id(stage, asking), reviewer),
        "request_id": request_id(stage, asking),
        "subject_id": stage.member(asking.by),
        "reviewer_id": reviewer,
        "drawn": False,
        "rank": 0,
        "state": AskedState.ASKED,
        "asked_at": stage.days.at(asking.day, _minute(asking)),
    }


def _entry(stage: Stage, asking: Asking, reviewer: UUID) -> Json:
    return {
        "id": key("entry", Act.ASK, request_id(stage, asking), reviewer),
        "actor_id": stage.member(asking.by),
        "subject_id": reviewer,
        "verb": Act.ASK.value,
        "object_kind": asking.axis.value,
        "object_id": request_id(stage, asking),
        "open": False,
        "at": stage.days.at(asking.day, _minute(asking)),
    }
