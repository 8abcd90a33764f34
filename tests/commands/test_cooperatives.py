"""Cooperatives made, listed, looked at and closed from the command line."""

import io
import sys
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from kernel import clock
from kernel.house import House
from kernel.jobs import Job
from kernel.scope import Scope
from kernel.walls import Role
from tenants.models import Cooperative, RoleName
from tests.cases import each_case
from tests.commandline import Operator
from tests.conftest import Visitor
from tests.mailbox import link_in, mails_to
from tests.world import World
from web.commands.cooperatives import known

SENTENCE = "a sentence for this very test"


def new_name() -> tuple[str, str]:
    """A name nobody has taken, and its slug."""
    number = uuid4().hex[:10]
    return f"L'Établi {number}", f"l-etabli-{number}"


def address() -> str:
    """An address nobody has."""
    return f"{uuid4().hex}@operators.example"


def counts(house: House) -> tuple[int, int]:
    """How many cooperatives and jobs there are: what a command that fails must leave as they are."""
    with house.database.reading(role=Role.RELAY) as session:
        cooperatives = session.scalar(select(func.count()).select_from(Cooperative)) or 0
        return cooperatives, session.scalar(select(func.count()).select_from(Job.__table__)) or 0


def test_a_cooperative_and_its_first_coordinator(operator: Operator, world: World, visitor: Visitor) -> None:
    (name, slug), email = new_name(), address()
    made = operator("cooperative", "create", name, "--coordinator", email, "--language", "en")
    assert made.status == 0
    assert made.out == f"{name} is at http://127.0.0.1:8000/c/{slug}/; {email} has been invited.\n"
    world.scopes.add(known(slug))
    world.run_jobs()
    mail = mails_to(world.house, email)[0]
    assert name in mail
    client = visitor()
    path = link_in(mail)
    assert name in client.get(path).get_data(as_text=True).replace("&#39;", "'")
    assert client.post(path, data={"name": "Jeanne Abgrall", "password": SENTENCE}).status_code == 303
    invited = client.post(f"/c/{slug}/invitations", data={"emails": address(), "group": ""})
    assert invited.status_code == 303
    shown = operator("cooperative", "show", slug)
    assert shown.out == "members\t1\ncoordinators\t1\ncampaign\tnone open\n"


def test_a_slug_is_given_once(operator: Operator, house: House) -> None:
    name, slug = new_name()
    assert operator("cooperative", "create", name, "--coordinator", address()).status == 0
    before = counts(house)
    again = operator("cooperative", "create", "Another", "--slug", slug, "--coordinator", address())
    assert again.sentence == "This short name is taken; one is never given twice."
    assert again.status == 1
    assert counts(house) == before


@each_case(
    "words, sentence",
    [
        (("Coop", "--coordinator", "nobody"), "“nobody” is not a complete address."),
        (("Coop", "--coordinator", "a@b.example", "--zone", "Paris"), "This time zone is unknown"),
        (("Coop", "--coordinator", "a@b.example", "--zone", "../etc/passwd"), "This time zone is unknown"),
        (("Coop", "--coordinator", "a@b.example", "--zone", ""), "This time zone is unknown"),
        (("Coop", "--coordinator", "a@b.example", "--slug", "Not A Slug"), "The short name holds lower-case"),
        (("！！", "--coordinator", "a@b.example"), "The short name holds lower-case"),
        (("   ", "--coordinator", "a@b.example"), "Give a name of 80 characters at most."),
        (("x" * 81, "--coordinator", "a@b.example"), "Give a name of 80 characters at most."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(
    words: tuple[str, ...], sentence: str, operator: Operator, house: House
) -> None:
    before = counts(house)
    slug = () if "--slug" in words or words[0] == "！！" else ("--slug", f"coop-{uuid4().hex[:10]}")
    refused = operator("cooperative", "create", *words, *slug)
    assert refused.sentence.startswith(sentence)
    assert refused.status == 1
    assert counts(house) == before


@pytest.mark.parametrize(
    "words",
    [
        ("create", "Coop"),
        ("create", "Coop", "--coordinator", "a@b.example", "--language", "de"),
        ("close",),
        ("paint",),
    ],
)
def test_words_that_are_no_command_are_explained(words: tuple[str, ...], operator: Operator) -> None:
    refused = operator("cooperative", *words)
    assert refused.status == 2
    assert "Usage:" in refused.err
    assert "Error:" in refused.err


def test_the_list_of_cooperatives(operator: Operator, world: World) -> None:
    one, two = world.cooperative("Alpha"), world.cooperative("Beta")
    world.member(one)
    world.member(one)
    assert operator("cooperative", "close", world.slug(two), "--yes").status == 0
    rows = dict(line.split("\t", 1) for line in operator("cooperative", "list").out.splitlines())
    assert rows[world.slug(one)] == "2 members\tAlpha"
    assert rows[world.slug(two)] == f"closed {clock.now():%Y-%m-%d}\tBeta"


def test_an_unknown_cooperative(operator: Operator) -> None:
    for words in (("show", "nobody-here"), ("close", "nobody-here", "--yes")):
        assert operator("cooperative", *words).sentence == "There is no cooperative with this short name."


def test_a_closed_cooperative_keeps_its_members_their_own_pages(
    operator: Operator, world: World, visitor: Visitor
) -> None:
    cooperative = world.cooperative()
    jeanne = world.member(cooperative, "Jeanne", RoleName.COORDINATOR)
    world.assess(jeanne)
    stranger = world.member(world.cooperative())
    client = visitor(jeanne.person)
    assert client.get(jeanne.url("groups")).status_code == 200
    closed = operator("cooperative", "close", jeanne.slug, "--yes")
    assert closed.out == f"{jeanne.slug} is closed.\n"
    assert client.get(jeanne.url("groups")).status_code == 410
    assert client.get("/me/").status_code == 200
    assert client.get("/me/history").status_code == 200
    unknown = visitor(stranger.person).get(jeanne.url("groups"))
    assert unknown.status_code == 404


def test_closing_stops_the_campaign_and_may_be_said_twice(operator: Operator, world: World) -> None:
    cooperative = world.cooperative()
    slug, today = world.slug(cooperative), clock.today("Europe/Paris")
    world.campaign(cooperative, today, today)
    assert f"closes on {today}" in operator("cooperative", "show", slug).out
    for _turn in range(2):
        assert operator("cooperative", "close", slug, "--yes").status == 0
    with world.house.database.reading(Scope(cooperative=cooperative)) as session:
        found = session.scalars(select(Cooperative).where(Cooperative.cooperative_id == cooperative)).one()
    assert found.next_close_on is None
    assert found.closed_at is not None


def test_closing_asks_first(operator: Operator, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    slug = world.slug(world.cooperative())
    monkeypatch.setattr(sys, "stdin", io.StringIO("n\n"))
    assert operator("cooperative", "close", slug).status == 1
    assert operator("cooperative", "show", slug).status == 0
    rows = dict(line.split("\t", 1) for line in operator("cooperative", "list").out.splitlines())
    assert rows[slug].startswith("0 members")
