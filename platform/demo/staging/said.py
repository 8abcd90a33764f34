"""What one peer said in a request, and how the journal notes what was done about it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from demo.plot.lives import minute
from demo.plot.talk import Asking, Voice
from demo.staging.histories import request_id
from demo.staging.outsiders import witness_id
from demo.staging.stage import Stage, key
from kernel.tables import Json
from peer.service.acts import Act


@dataclass(frozen=True)
class Said:
    """What one peer, or a witness from outside, said in a request, of which level; `drawn` by the lot."""

    stage: Stage
    asking: Asking
    peer: str
    voice: Voice
    drawn: bool
    seen: int
    outside: bool = False

    @property
    def id(self) -> UUID:
        """The id of the statement."""
        return key("statement", request_id(self.stage, self.asking), self.peer)

    @property
    def author_id(self) -> UUID | None:
        """The member who said it; none for a witness."""
        return None if self.outside else self.stage.member(self.peer)

    @property
    def witness_id(self) -> UUID | None:
        """The witness who said it; none for a member."""
        return witness_id(self.stage, self.asking, self.peer) if self.outside else None

    @property
    def at(self) -> datetime:
        """When it was said."""
        return self.stage.days.at(self.voice.day, minute(self.peer, self.voice.day, self.asking.by))


def entry(said: Said, act: Act, *, by: UUID | None, to: UUID, at: datetime) -> Json:
    """What the journal notes of an act on an exchange, for the member it concerns; a witness has no name."""
    return {
        "id": key("entry", act, said.id, by, to),
        "actor_id": by,
        "subject_id": to,
        "verb": act.value,
        "object_kind": said.asking.axis.value,
        "object_id": said.id,
        "open": False,
        "at": at,
    }
