"""Exchanges helped by an elected mediator: asked for, agreed to, ended by words that three people share."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from demo.plot.lives import minute
from demo.plot.talk import Mediated, Outcome
from demo.staging.said import Said, entry
from demo.staging.stage import Stage, key, put
from journal.models import Entry, Reading
from kernel.db import UnitOfWork
from kernel.tables import Json
from peer.models.mediations import Ending, Mediation
from peer.service.acts import Act

READ_BEFORE = 25  # minutes between the reading of an exchange and the words proposed


@dataclass(frozen=True)
class Helped:
    """An exchange whose member asked for a mediation on `asked`, and what came of it."""

    said: Said
    asked: int
    told: Mediated

    @property
    def subject(self) -> UUID:
        """The member concerned."""
        return self.said.stage.member(self.said.asking.by)

    @property
    def author(self) -> UUID:
        """Who saw the level otherwise."""
        return self.said.stage.member(self.said.peer)

    @property
    def mediator(self) -> UUID:
        """Who helps the two."""
        return self.said.stage.member(self.told.by)

    def at(self, name: str, day: int) -> datetime:
        """When somebody did what they did about it that day."""
        return self.said.stage.days.at(day, minute(name, day, self.said.asking.by))


def mediate(session: UnitOfWork, heard: Sequence[Said]) -> None:
    """The mediations a member asked for, with what the journal tells of each step."""
    found = list(helped(heard))
    put(session, Mediation, [_mediation(each) for each in found])
    put(session, Entry, [step for each in found for step in _steps(each)])


def read(stage: Stage, said: Sequence[Said]) -> None:
    """What the mediators have read of the two people they wrote words for."""
    for each in helped(said):
        if each.told.outcome:
            with stage.acting(each.told.by) as session:
                put(session, Reading, list(_readings(each, each.told.outcome)))


def helped(said: Sequence[Said]) -> Iterator[Helped]:
    """The exchanges in which a mediation was asked for."""
    for each in said:
        reply = each.voice.reply
        if reply and reply.mediation:
            yield Helped(each, reply.day, reply.mediation)


def _mediation(each: Helped) -> Json:
    outcome, by = each.told.outcome, each.said.asking.by
    by_subject = each.at(by, outcome.ended) if outcome else None
    by_author = each.at(each.said.peer, outcome.ended) if outcome else None
    return {
        "statement_id": each.said.id,
        "subject_id": each.subject,
        "author_id": each.author,
        "mediator_id": each.mediator,
        "asked_at": each.said.stage.days.at(each.asked, minute(by, each.asked)),
        "agreed_at": each.at(each.said.peer, each.told.agreed),
        "outcome": outcome.words if outcome else "",
        "subject_agreed_at": by_subject,
        "author_agreed_at": by_author,
        "mediator_agreed_at": each.at(each.told.by, outcome.day) if outcome else None,
        "ended_at": max(by_subject, by_author) if by_subject and by_author else None,
        "ending": Ending.OUTCOME if outcome else None,
    }


def _steps(each: Helped) -> Iterator[Json]:
    """The acts after the question itself; both people read what the mediator does."""
    said, outcome = each.said, each.told.outcome
    agreed = each.at(said.peer, each.told.agreed)
    yield entry(said, Act.AGREE_MEDIATION, by=each.author, to=each.subject, at=agreed)
    if outcome is None:
        return
    for reader in (each.subject, each.author):
        proposed = each.at(each.told.by, outcome.day)
        yield entry(said, Act.PROPOSE_OUTCOME, by=each.mediator, to=reader, at=proposed)
    for name, by, to in (
        (said.peer, each.author, each.subject),
        (said.asking.by, each.subject, each.author),
    ):
        yield entry(said, Act.AGREE_OUTCOME, by=by, to=to, at=each.at(name, outcome.ended))


def _readings(each: Helped, outcome: Outcome) -> Iterator[Json]:
    opened = minute(each.told.by, outcome.day, each.said.asking.by) - READ_BEFORE
    for member_id in (each.subject, each.author):
        yield {
            "id": key("reading", each.said.id, each.mediator, member_id),
            "subject_id": member_id,
            "reader_id": each.mediator,
            "role": "mediator",
            "what": each.said.asking.axis.value,
            "at": each.said.stage.days.at(outcome.day, opened),
        }
