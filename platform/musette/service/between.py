"""The statements between those who go together: told by place when they go, read back when they arrive."""

from collections.abc import Callable, Sequence
from typing import IO, Any
from uuid import UUID

from sqlalchemy import select

from assessment.models import Counting
from assessment.referential import referential
from kernel import clock
from kernel.db import UnitOfWork
from kernel.refusals import Invalid
from musette.archives import NO_ARCHIVE, Item, read
from musette.models import CarriedStatement
from musette.parcels.meeting import ABOUT, BY, placed
from musette.queries.carried import said_of_me
from musette.service.items import recorded, row_of
from musette.service.leaving import carried_copy
from peer.models.requests import ReviewRequest
from peer.models.statements import Answer, Statement
from peer.rules import Stance, expires_on
from peer.service.requests import LONGEST_WORDS
from tenants.queries.cooperatives import cooperative
from tenants.queries.members import named_members

# What is told of each row: every column but these, which say who and where.
WHOSE = ("cooperative_id", "request_id", "author_id", "witness_id", "subject_id", "member_id", "statement_id")
SAID_BUT = (*WHOSE, "outside", "withdrawn_at", "hidden_at")
ASKED_BUT = (*WHOSE, "hidden_at", "withdrawn_at")
ANSWERED_BUT = (*WHOSE, "hidden_at")
MOST = 5_000


def told(session: UnitOfWork, *, places: Sequence[UUID]) -> Item:
    """What was said between the member in scope and the others, each named by their place in the file."""
    at = {each: place for place, each in enumerate(places) if each != session.member}
    of_me = [
        (said.author_id, {**_with_request(session, said), "answer": _answer(answer)})
        for said, answer in said_of_me(session)
    ]
    by_me = [(said.subject_id, {"statement": _statement(said)}) for said in _said_by_me(session)]
    return {
        "place": list(places).index(session.member),
        "of_me": placed(of_me, at, BY),
        "by_me": placed(by_me, at, ABOUT),
    }


def names_of(session: UnitOfWork, *, places: Sequence[UUID]) -> list[str]:
    """What those who go are called, by their place in the file."""
    names = {each.id: each.display_name for each in named_members(session, places)}
    return [names.get(each, "") for each in places]


def from_others(session: UnitOfWork, *, places: Sequence[UUID]) -> list[CarriedStatement]:
    """What those who do not go said of the member in scope: unnamed as ever, and without their words."""
    home = cooperative(session).name
    others = [each for each in said_of_me(session) if each[0].author_id not in places]
    copies = [carried_copy(said, answer, home) for said, answer in others]
    for each in copies:
        each.words = ""
    return copies


def counting(session: UnitOfWork) -> str | None:
    """The activity of the person in scope that counts in the cooperative in scope."""
    held = session.get(Counting, (session.person, session.cooperative))
    return str(held.activity_id) if held else None


def section_of(file: IO[bytes]) -> Item:
    """What a parcel tells of what was said between people, sound throughout; raises Invalid otherwise."""
    section = read(file).get("together")
    if not isinstance(section, dict) or not _is_place(section.get("place")):
        raise Invalid(NO_ARCHIVE, field="file")
    for name, other, check in (("of_me", BY, _check_heard), ("by_me", ABOUT, _check_said)):
        items = section.get(name)
        if not isinstance(items, list) or len(items) > MOST:
            raise Invalid(NO_ARCHIVE, field="file")
        for item in items:
            if not isinstance(item, dict) or not _is_place(item.get(other)):
                raise Invalid(NO_ARCHIVE, field="file")
            check(item)
    return section


def statement_of(item: Item) -> Statement:
    """The statement of an item, of nobody yet; raises Invalid for what no cooperative here could hold."""
    said = row_of(Statement, item.get("statement"), *SAID_BUT)
    sound = (
        said.stance is not Stance.ABSTAIN
        and (said.stance is Stance.CONTEST) is (said.level is not None)
        and len(said.words) <= LONGEST_WORDS
        and set(said.grounds) <= {each.id for each in referential().grounds}
        and said.said_at <= clock.now()
        and said.expires_on <= expires_on(clock.day_of(said.said_at, LATEST_ZONE))
    )
    if not sound:
        raise Invalid(NO_ARCHIVE, field="file")
    return said


def request_of(item: Item) -> ReviewRequest:
    """The request a statement answers, of nobody yet."""
    return row_of(ReviewRequest, item.get("request"), *ASKED_BUT)


def answer_of(item: Item) -> Answer | None:
    """The answer to a statement, of nobody yet; None when there is none."""
    if item.get("answer") is None:
        return None
    found = row_of(Answer, item["answer"], *ANSWERED_BUT)
    if len(found.words) > LONGEST_WORDS:
        raise Invalid(NO_ARCHIVE, field="file")
    return found


LATEST_ZONE = "Pacific/Kiritimati"  # where a day begins first: a day late anywhere else
_Check = Callable[[Item], object]


def _check_said(item: Item) -> None:
    statement_of(item)


def _check_heard(item: Item) -> None:
    request, said = request_of(item), statement_of(item)
    answer_of(item)
    if (request.axis, request.level_seen) != (said.axis, said.level_seen):
        raise Invalid(NO_ARCHIVE, field="file")


def _is_place(value: Any) -> bool:  # noqa: ANN401 - whatever a file holds
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _said_by_me(session: UnitOfWork) -> Sequence[Statement]:
    """What the member in scope said of others and stands by, outlived or not."""
    statement = select(Statement).where(
        Statement.author_id == session.member,
        Statement.stance != Stance.ABSTAIN,
        Statement.withdrawn_at.is_(None),
    )
    return session.scalars(statement.order_by(Statement.said_at, Statement.id)).all()


def _with_request(session: UnitOfWork, said: Statement) -> Item:
    request = session.get(ReviewRequest, (session.cooperative, said.request_id))
    held = recorded(request, *ASKED_BUT) if request else None
    if held and request and request.hidden_at:
        held |= {"message": "", "evidence": ""}
    return {"statement": _statement(said), "request": held}


def _statement(said: Statement) -> Item:
    """A statement as both its people tell it: words hidden by mediation stay hidden."""
    return {**recorded(said, *SAID_BUT), **({"words": ""} if said.hidden_at else {})}


def _answer(answer: Answer | None) -> Item | None:
    if answer is None:
        return None
    return {**recorded(answer, *ANSWERED_BUT), **({"words": ""} if answer.hidden_at else {})}
