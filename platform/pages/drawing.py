"""From an Altair chart to one clean inline SVG that light, dark and print pages share.

Importing this module starts nothing. The first drawing starts a JavaScript engine whose threads do not
survive a fork: draw in workers and requests, never in a process that will still fork (`draw` refuses).
"""

import hashlib
import json
import os
import re
import threading
from collections.abc import Iterator
from datetime import date
from xml.etree import ElementTree as ET  # it reads what our own renderer wrote  # nosec B405

import altair as alt
import vl_convert

ELEMENTS = frozenset({"svg", "g", "path", "line", "rect", "circle", "text", "tspan"})
GEOMETRY = frozenset({"d", "transform", "x", "y", "x1", "y1", "x2", "y2", "dx", "dy", "cx", "cy", "r"})
SIZE = frozenset({"width", "height", "viewBox"})
PAINT = frozenset({"fill", "stroke"})
STROKE = frozenset({"stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin"})
OPACITY = frozenset({"opacity", "fill-opacity", "stroke-opacity"})
LETTERS = frozenset({"font-family", "font-size", "font-style", "font-weight", "text-anchor"})
KEPT = GEOMETRY | SIZE | PAINT | STROKE | OPACITY | LETTERS
ROUNDED = GEOMETRY | {"stroke-width"}

SANS, SERIF = "var(--sans)", "var(--serif)"
IDLE = {("opacity", "1"), ("transform", "translate(0,0)"), ("font-weight", "400"), ("font-family", SANS)}
TOKEN = re.compile(r"var\(--[a-z-]+\)|none")
NUMBER = re.compile(r"-?\d*\.?\d+(?:e[-+]?\d+)?")

_pen = threading.Lock()
_drawn_by: set[int] = set()


def draw(chart: alt.Chart | alt.LayerChart, *, label: str, classes: str) -> str:
    """The chart as an `<svg role="img">` named by `label`, coloured by CSS tokens only, about 1 to 10 KB.

    A mark that tells what it stands for says it in a `<title>`, which browsers show to those who point at it.

    Safe between threads, one at a time. Raises ValueError for a colour that is not a `var(--…)` token, a
    font other than `var(--sans)` and `var(--serif)`, or anything that is not plain shapes and text; raises
    RuntimeError in a process forked from one that had already drawn.
    """
    drawn = _render(chart.to_dict(validate=False))
    picture = ET.Element("svg", {"class": classes, "role": "img", "aria-label": label})
    source = ET.fromstring(drawn)  # noqa: S314 - the XML comes from our own renderer  # nosec B314
    picture.attrib |= {name: source.attrib[name] for name in ("width", "height", "viewBox")}
    picture.attrib |= {"fill": "none", "font-family": SANS}
    picture.extend([each for child in source for each in _clean(child)])
    return ET.tostring(picture, encoding="unicode")


def fingerprint(*content: object) -> str:
    """A key of 64 hexadecimal digits for a picture made of this content, to keep it under.

    Content is charts, or what they are made of: mappings, sequences, dates, plain values. The latter is
    much cheaper (building a wheel and reading its specification takes 30 ms); name the drawing, the label
    and the classes among them, or two pictures may share a key. Raises TypeError for anything else.
    """
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=_plain).encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, alt.Chart | alt.LayerChart):
        return value.to_dict(validate=False)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"a picture is not made of {type(value).__name__}")


def _render(spec: dict[str, object]) -> str:
    if _drawn_by - {os.getpid()}:
        raise RuntimeError("a chart was drawn before this process was forked: draw after the fork only")
    with _pen:
        _drawn_by.add(os.getpid())
        # No address is allowed: a chart holds its data, and never fetches any.
        return vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])


def _clean(element: ET.Element) -> Iterator[ET.Element]:
    """The element reduced to what shows: itself, its children when it only grouped them, or nothing."""
    tag = element.tag.rpartition("}")[2]
    if tag not in ELEMENTS:
        raise ValueError(f"a drawing holds plain shapes and text only, not <{tag}>")
    kept = dict(_attributes(element))
    children = [each for child in element for each in _clean(child)]
    if tag == "g":
        kept = {name: value for name, value in kept.items() if name not in PAINT}
        yield from _group(kept, children) if kept else children
    elif tag == "tspan" or _shows(kept):
        clean = ET.Element(tag, kept)
        clean.text = element.text
        clean.extend(children)
        if said := element.get("aria-label"):
            ET.SubElement(clean, "title").text = said
        yield clean


def _group(attributes: dict[str, str], children: list[ET.Element]) -> Iterator[ET.Element]:
    if children:
        group = ET.Element("g", attributes)
        group.extend(children)
        yield group


def _shows(attributes: dict[str, str]) -> bool:
    return any(attributes.get(name, "none") != "none" for name in PAINT) and attributes.get("d") != ""


def _attributes(element: ET.Element) -> Iterator[tuple[str, str]]:
    for name, value in element.attrib.items():
        if name in PAINT and not TOKEN.fullmatch(value):
            raise ValueError(f"{name} must be a colour token such as var(--ink), not {value}")
        if name == "font-family" and value not in {SANS, SERIF}:
            raise ValueError(f"font-family must be {SANS} or {SERIF}, not {value}")
        if name in KEPT and (name, value) not in IDLE:
            yield name, NUMBER.sub(_rounded, value) if name in ROUNDED else value


def _rounded(number: re.Match[str]) -> str:
    return f"{round(float(number[0]), 1) + 0.0:g}"
