"""What peers said, what was answered, and where each level then stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from assessment.rules import period_of
from demo.plot.lives import level_on, minute
from demo.plot.talk import Asking, Reply, Voice
from demo.plot.voices import improvised
from demo.staging.histories import request_id
from demo.staging.sending import drawn_peers, send
from demo.staging.stage import Stage, key, put
from journal.models import Entry, Reading
from kernel.db import UnitOfWork
from kernel.tables import Json
from peer.models import Answer, AnswerKind, Statement
from peer.rules import Stance, expires_on
from peer.service.acts import Act
from peer.service.standings import settle_level

READ_BEFORE = 7  # minutes between the reading of a request and the answer to it
ACTS = {Stance.ENDORSE: Act.ENDORSE, Stance.CONTEST: Act.CONTEST}


@dataclass(frozen=True)
class Said:
    """What one peer said in a request, of which level, and whether the lot had named them."""

    stage: Stage
    asking: Asking
    peer: str
    voice: Voice
    drawn: bool
    seen: int

    @property
    def id(self) -> UUID:
        """The id of the statement."""
        return key("statement", request_id(self.stage, self.asking), self.peer)

    @property
    def at(self) -> datetime:
        """When it was said."""
        return self.stage.days.at(self.voice.day, minute(self.peer, self.voice.day, self.asking.by))


def tell_reviews(stage: Stage) -> None:
    """Everything said, in two units of work a member: what they ask and say, then what they answer."""
    said = list(_everything_said(stage))
    asked = [each for each in stage.plot.askings if each.sent]
    for name in sorted({each.peer for each in said} | {each.by for each in asked}):
        with stage.acting(name) as session:
            send(session, stage, [each for each in asked if each.by == name])
            _say(session, [each for each in said if each.peer == name])
    for name in sorted({each.asking.by for each in said}):
        heard = [each for each in said if each.asking.by == name]
        with stage.acting(name) as session:
            _answer(session, heard)
            for axis in sorted({each.asking.axis for each in heard}):
                settle_level(session, axis=axis)


def _everything_said(stage: Stage) -> Iterator[Said]:
    drawn = drawn_peers(stage)
    names = {stage.member(each.name): each.name for each in stage.plot.cast}
    for asking in stage.plot.askings:
        by_lot = {names[each] for each in drawn[request_id(stage, asking)]}
        seen = level_on(stage.plot.named[asking.by], asking.axis, asking.day)
        for peer in sorted(by_lot.union(asking.chosen)):
            voice = improvised(asking, seen, peer) if asking.improvised else asking.voices.get(peer)
            if voice:
                yield Said(stage, asking, peer, voice, peer in by_lot, seen)


def _say(session: UnitOfWork, spoken: Sequence[Said]) -> None:
    put(session, Statement, [_statement(each) for each in spoken])
    heard = [each for each in spoken if each.voice.stance is not Stance.ABSTAIN]
    put(session, Reading, [_reading(each) for each in heard])
    put(session, Entry, [_spoke(each) for each in heard])


def _answer(session: UnitOfWork, heard: Sequence[Said]) -> None:
    replies = [(each, each.voice.reply) for each in heard if each.voice.reply]
    put(session, Answer, [_reply(each, reply) for each, reply in replies])
    put(session, Entry, [_replied(each, reply) for each, reply in replies])


def _statement(said: Said) -> Json:
    stage, voice = said.stage, said.voice
    day = stage.days.on(voice.day)
    withdrawn = voice.withdrawn
    return {
        "id": said.id,
        "request_id": request_id(stage, said.asking),
        "author_id": stage.member(said.peer),
        "subject_id": stage.member(said.asking.by),
        "axis": said.asking.axis,
        "period": period_of(day, [stage.days.on(closing) for closing in stage.closings]),
        "stance": voice.stance,
        "level_seen": said.seen,
        "level": voice.level,
        "grounds": list(voice.grounds),
        "words": voice.words,
        "drawn": said.drawn,
        "said_at": said.at,
        "expires_on": expires_on(day),
        "withdrawn_at": None if withdrawn is None else stage.days.at(withdrawn, minute(said.peer, withdrawn)),
    }


def _reading(said: Said) -> Json:
    stage = said.stage
    opened = minute(said.peer, said.voice.day, said.asking.by) - READ_BEFORE
    return {
        "id": key("reading", said.id),
        "subject_id": stage.member(said.asking.by),
        "reader_id": stage.member(said.peer),
        "role": "peer",
        "what": said.asking.axis.value,
        "at": stage.days.at(said.voice.day, opened),
    }


def _spoke(said: Said) -> Json:
    stage, act = said.stage, ACTS[said.voice.stance]
    return _entry(said, act, by=stage.member(said.peer), to=stage.member(said.asking.by), at=said.at)


def _replied(said: Said, reply: Reply) -> Json:
    stage = said.stage
    act = Act.KEEP_LEVEL if reply.level is None else Act.ADJUST_LEVEL
    by, to = stage.member(said.asking.by), stage.member(said.peer)
    return _entry(said, act, by=by, to=to, at=stage.days.at(reply.day, minute(said.asking.by, reply.day)))


def _entry(said: Said, act: Act, *, by: UUID, to: UUID, at: datetime) -> Json:
    return {
        "id": key("entry", act, said.id),
        "actor_id": by,
        "subject_id": to,
        "verb": act.value,
        "object_kind": said.asking.axis.value,
        "object_id": said.id,
        "open": False,
        "at": at,
    }


def _reply(said: Said, reply: Reply) -> Json:
    stage = said.stage
    return {
        "statement_id": said.id,
        "subject_id": stage.member(said.asking.by),
        "author_id": stage.member(said.peer),
        "kind": AnswerKind.KEEP if reply.level is None else AnswerKind.ADJUST,
        "level": reply.level,
        "words": reply.words,
        "answered_at": stage.days.at(reply.day, minute(said.asking.by, reply.day)),
    }
