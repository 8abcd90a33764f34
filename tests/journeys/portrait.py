"""What the coordinator reads of everyone together, and cannot reach of anyone."""

import re
from collections.abc import Iterable
from http import HTTPStatus

from playwright.sync_api import expect

from assessment.referential import Axis
from tests.journeys.walker import Walker

PERSONAL = re.compile(r"/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}")


def read(walker: Walker, *, members: int) -> None:
    """The coordinator reads the portrait: figures, a diagram, and the same in a table."""
    say = walker.say
    walker.follow(say("Cooperative"))
    walker.sees(say("Freedom and dependence"), walker.page.get_by_role("heading", level=1))
    walker.sees(say("of %(members)s", members=members))
    walker.follow(say("Pictures"))
    diagram = walker.page.get_by_role("region", name=say("The collective diagram"))
    expect(diagram.get_by_role("figure").get_by_role("img").filter(visible=True)).to_be_visible()
    for axis in Axis:
        row = diagram.get_by_role("row").filter(has_text=say.axis(axis))
        expect(row).to_have_count(1)
        assert re.search(r"\d+", row.get_by_role("cell").first.inner_text()), axis


def look_everywhere(walker: Walker) -> None:
    """The coordinator opens every page of the cooperative, and the page of the member."""
    say = walker.say
    for name in ("Coordinate", "Members", "Invitations", "Groups", "Journal"):
        walker.follow(say(name))
    walker.follow(say("Members"))
    walker.follow("Awa Diallo")
    walker.follow(say("Reviews"))


def are_refused(walker: Walker, paths: Iterable[str]) -> None:
    """Every address about somebody that they and their peers have opened is unknown to this reader."""
    personal = {path for path in paths if PERSONAL.search(path) and "/invitations/" not in path}
    assert len(personal) >= 4
    for path in personal:
        answer = walker.page.request.get(walker.home + path)
        assert answer.status == HTTPStatus.NOT_FOUND, path


def holds_none(text: str, private: Iterable[str]) -> None:
    """Nothing of what is private stands in a text."""
    marked = {each: re.search(rf"(?<!\w){re.escape(each)}(?!\w)", text) for each in private}
    found = [text[max(0, each.start() - 40) : each.end() + 40] for each in marked.values() if each]
    assert not found, found
