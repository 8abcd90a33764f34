"""Who we are: numbers typed by the coordination, read by pages and by the machine."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.refusals import Forbidden, Invalid
from kernel.scope import Scope
from kernel.walls import Role
from tenants.models import Dimension, RoleName
from tenants.queries.totals import totals
from tenants.service.totals import say_who_we_are
from tests.cases import each_case
from tests.conftest import Visitor
from tests.world import Member, World

STATUS, SENIORITY = Dimension.STATUS, Dimension.SENIORITY


@pytest.fixture
def jeanne(world: World) -> Member:
    """A coordinator in a new cooperative of three."""
    home = world.cooperative("Etabli")
    world.members(home, 2)
    return world.member(home, "Jeanne Abgrall", RoleName.COORDINATOR)


def known(member: Member) -> dict[Dimension, dict[str, int]]:
    """What the machine reads."""
    scope = Scope(cooperative=member.cooperative)
    with member.world.house.database.reading(scope, Role.MACHINE) as session:
        return totals(session)


def say(member: Member, counts: dict[Dimension, dict[str, int | None]]) -> None:
    """Say who we are, through the service."""
    with member.acting() as session:
        say_who_we_are(session, counts=counts, by=member.scope)


def test_numbers_are_typed_changed_and_emptied(jeanne: Member, visitor: Visitor) -> None:
    lead, page = visitor(jeanne.person), jeanne.url("who-we-are")
    assert "It serves to compare those who answered with who we are." in lead.get(page).text
    typed = {"status_self_employed": "2", "status_volunteer": "1", "seniority_under_1": "3"}
    assert lead.post(page, data=typed).status_code == 303
    assert known(jeanne) == {STATUS: {"self_employed": 2, "volunteer": 1}, SENIORITY: {"under_1": 3}}
    assert "add up to" not in lead.get(page).text
    changed = {"status_self_employed": "2", "status_volunteer": "0"}
    assert lead.post(page, data=changed).status_code == 303
    assert known(jeanne) == {STATUS: {"self_employed": 2, "volunteer": 0}}
    assert "add up to 2, and the cooperative has 3 members here" in lead.get(page).text


@each_case("typed", ["-1", "100001", "999999999", "1.5", "douze", "1e3", "²"])
def test_what_is_no_number_of_members_is_refused(typed: str, jeanne: Member, visitor: Visitor) -> None:
    lead, page = visitor(jeanne.person), jeanne.url("who-we-are")
    say(jeanne, {STATUS: {"other": 3}})
    answer = lead.post(page, data={"status_other": "1", "seniority_over_10": typed})
    assert answer.status_code == 422
    assert "A number of members goes from 0 to 100,000." in answer.text
    assert known(jeanne) == {STATUS: {"other": 3}}


@pytest.mark.parametrize("typed", ["1 000", "1\u202f000", " 1000 ", "+1000"])
def test_spaces_are_no_fault(typed: str, jeanne: Member, visitor: Visitor) -> None:
    data = {"status_other": typed}
    assert visitor(jeanne.person).post(jeanne.url("who-we-are"), data=data).status_code == 303
    assert known(jeanne) == {STATUS: {"other": 1000}}


def test_unknown_categories_are_not_kept(jeanne: Member, visitor: Visitor) -> None:
    data = {"status_emperor": "3", "status_prefer_not": "2", "trade_baker": "4", "status_other": "1"}
    assert visitor(jeanne.person).post(jeanne.url("who-we-are"), data=data).status_code == 303
    assert known(jeanne) == {STATUS: {"other": 1}}


def test_only_the_coordination_says_it(jeanne: Member, visitor: Visitor) -> None:
    awa = jeanne.world.member(jeanne.cooperative, "Awa Diallo")
    assert visitor(awa.person).get(awa.url("who-we-are")).status_code == 403
    with pytest.raises(Forbidden):
        say(awa, {STATUS: {"other": 3}})


def test_the_journal_notes_what_changes(jeanne: Member, visitor: Visitor) -> None:
    say(jeanne, {STATUS: {"other": 3}})
    say(jeanne, {STATUS: {"other": 3}})
    page = visitor(jeanne.person).get(jeanne.url("journal")).text
    assert page.count("said how many members there are") == 1


@given(st.integers(-(10**6), 10**6))
def test_the_range(n: int) -> None:
    class Nowhere:
        """Nothing is asked of a database when a number is refused."""

    scope = Scope(roles=frozenset(("coordinator",)))
    if not 0 <= n <= 100_000:
        with pytest.raises(Invalid) as refused:
            say_who_we_are(Nowhere(), counts={STATUS: {"other": n}}, by=scope)  # type: ignore[arg-type] # refused first
        assert refused.value.field == "status_other"
