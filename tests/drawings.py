"""Reading a drawing back from its SVG, independently of what made it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from hypothesis import Phase, settings

# A drawing takes a tenth of a second: a few examples, and no long search for the smallest that fails.
few = settings(max_examples=12, deadline=None, phases=set(Phase) - {Phase.shrink})
TOKENS = {
    *("paper", "sheet", "canvas", "canvas-deep", "rule", "rule-chart", "rule-strong", "text", "soft"),
    *("ink", "ink-deep", "ink-wash", "peers", "alert", "focus"),
    *("living", "designing", "making", "finance"),
    *("living-tint", "designing-tint", "making-tint", "finance-tint"),
}
ELEMENTS = {"svg", "g", "path", "line", "rect", "text", "tspan", "title"}
MOVE = re.compile(r"translate\((-?[\d.]+),(-?[\d.]+)\)")
DECIMALS = re.compile(r"\d\.\d{2,}")


@dataclass(frozen=True)
class Mark:
    """One element that shows, with the place its transforms give it."""

    tag: str
    x: float
    y: float
    text: str
    look: dict[str, str]

    def __getitem__(self, name: str) -> str:
        return self.look.get(name, "")

    def path(self) -> list[tuple[float, float]]:
        """The corners of a path of straight strokes."""
        pairs = re.findall(r"[ML](-?[\d.]+),(-?[\d.]+)", self["d"])
        return [(self.x + float(x), self.y + float(y)) for x, y in pairs]

    def end(self) -> tuple[float, float]:
        """The other end of a line."""
        return self.x + float(self["x2"]), self.y + float(self["y2"])


def read(svg: str) -> ET.Element:
    """The `svg` element."""
    return ET.fromstring(svg)  # noqa: S314 (we read what we drew)


def marks(svg: str, **look: str) -> list[Mark]:
    """The elements that bear these attributes, lowest first."""
    wanted = {name.replace("_", "-"): value for name, value in look.items()}
    found = _marks(read(svg), 0.0, 0.0)
    return [mark for mark in found if all(mark[name] == value for name, value in wanted.items())]


def circles(svg: str, **look: str) -> list[Mark]:
    """The full circles among them."""
    return [mark for mark in marks(svg, **look) if mark["d"].count("A") == 2]


def diamonds(svg: str, **look: str) -> list[Mark]:
    """The diamonds among them."""
    return [mark for mark in marks(svg, **look) if re.fullmatch(r"M-[\d.]+,0L0,-[\d.]+L.*Z", mark["d"])]


def texts(svg: str, **look: str) -> list[str]:
    """What is written, in the order it is drawn."""
    return [mark.text for mark in marks(svg, **look) if mark.tag == "text"]


def said(svg: str) -> list[str]:
    """What the marks tell those who point at them, in the order they are drawn."""
    return [element.text or "" for element in read(svg).iter("title")]


def assert_clean(svg: str) -> None:
    """Fail unless the drawing may stand inline in any page of the platform."""
    root = read(svg)
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-label"]
    assert "://" not in svg
    for element in root.iter():
        assert element.tag in ELEMENTS
        assert element is root or not {"role", "class", "id"} & set(element.attrib)
        assert len(element) or element.text or element.tag not in {"g", "text", "tspan"}
        for name, value in element.attrib.items():
            assert name != "style"
            assert not name.startswith(("on", "xlink", "href"))
            assert element is root or not name.startswith("aria")
            assert not DECIMALS.search(value) or "opacity" in name
        for name in ("fill", "stroke"):
            paint = element.attrib.get(name, "none")
            assert paint == "none" or paint.removeprefix("var(--").removesuffix(")") in TOKENS
        assert element.attrib.get("font-family", "var(--sans)") in {"var(--sans)", "var(--serif)"}


def _marks(element: ET.Element, x: float, y: float) -> Iterator[Mark]:
    moved = MOVE.fullmatch(element.attrib.get("transform", "translate(0,0)"))
    assert moved
    x, y = x + float(moved[1]), y + float(moved[2])
    if element.tag not in {"svg", "g", "title"}:
        yield Mark(element.tag, x, y, "".join(element.itertext()), dict(element.attrib))
    for child in element if element.tag in {"svg", "g"} else ():
        yield from _marks(child, x, y)
