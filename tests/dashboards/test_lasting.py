"""A portrait a browser already holds is not sent again, and never to somebody else."""

from datetime import date

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kernel.scope import Scope
from kernel.walls import Role
from pages import lasting
from people.queries import logins
from people.service import end_login
from tenants.service.members import rename
from tests.conftest import Visitor
from tests.dashboards.conftest import Hall, gathered
from tests.foundry import Foundry
from tests.world import Member, World

EARLIER, SPRING, SUMMER = date(2026, 3, 2), date(2026, 3, 31), date(2026, 9, 30)
NOT_MODIFIED = 304


@pytest.fixture
def told(world: World, foundry: Foundry) -> Hall:
    """A cooperative with a portrait and its charts."""
    return foundry.cast(published, world)


def published(world: World) -> Hall:
    """A portrait of twelve, drawn."""
    hall = gathered(world)
    hall.answer(EARLIER, hall.members)
    hall.closed(SPRING)
    hall.world.run_jobs()
    return hall


def path(member: Member) -> str:
    return member.url(f"portraits/{SPRING}")


def ask(client: FlaskClient, member: Member, tag: str | None = None) -> TestResponse:
    """The page, the cookie of the session being complete."""
    client.get(path(member))
    return client.get(path(member), headers={"If-None-Match": tag} if tag else {})


def tag_for(client: FlaskClient, member: Member) -> str:
    answer = ask(client, member)
    assert answer.status_code == 200
    return answer.headers["ETag"]


def test_a_page_one_holds_is_not_sent_again(told: Hall, visitor: Visitor) -> None:
    jeanne = told.members[0]
    client = visitor(jeanne.person)
    first = ask(client, jeanne)
    again = ask(client, jeanne, first.headers["ETag"])
    assert (again.status_code, again.data) == (NOT_MODIFIED, b"")
    for answer in (first, again):
        assert answer.headers["ETag"].startswith("W/")
        assert answer.headers["Cache-Control"] == "private, no-cache"
        assert "Cookie" in answer.headers["Vary"]
        assert "Content-Security-Policy" in answer.headers
    assert ask(client, jeanne).data == first.data
    assert ask(client, jeanne, '"another"').status_code == 200


def test_each_reader_sign_in_and_language_has_its_own(told: Hall, visitor: Visitor) -> None:
    jeanne, other = told.members[:2]
    tags = {
        tag_for(visitor(jeanne.person), jeanne),
        tag_for(visitor(jeanne.person), jeanne),  # another sign-in: another token in the forms
        tag_for(visitor(jeanne.person, language="fr"), jeanne),
        tag_for(visitor(other.person), other),
    }
    assert len(tags) == 4
    client = visitor(other.person)
    assert all(ask(client, other, tag).status_code == 200 for tag in tags)
    assert other.name in ask(client, other).text
    assert jeanne.name not in ask(client, other).text


def test_whatever_the_page_shows_changes_it(
    told: Hall, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    jeanne = told.members[0]
    client = visitor(jeanne.person)
    tags = [tag_for(client, jeanne)]
    told.campaign(SUMMER)
    tags.append(tag_for(client, jeanne))
    told.answer(date(2026, 4, 2), [jeanne])
    tags.append(tag_for(client, jeanne))
    told.close(SUMMER)
    tags.append(tag_for(client, jeanne))
    with jeanne.acting() as session:
        rename(session, name="Jeanne A.", by=jeanne.scope)
    tags.append(tag_for(client, jeanne))
    monkeypatch.setattr(lasting, "version", lambda: "the next one")
    tags.append(tag_for(client, jeanne))
    assert len(set(tags)) == len(tags)


def test_until_its_charts_are_drawn_a_page_is_kept_by_nobody(hall: Hall, visitor: Visitor) -> None:
    hall.answer(EARLIER, hall.members)
    hall.closed(SPRING)
    jeanne = hall.members[0]
    answer = ask(visitor(jeanne.person), jeanne)
    assert "ETag" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"


def test_who_may_not_read_is_not_told_that_nothing_changed(told: Hall, visitor: Visitor) -> None:
    jeanne = told.members[0]
    client = visitor(jeanne.person)
    tag = tag_for(client, jeanne)
    assert visitor().get(path(jeanne), headers={"If-None-Match": tag}).status_code == 302
    stranger = told.world.person()
    assert visitor(stranger[0]).get(path(jeanne), headers={"If-None-Match": tag}).status_code == 404
    with told.world.house.database.unit_of_work(Scope(person=jeanne.person), Role.IDENTITY) as session:
        for each in logins(session, jeanne.person):
            end_login(session, login_id=each.id, by=jeanne.person)
    assert client.get(path(jeanne), headers={"If-None-Match": tag}).status_code == 302


def test_a_message_is_shown_once_and_kept_by_nobody(told: Hall, visitor: Visitor) -> None:
    jeanne = told.members[0]
    client = visitor(jeanne.person)
    tag = tag_for(client, jeanne)
    with client.session_transaction() as cookie:
        cookie["_flashes"] = [("message", "Your answer is noted.")]
    shown = client.get(path(jeanne), headers={"If-None-Match": tag})
    assert shown.status_code == 200
    assert "Your answer is noted." in shown.text
    assert "ETag" not in shown.headers
    assert "Your answer is noted." not in ask(client, jeanne).text


def test_the_shelf_lets_go_of_the_oldest() -> None:
    shelf = lasting.Shelf(2)
    for name in ("a", "b"):
        shelf.keep(name, name.encode())
    assert shelf.find("a") == b"a"
    shelf.keep("c", b"c")
    assert [shelf.find(name) for name in "abc"] == [b"a", None, b"c"]
