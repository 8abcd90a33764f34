"""What peer review never becomes: a score, a ranking, a map of who endorsed whom, a coordinator's window."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import html5lib
import pytest
from sqlalchemy import text

from kernel.house import House
from kernel.walls import Role
from tests.cases import each_case, try_each
from tests.mailbox import mails_to
from tests.story import Story
from tests.web.addresses import Address
from tests.web.crawl import PAGES, Crawl

SOURCE = Path(__file__).parents[2] / "platform"
PEER = (
    "levels.",
    "requests.",
    "reviews.",
    "availability.",
    "mediations.",
    "reports.",
    "thanks.",
    "witnesses.",
)
ABOUT_PEERS = [page for page in PAGES if page.endpoint.startswith(PEER) or page.endpoint == "musette.profile"]
THIRD = [page for page in PAGES if page.role in ("coordinator", "newcomer")]
COUNTED = re.compile(
    r"\b(\d+|one)\s+(more\s+)?"
    r"(people|person|peer|opinion|view|voice|confirmation|endorsement|request|review|message|thank|word)",
    re.IGNORECASE,
)
HEADINGS = ("h1", "h2", "h3", "h4", "nav")
WORTH = re.compile(r"\b(level|level_seen|value|confidence|confirmations|stance|seen_higher|weight)\b")
WORDS = (
    "SELECT message FROM request",
    "SELECT evidence FROM request",
    "SELECT words FROM statement",
    "SELECT words FROM answer",
    "SELECT outcome FROM mediation",
    "SELECT words FROM report",
    "SELECT words FROM thanks",
    "SELECT id::text FROM statement",
    "SELECT id::text FROM asked",
)


@pytest.mark.parametrize("role", sorted({page.role for page in ABOUT_PEERS}))
def test_no_heading_counts(role: str, crawl: Crawl) -> None:
    try_each(((page, crawl) for page in ABOUT_PEERS if page.role == role), no_heading_counts)


def no_heading_counts(page: Address, crawl: Crawl) -> None:
    """Check the headings and the links of one page."""
    answer = crawl.seen(page, "en").answer
    if answer.mimetype != "text/html":
        return
    document = html5lib.parse(answer.text, namespaceHTMLElements=False)
    for name in HEADINGS:
        for heading in document.iter(name):
            said = "".join(heading.itertext())
            assert not COUNTED.search(re.sub(r"Membre \d+", "", said)), said
            assert name != "nav" or not re.search(r"\d", said), said  # no number beside a link


def test_nobody_is_ordered_by_what_they_are_worth() -> None:
    ordered = [
        (path.name, ast.unparse(argument))
        for path in SOURCE.rglob("*.py")
        for argument in orders(ast.parse(path.read_text()))
    ]
    assert ordered
    assert [each for each in ordered if WORTH.search(each[1])] == []


@pytest.fixture(scope="module")
def private(house: House, ours: Story) -> list[str]:
    """The words and the rows of what peers said to one another in our story."""
    found: set[str] = set()
    with house.database.engine(Role.BACKUP).connect() as connection:
        for each in WORDS:
            sql = text(f"{each} WHERE cooperative_id = :here")
            found.update(connection.scalars(sql, {"here": ours.cooperative}))
    assert len(found) > len(WORDS)
    return sorted(found - {""})


@each_case("page", THIRD)
def test_nobody_else_reads_what_peers_said(page: Address, private: list[str], crawl: Crawl) -> None:
    answer = crawl.seen(page, "fr").answer
    assert [each for each in private if each.encode() in answer.data] == []


def test_no_mail_holds_what_peers_said(ours: Story, private: list[str], house: House) -> None:
    said = [each for each in private if " " in each]
    assert said
    people = [ours.awa, ours.jeanne, ours.newcomer, *ours.peers]
    mails = [mail for person in people for mail in mails_to(house, person.email)]
    assert mails
    assert [(each, mail) for each in said for mail in mails if each in mail] == []


def orders(tree: ast.AST) -> Iterator[ast.expr]:
    """What queries are ordered by."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "order_by"
        ):
            yield from node.args
