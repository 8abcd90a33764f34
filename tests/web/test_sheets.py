"""The style sheets and macros, read as text: layers, contrasts, nothing dead, nothing inline."""

import re
from html.parser import HTMLParser
from pathlib import Path

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient

from assessment.referential import Axis, Family, referential
from tests.cases import each_case

WEB = Path(__file__).parents[2] / "platform" / "web"
SHEETS = sorted((WEB / "static" / "css").glob("*.css"))
MACROS = sorted((WEB / "templates" / "macros").glob("*.html"))
LAYOUT = (WEB / "templates" / "layout.html").read_text()
TOKENS = (WEB / "static" / "css" / "tokens.css").read_text()
READ = ("text", "soft", "ink", "peers", "alert")  # must be legible: 4.5
SEEN = ("rule-strong", "focus", "living", "designing", "making", "finance")  # must be told apart: 3
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
TEMPLATES = sorted(WEB.parent.glob("*/templates/**/*.html"))
NOT_WRITTEN_IN_A_TEMPLATE = {"announced", "unset", "told", "follows", "over"}


@pytest.fixture
def page(client: FlaskClient) -> str:
    """The specimen as it is sent."""
    return client.get("/").text


def test_the_page_is_strictly_html(page: str) -> None:
    html5lib.HTMLParser(strict=True).parse(page)


def test_nothing_is_inline(page: str) -> None:
    assert not re.search(r'\sstyle="|<style|\son\w+="|data:|<script(?! type="module" src="/)', page)


def test_no_id_is_given_twice(page: str) -> None:
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))


def test_each_description_and_label_points_to_something(page: str) -> None:
    ids = set(re.findall(r'\sid="([^"]+)"', page))
    names = "for|aria-describedby|aria-labelledby|data-count|data-opened-by"
    pointed = re.findall(rf'\s(?:{names})="([^"]+)"', page)
    assert {each for ids_of in pointed for each in ids_of.split()} <= ids


@each_case("sheet", SHEETS)
def test_a_sheet_speaks_in_its_own_layer_only(sheet: Path) -> None:
    text = COMMENT.sub("", sheet.read_text())
    assert re.findall(r"@layer ([\w, ]+) \{", text) == [sheet.stem]
    assert not re.search(r"!important|url\(|@import|data:", text)


def test_the_layout_links_the_sheets_in_the_order_of_their_layers() -> None:
    declared = re.search(r"@layer ([\w, ]+);", TOKENS)
    linked = re.search(r"SHEETS = \(([^)]*)\)", LAYOUT)
    assert declared
    assert linked
    assert declared[1].split(", ") == re.findall(r'"(\w+)"', linked[1])
    assert set(declared[1].split(", ")) == {sheet.stem for sheet in SHEETS}


def test_every_class_is_styled_and_no_style_is_dead(page: str) -> None:
    styled = set()
    for sheet in SHEETS:
        selectors = re.findall(r"([^{};]+)\{", COMMENT.sub("", sheet.read_text()))
        styled |= {name for each in selectors for name in re.findall(r"\.([a-z][\w-]*)", each)}
    shown = Classes.of(page)
    assert shown - styled == set()
    written = re.findall(r'class="([^"{]*)', "".join(path.read_text() for path in TEMPLATES))
    assert styled - shown - set(" ".join(written).split()) == NOT_WRITTEN_IN_A_TEMPLATE


class Classes(HTMLParser):
    """Collects the classes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  the parser's own signature
        self.found |= {name for key, value in attrs if key == "class" and value for name in value.split()}

    @classmethod
    def of(cls, page: str) -> set[str]:
        parser = cls()
        parser.feed(page)
        return parser.found


def test_the_specimen_shows_every_macro() -> None:
    source = (WEB / "templates" / "specimen.html").read_text()
    shown = set(re.findall(r"\w+", " ".join(re.findall(r"\.html\" import ([^%]+)-%", source))))
    public = {name for path in MACROS for name in re.findall(r"macro ([a-z]\w*)\(", path.read_text())}
    assert public - shown == {"error", "control", "group"}


@pytest.mark.parametrize(
    "block", [r":root \{(.*?)\n  \}", r"prefers-color-scheme: dark\) \{(.*?)\n  \}"], ids=["light", "dark"]
)
def test_colours_are_told_from_their_ground(block: str) -> None:
    found = re.search(block, TOKENS, re.DOTALL)
    assert found
    colour = dict(re.findall(r"--([\w-]+): (#[0-9a-f]+);", found[1]))
    for ground in ("paper", "sheet", "canvas"):
        assert min(contrast(colour[name], colour[ground]) for name in READ) >= 4.5
        assert min(contrast(colour[name], colour[ground]) for name in SEEN) >= 3
    assert contrast(colour["ink"], colour["ink-wash"]) >= 4.5
    assert contrast(colour["soft"], colour["canvas-deep"]) >= 4.5
    assert contrast(colour["on-ink"], colour["ink"]) >= 4.5
    assert contrast(colour["on-ink"], colour["ink-deep"]) >= 4.5


def contrast(one: str, other: str) -> float:
    """The WCAG contrast of two colours, from 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    """The relative luminance of a hexadecimal colour, from 0 to 1."""
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_an_axis_stands_where_the_referential_puts_it(specimen: Flask) -> None:
    marks = specimen.jinja_env.get_template("macros/mark.html").module
    dye = {
        Family.LIVING: "living",
        Family.DESIGNING: "designing",
        Family.MAKING: "making",
        Family.FINANCE: "finance",
    }
    for place, axis in enumerate(Axis):
        drawn = str(marks.glyph(axis.value))  # type: ignore[attr-defined]  # Jinja makes it
        assert f'class="f-{dye[referential().sheets[axis].family]}"' in drawn
        assert f"rotate({round(place * 360 / 7, 2)} " in drawn
