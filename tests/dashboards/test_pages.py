"""The pages and the files of portraits made by hand: the same numbers everywhere, and whose they are."""

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import StringIO
from xml.etree.ElementTree import Element

import html5lib
import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from assessment.referential import Axis, Language
from bench.asked import statements
from dashboards.display import Shown
from dashboards.models import Release
from dashboards.portrait import Breakdown, Dimension, written
from dashboards.story import told
from dashboards.words import Names
from journal.models import Entry, Reading
from kernel import clock
from kernel.house import House
from tenants.models import Campaign, RoleName
from tests.cases import each_case
from tests.conftest import Visitor
from tests.dashboards.conftest import SIZE, Hall
from tests.dashboards.portraits import huge, large, medium, numbered, publish, small
from tests.dashboards.test_story import emptied, withheld
from tests.world import LEVELS, World

SMALL, MEDIUM, BEFORE, LAST, HUGE = (
    date(2025, 3, 31),
    date(2025, 6, 30),
    date(2025, 9, 30),
    date(2026, 3, 31),
    date(2026, 6, 30),
)
CEILING = 12  # statements, those that open the walls included
NUMBER = re.compile(r"\d+")
UNIQUE = range(101, 1000)
CHANGING = re.compile(r'value="[^"]*"|/c/[a-z0-9-]+/|/static/[0-9a-f]+/')
PATHS = ("", "/diagram", "/mine", "/axes/creativity", f"/compare/{BEFORE}", "/assembly", ".csv", ".json")


@pytest.fixture(scope="module")
def gallery(house: House) -> Hall:
    """A cooperative with a portrait of each size, one of them drawn, and a coordinator who took stock."""
    world = World(house)
    home = world.cooperative("Halle")
    jeanne = world.member(home, "Jeanne Abgrall", RoleName.COORDINATOR)
    made = Hall(world, home, [jeanne, *world.members(home, SIZE - 1)])
    publish(made, small(SMALL), medium(MEDIUM), large(BEFORE), huge(HUGE))
    publish(made, large(LAST), drawn=True)
    world.assess(jeanne, {**LEVELS, Axis.CREATIVITY: 23, Axis.REST_TIME: None})
    return made


@pytest.fixture
def reader(gallery: Hall, regular: Visitor) -> FlaskClient:
    """The coordinator, who reads English."""
    return regular(gallery.members[0].person)


def page_of(hall: Hall, day: date, path: str = "") -> str:
    return hall.members[0].url(f"portraits/{day}{path}")


def main_of(text: str) -> str:
    return CHANGING.sub("", text[text.index("<main") : text.index("</main>")])


def parsed(text: str) -> Element:
    document: Element = html5lib.parse(main_of(text), namespaceHTMLElements=False)
    return document


def words(element: Element) -> str:
    return " ".join(" ".join(element.itertext()).split())


def numbers(text: str) -> set[int]:
    return {int(each) for each in NUMBER.findall(text)} & set(UNIQUE)


def leaves(value: object) -> Iterator[int]:
    """Every number of a JSON value."""
    if isinstance(value, dict):
        for each in value.values():
            yield from leaves(each)
    elif isinstance(value, list):
        for each in value:
            yield from leaves(each)
    elif isinstance(value, int):
        yield value


@each_case("language", ["fr", "en"])
@each_case("day", [SMALL, MEDIUM, LAST, HUGE])
@each_case("path", PATHS)
def test_a_page(path: str, day: date, language: str, gallery: Hall, regular: Visitor) -> None:
    client = regular(gallery.members[0].person, language=language)
    with statements() as asked:
        answer = client.get(page_of(gallery, day, path))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert len(asked) <= CEILING, "\n".join(asked)
    if answer.mimetype == "text/html":
        html5lib.HTMLParser(strict=True).parse(answer.text)


def test_what_has_nothing_is_absent(gallery: Hall, reader: FlaskClient) -> None:
    pages = {day: reader.get(page_of(gallery, day)).text for day in (SMALL, MEDIUM, LAST)}
    found = {day: re.findall(r'<h2 id="([a-z]+)"', page) for day, page in pages.items()}
    always = ["answered", "diagram", "trends", "made"]
    assert found[SMALL][:-1] == [*always, "keep"]
    assert found[MEDIUM][:-1] == [*always[:3], "savoirs", "made", "keep"]
    assert set(found[LAST]) > {"savoirs", "status", "movements", "confirmed"}
    assert "most" in pages[SMALL]
    assert "Middle half" not in pages[SMALL]
    assert "5 or less" in pages[MEDIUM] or "95 or more" in pages[MEDIUM]


def test_withheld_and_empty_give_the_same_page(world: World, visitor: Visitor) -> None:
    shown = []
    for made in (withheld(large(LAST)), emptied(large(LAST))):
        home = world.cooperative("Halle")
        hall = Hall(world, home, [world.member(home, "Jeanne Abgrall")])
        publish(hall, made, drawn=True)
        client = visitor(hall.members[0].person)
        shown.append(
            [main_of(client.get(page_of(hall, LAST, path)).text) for path in ("", "/assembly", "/diagram")]
            + [client.get(page_of(hall, LAST, ".csv")).text]
        )
    assert shown[0] == shown[1]


