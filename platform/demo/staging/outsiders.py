"""Witnesses from outside: named in a request by its author, their address forgotten since."""

from collections.abc import Sequence
from uuid import UUID

from demo.plot.lives import minute
from demo.plot.talk import Asking
from demo.staging.founding import LANGUAGE
from demo.staging.histories import SENT_AFTER, request_id
from demo.staging.stage import Stage, key, put
from journal.models import Entry
from kernel.db import UnitOfWork
from kernel.tables import Json
from peer.models.requests import Witness
from peer.service.acts import Act


def witness_id(stage: Stage, asking: Asking, name: str) -> UUID:
    """The id of a witness, under which they speak."""
    return key("witness", request_id(stage, asking), name)


def name_witnesses(session: UnitOfWork, stage: Stage, askings: Sequence[Asking]) -> None:
    """Name the witnesses of the requests of a member, as once these are over."""
    named = [(asking, name) for asking in askings for name in asking.outside]
    put(session, Witness, [_witness(stage, *each) for each in named])
    put(session, Entry, [_entry(stage, *each) for each in named])


def _witness(stage: Stage, asking: Asking, name: str) -> Json:
    return {
        "id": witness_id(stage, asking, name),
        "request_id": request_id(stage, asking),
        "subject_id": stage.member(asking.by),
        "name": name,
        "email": None,
        "language": LANGUAGE,
    }


def _entry(stage: Stage, asking: Asking, name: str) -> Json:
    return {
        "id": key("entry", Act.ASK_OUTSIDE, request_id(stage, asking), name),
        "actor_id": stage.member(asking.by),
        "subject_id": None,
        "verb": Act.ASK_OUTSIDE.value,
        "object_kind": asking.axis.value,
        "object_id": request_id(stage, asking),
        "open": False,
        "at": stage.days.at(asking.day, minute(asking.by, asking.day) + SENT_AFTER),
    }
