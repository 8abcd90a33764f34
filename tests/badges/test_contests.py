"""What a cooperative signs of a view that differs can be taken back, and is once it is true no more."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import select

from badges.documents import voices
from badges.models import StatusList
from badges.service.publishing import written
from badges.service.taking import Along
from badges.signing import signed
from badges.verifying import Verdict
from peer.models.mediations import Reported
from peer.models.statements import Statement
from peer.service import answers, reports, statements
from tenants.models import RoleName
from tenants.service.members import leave
from tests.badges import cast
from tests.badges.ring import AXIS, Ring
from tests.badges.test_attestations import stranger_reads
from tests.badges.test_forged import judge
from tests.badges.test_views_that_differ import judged, kinds, taken
from tests.conftest import Visitor
from tests.world import LEVELS


def test_what_the_cooperative_signed_has_an_entry_that_stays_while_nothing_changes(
    ring: Ring, disputed: tuple[UUID, Statement]
) -> None:
    made, said = disputed
    first = taken(ring, made, Along(views=[said.id]))[1]["credentialStatus"]
    again = taken(ring, made, Along(views=[said.id]))
    assert first == again[1]["credentialStatus"]
    assert first["id"] != again[0]["credentialStatus"]["id"]
    assert first["statusListIndex"] not in ("0", "1")


def leaves(ring: Ring, _said: Statement) -> None:
    """The author is a member no more."""
    with ring.others[2].acting() as session:
        leave(session, by=ring.others[2].scope)


def takes_back(ring: Ring, said: Statement) -> None:
    """The author does not hold it any more."""
    with ring.others[2].acting() as session:
        statements.withdraw(session, statement_id=said.id, by=ring.others[2].scope)


def is_answered(ring: Ring, said: Statement) -> None:
    """The member keeps their level, and says why."""
    with ring.awa.acting() as session:
        answers.keep_level(session, statement_id=said.id, words="Je le vois autrement.", by=ring.awa.scope)


def comes_near(ring: Ring, said: Statement) -> None:
    """The member takes stock again, and comes near without a word."""
    assert said.level is not None
    ring.world.assess(ring.awa, {**LEVELS, AXIS: said.level})


def is_withdrawn(ring: Ring, said: Statement) -> None:
    """The badge it goes along with is."""
    assert said.level is not None
    for each in ring.badges():
        ring.withdraws(each.id)


@pytest.mark.parametrize("ends", [leaves, takes_back, is_answered, comes_near, is_withdrawn])
def test_it_is_taken_back_once_it_is_true_no_more(
    ring: Ring, disputed: tuple[UUID, Statement], ends: Callable[[Ring, Statement], None], visitor: Visitor
) -> None:
    made, said = disputed
    contest = taken(ring, made, Along(views=[said.id]))[1]
    assert judged(ring, written(contest)).accepted
    ends(ring, said)
    ring.world.run_jobs()
    assert wrong(judged(ring, written(contest))) == {("not_revoked", "revoked")}
    assert ring.badge(made).contests == {}
    if ends is takes_back:
        assert "The cooperative has taken it back" in stranger_reads(visitor, written(contest))
        with ring.awa.acting() as session:
            assert session.scalars(select(StatusList.taken)).one() == 2  # an entry given is never given again


def test_one_that_was_answered_is_signed_anew_with_the_answer(
    ring: Ring, disputed: tuple[UUID, Statement]
) -> None:
    made, said = disputed
    before = taken(ring, made, Along(views=[said.id]))[1]
    is_answered(ring, said)
    ring.world.run_jobs()
    assert ring.badge(made).bundle is None
    after = taken(ring, made, Along(views=[said.id]))[1]
    assert after["credentialSubject"]["state"] == "kept"
    assert after["credentialStatus"]["id"] != before["credentialStatus"]["id"]
    assert judged(ring, written(after)).accepted


def test_words_that_were_hidden_are_signed_no_more(ring: Ring, disputed: tuple[UUID, Statement]) -> None:
    made, said = disputed
    contest = taken(ring, made, Along(views=[said.id]))[1]
    mediator = ring.world.member(ring.cooperative, "Malo", RoleName.MEDIATOR)
    with ring.awa.acting() as session:
        report = reports.report(session, kind=Reported.STATEMENT, about_id=said.id, by=ring.awa.scope)
    with mediator.acting() as session:
        reports.hide(session, report_id=report.id, by=mediator.scope)
    ring.world.run_jobs()
    assert wrong(judged(ring, written(contest))) == {("not_revoked", "revoked")}
    assert kinds(taken(ring, made, Along(views=[said.id]))) == ["OpenBadgeCredential"]


def test_one_that_says_nowhere_how_it_is_taken_back_is_refused() -> None:
    document = voices.contest(replace(cast.UNNAMED, status=None), cast.ORIGIN)
    found = judge(signed(document, cast.OURS, at=cast.NOW))
    assert wrong(found) == {("not_revoked", "no_status")}
    assert judge(cast.made("unnamed contest")).accepted


def wrong(found: Verdict) -> set[tuple[str, str]]:
    """What is wrong with a document."""
    return {(each.code.value, each.detail) for each in found.reasons if not each.ok}