@pytest.fixture(scope="module")
def numbered_hall(house: House) -> Hall:
    """A cooperative whose portrait has no number twice."""
    world = World(house)
    home = world.cooperative("Nombres")
    hall = Hall(world, home, [world.member(home, "Jeanne Abgrall")])
    publish(hall, numbered(large(LAST)))
    return hall


def test_numbers_are_the_same_on_screen_in_print_and_in_files(numbered_hall: Hall, regular: Visitor) -> None:
    client = regular(numbered_hall.members[0].person)
    data = json.loads(client.get(page_of(numbered_hall, LAST, ".json")).text)
    wanted = set(leaves(data["portrait"])) & set(UNIQUE)
    assert len(wanted) > 250
    rows = list(
        csv.DictReader(StringIO(client.get(page_of(numbered_hall, LAST, ".csv")).text[1:]), delimiter=";")
    )
    assert numbers(" ".join(row["value"] for row in rows)) == wanted
    screen = parsed(client.get(page_of(numbered_hall, LAST)).text)
    paper = parsed(client.get(page_of(numbered_hall, LAST, "/assembly")).text)
    assert numbers(words(screen)) == wanted
    assert numbers(words(paper)) < wanted  # a few sheets: some tables stay on screen and in the files
    assert len(numbers(words(paper))) > len(wanted) / 2
    for row in rows:
        if row["axis"] and row["value"].isdigit() and not row["group"] and ", " not in row["axis"]:
            assert stands(row, screen), row
            assert stands(row, paper) or int(row["value"]) not in numbers(words(paper)), row


def stands(row: dict[str, str], main: Element) -> bool:
    """Whether a number stands on the line of its axis."""
    lines = [words(line) for name in ("tr", "li") for line in main.iter(name)]
    return any(row["axis"] in line and row["value"] in NUMBER.findall(line) for line in lines)


def test_means_of_groups_stand_in_their_own_column(numbered_hall: Hall, regular: Visitor) -> None:
    shown = told(numbered(large(LAST)))
    main = parsed(regular(numbered_hall.members[0].person).get(page_of(numbered_hall, LAST)).text)
    cells = {
        (words(line[0]), cell.get("data-l"), words(cell))
        for line in main.iter("tr")
        for cell in line.iter("td")
    }
    for breakdown in shown.breakdowns.values():
        for place, _group in enumerate(breakdown.cells):
            for axis, means in breakdown.means.items():
                found = [row for row in cells if row[2] == f"{means[place]} or more"]
                assert [row[1] for row in found] == [LABELS[axis]]
                assert found[0][0].startswith("ABCD"[place])


LABELS = {
    Axis.LOCAL_UTILITY: "Local usefulness",
    Axis.COMMERCIAL_RELATION: "Commercial relationship",
    Axis.CREATIVITY: "Creativity",
    Axis.TOOL_MASTERY: "Tool mastery",
    Axis.TRADE_COMPLETENESS: "Whole or fragmented trade",
}


def test_groups_keep_their_order_whatever_their_means(world: World, visitor: Visitor) -> None:
    home = world.cooperative("Ordre")
    hall = Hall(world, home, [world.member(home, "Jeanne Abgrall")])
    before, after = large(BEFORE), large(LAST)
    turned = {
        dimension: Breakdown(found.cells, {axis: means[::-1] for axis, means in found.means.items()})
        for dimension, found in after.breakdowns.items()
    }
    publish(hall, before, replace(after, breakdowns=turned))
    client = visitor(hall.members[0].person)
    orders = []
    for day in (BEFORE, LAST):
        main = parsed(client.get(page_of(hall, day)).text)
        orders.append([words(line[0]) for line in main.iter("tr") if re.match(r"[A-D] ·", words(line[0]))])
    assert orders[0] == orders[1]
    names = Names(Language.ENGLISH)
    assert orders[0] == [
        f"{letter} · {names.cell(dimension, cell)}"
        for dimension, found in told(after).breakdowns.items()
        for letter, cell in zip("ABCD", found.cells, strict=False)
    ]


def test_rest_and_finance_have_no_mean_by_group(gallery: Hall, reader: FlaskClient) -> None:
    main = parsed(reader.get(page_of(gallery, LAST)).text)
    heads = [[words(head) for head in table.iter("th")] for table in main.iter("table")]
    for each in heads:
        if "Group" in each:
            assert not {"Rest and recovery time", "Financial autonomy"} & set(each)


