"""What peers said, what was answered, and where each level then stands."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import select

from assessment.rules import period_of
from demo.plot.lives import level_on, minute
from demo.plot.talk import Reply
from demo.plot.voices import improvised
from demo.staging.histories import request_id
from demo.staging.mediations import mediate, read
from demo.staging.outsiders import name_witnesses
from demo.staging.said import Said, entry
from demo.staging.sending import drawn_peers, send
from demo.staging.stage import Stage, key, put
from journal.models import Entry, Reading
from kernel.claims import claimed
from kernel.db import UnitOfWork
from kernel.jobs import Job
from kernel.scope import Scope
from kernel.tables import Json
from peer.jobs import JOINED
from peer.models.statements import Answer, AnswerKind, Statement
from peer.rules import Stance, expires_on, within
from peer.service.acts import Act
from peer.service.standings import note_joined, settle_level

READ_BEFORE = 7  # minutes between the reading of a request and the answer to it
ACTS = {Stance.ENDORSE: Act.ENDORSE, Stance.CONTEST: Act.CONTEST}
REPLIES = {
    AnswerKind.KEEP: Act.KEEP_LEVEL,
    AnswerKind.ADJUST: Act.ADJUST_LEVEL,
    AnswerKind.MEDIATE: Act.ASK_MEDIATION,
}


def tell_reviews(stage: Stage) -> None:
    """Everything said, in two units of work a member: what they ask and say, then what they answer."""
    said = list(_everything_said(stage))
    asked = [each for each in stage.plot.askings if each.sent]
    for name in sorted({each.peer for each in said} | {each.by for each in asked}):
        with stage.acting(name) as session:
            send(session, stage, [each for each in asked if each.by == name])
            name_witnesses(session, stage, [each for each in asked if each.by == name])
            _say(session, [each for each in said if each.peer == name])
    said += _testify(stage)
    for name in sorted({each.asking.by for each in said}):
        heard = [each for each in said if each.asking.by == name]
        with stage.acting(name) as session:
            _answer(session, heard)
            for axis in sorted({each.asking.axis for each in heard}):
                settle_level(session, axis=axis)
    read(stage, said)
    _join(stage)


def _testify(stage: Stage) -> Iterator[Said]:
    """What witnesses say, each in the scope their link opens."""
    for asking in stage.plot.askings:
        for name, voice in asking.outside.items():
            seen = level_on(stage.plot.named[asking.by], asking.axis, asking.day)
            said = Said(stage, asking, name, voice, drawn=False, seen=seen, outside=True)
            scope = Scope(cooperative=stage.cooperative, member=said.witness_id)
            with stage.database.unit_of_work(scope) as session:
                _say(session, [said])
            yield said


def _join(stage: Stage) -> None:
    """The jobs asked for by levels that have come near a view, done as a worker does; no mail leaves."""
    with stage.together() as session:
        asked = select(Job.id).where(Job.kind == JOINED.name, Job.done_at.is_(None))
        found = session.scalars(asked.order_by(Job.id)).all()
    for job_id in found:
        with claimed(stage.database, JOINED, stage.cooperative, job_id) as claim:
            if claim:
                note_joined(claim.session, statement_id=claim.id("statement"))


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
    put(session, Reading, [_reading(each) for each in heard if not each.outside])
    put(session, Entry, [_spoke(each) for each in heard])


def _answer(session: UnitOfWork, heard: Sequence[Said]) -> None:
    replies = [(each, each.voice.reply) for each in heard if each.voice.reply]
    put(session, Answer, [_reply(each, reply) for each, reply in replies])
    put(session, Entry, [_replied(each, reply) for each, reply in replies])
    mediate(session, heard)


def _statement(said: Said) -> Json:
    stage, voice = said.stage, said.voice
    day = stage.days.on(voice.day)
    withdrawn = voice.withdrawn
    return {
        "id": said.id,
        "request_id": request_id(stage, said.asking),
        "author_id": said.author_id,
        "witness_id": said.witness_id,
        "outside": said.outside,
        "subject_id": stage.member(said.asking.by),
        "axis": said.asking.axis,
        "period": period_of(day, [stage.days.on(closing) for closing in stage.closings]),
        "stance": voice.stance,
        "level_seen": said.seen,
        "level": voice.level,
        "grounds": list(voice.grounds),
        "words": voice.words,
        "drawn": said.drawn,
        "named": _is_named(said),
        "said_at": said.at,
        "expires_on": expires_on(day),
        "joined_at": _joined_at(said),
        "withdrawn_at": None if withdrawn is None else stage.days.at(withdrawn, minute(said.peer, withdrawn)),
    }


def _is_named(said: Said) -> bool:
    """Whether a peer agreed that badges name them: about every second one does."""
    return (
        said.voice.stance is Stance.ENDORSE
        and not said.outside
        and minute(said.peer, said.voice.day) % 2 == 0
    )


def _joined_at(said: Said) -> datetime | None:
    """When an adjusted level came near the view it answers."""
    reply, by = said.voice.reply, said.asking.by
    if reply is None or not within(reply.level, said.voice.level):
        return None
    return said.stage.days.at(reply.day, minute(by, reply.day))


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
    return entry(said, act, by=said.author_id, to=stage.member(said.asking.by), at=said.at)


def _replied(said: Said, reply: Reply) -> Json:
    stage = said.stage
    by, to = stage.member(said.asking.by), stage.member(said.peer)
    at = stage.days.at(reply.day, minute(said.asking.by, reply.day))
    return entry(said, REPLIES[_kind(reply)], by=by, to=to, at=at)


def _reply(said: Said, reply: Reply) -> Json:
    stage = said.stage
    return {
        "statement_id": said.id,
        "subject_id": stage.member(said.asking.by),
        "author_id": stage.member(said.peer),
        "kind": _kind(reply),
        "level": reply.level,
        "words": reply.words,
        "answered_at": stage.days.at(reply.day, minute(said.asking.by, reply.day)),
    }


def _kind(reply: Reply) -> AnswerKind:
    if reply.mediation:
        return AnswerKind.MEDIATE
    return AnswerKind.KEEP if reply.level is None else AnswerKind.ADJUST