def test_only_the_owner_sees_their_levels_over_the_diagram(
    gallery: Hall, reader: FlaskClient, regular: Visitor
) -> None:
    own = reader.get(page_of(gallery, LAST, "/mine"))
    assert ">23<" in own.text
    assert "Creativity, me: 23%" in own.text
    assert own.headers["Cache-Control"] == "no-store"
    other = regular(gallery.members[1].person).get(page_of(gallery, LAST, "/mine"))
    assert "Nothing to draw yet" in other.text
    assert "me: 23%" not in other.text
    for path in ("", "/diagram", "/assembly"):
        assert "me: 23%" not in reader.get(page_of(gallery, LAST, path)).text


def test_looking_at_one_s_own_levels_is_noted_nowhere(gallery: Hall, reader: FlaskClient) -> None:
    def noted() -> list[int]:
        with gallery.working() as session:
            return [session.scalar(select(func.count()).select_from(each)) or 0 for each in (Entry, Release)]

    before = noted()
    assert reader.get(page_of(gallery, LAST, "/mine")).status_code == 200
    assert noted() == before
    with gallery.members[0].acting() as session:
        assert session.scalar(select(func.count()).select_from(Reading)) == 0


def test_two_portraits_are_compared_by_what_they_show(world: World, visitor: Visitor) -> None:
    home = world.cooperative("Deux")
    hall = Hall(world, home, [world.member(home, "Jeanne Abgrall")])
    before = replace(
        large(BEFORE),
        axes={**large(BEFORE).axes, Axis.CREATIVITY: Shown(mean=50), Axis.REST_TIME: Shown()},
    )
    another = replace(large(HUGE), referential="ligneres-7 2.0.0")
    publish(hall, before, large(LAST), another)
    client = visitor(hall.members[0].person)
    one = client.get(page_of(hall, LAST, f"/compare/{BEFORE}")).text
    assert main_of(one) == main_of(client.get(page_of(hall, BEFORE, f"/compare/{LAST}")).text)
    lines = {words(line[0]): words(line) for line in parsed(one).iter("tr")}
    assert lines["Creativity"] == "Creativity 50 66 rising, +16"
    assert lines["Rest and recovery time"].endswith("44 – no figure to show")
    assert lines["Tool mastery"] == "Tool mastery 68 68 stable"
    other = client.get(page_of(hall, HUGE, f"/compare/{LAST}")).text
    assert "A new scale" in other
    assert "stable" not in words(parsed(other)).replace("called stable", "")
    alone = client.get(page_of(hall, LAST, f"/compare/{LAST}"))
    assert alone.location.endswith(page_of(hall, LAST))
    for path in ("/compare/2001-01-01", "/compare/yesterday"):
        assert client.get(page_of(hall, LAST, path)).status_code == 404


def test_a_portrait_without_figures_has_no_other_page(hall: Hall, visitor: Visitor) -> None:
    hall.answer(BEFORE, hall.members[:9])
    hall.closed(LAST)
    client = visitor(hall.members[0].person)
    for path in ("/diagram", "/mine", "/axes/creativity", "/assembly", f"/compare/{LAST}"):
        assert client.get(page_of(hall, LAST, path)).status_code == 404
    assert client.get(page_of(hall, LAST, ".csv")).text.count("\r\n") == 3  # the head, members, the step
    data = json.loads(client.get(page_of(hall, LAST, ".json")).text)
    assert data["portrait"]["absence"] == "floor"


def test_the_data_are_those_stored(gallery: Hall, reader: FlaskClient) -> None:
    answer = reader.get(page_of(gallery, LAST, ".json"))
    found = json.loads(answer.text)
    assert found == {
        "cooperative": "Halle",
        "version": 2,
        "portrait": written(large(LAST)) | found["portrait"],
    }
    assert found["portrait"] == json.loads(json.dumps(written(large(LAST))))
    assert answer.headers["Content-Disposition"].endswith(f'{LAST}.json"')


def test_a_note_and_commitments_are_recalled_in_the_next_portrait(world: World, visitor: Visitor) -> None:
    home = world.cooperative("Note")
    hall = Hall(world, home, [world.member(home, "Jeanne Abgrall", RoleName.COORDINATOR)])
    publish(hall, large(BEFORE), large(LAST))
    for day in (BEFORE, LAST):
        hall.campaign(day)
    with hall.members[0].acting() as session:
        for each in session.scalars(select(Campaign)):
            each.closed_at = clock.now()
            each.note = f"Words of **{each.closes_on.year}** <b>"
            each.commitments = [f"A commitment of {each.closes_on.year}"]
    client = visitor(hall.members[0].person)
    for path in ("", "/assembly"):
        page = client.get(page_of(hall, LAST, path)).text
        assert "Words of <strong>2026</strong> &lt;b&gt;" in page
        assert page.index("A commitment of 2026") < page.index("A commitment of 2025")
        assert "Words of <strong>2025" not in page
        assert "A commitment of 2026" not in client.get(page_of(hall, BEFORE, path)).text


def test_what_people_wrote_is_only_shown(gallery: Hall, reader: FlaskClient) -> None:
    page = reader.get(page_of(gallery, LAST)).text
    assert "=cmd|&#39; /C calc&#39;!A0" in page
    assert Dimension.TRADE in large(LAST).breakdowns
