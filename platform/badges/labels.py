"""The label: a badge as a luggage label, drawn by us, different for each axis and band.

The wedge of the axis is filled up to its band, in the colour of its savoir. Colours are fixed and words are
drawn as shapes: the file travels, and looks the same wherever it is opened.
"""

import json
import math
import re
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files
from io import BytesIO

from PIL import Image
from vl_convert import svg_to_png

from assessment.referential import Axis, Family, Language, Text, referential
from badges import words
from badges.claims import BANDS, Level

WIDTH, HEIGHT = 400, 500
MIDDLE = WIDTH / 2
HUB_Y, RADIUS = 206, 112
RINGS = range(1, BANDS + 1)
PALETTE = 128  # colours of a PNG, with those between them: an eighth of the weight, and no eye sees it
GAP = 2.4  # paper between two rings of the wedge
ROOM = 312  # the widest a line of words may be
INK, SOFT, PEERS = "#1b2847", "#56524a", "#903309"
CANVAS, PAPER, HAIRLINE, SEAM = "#f3f0e9", "#fcfbf9", "#bdb6a7", "#857e6f"
COLOURS = {  # the colours of savoirs on paper, and their tints
    Family.LIVING: ("#2b8074", "#d7e6e3"),
    Family.DESIGNING: ("#906f00", "#ece3c4"),
    Family.MAKING: ("#2047a6", "#dbe2f3"),
    Family.FINANCE: ("#692959", "#eadde7"),
}
EM = 1000  # units in the outlines
SYSTEM = "'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', Arial, sans-serif"
SAID = Text("Badge : {title}, {band}. {issued}.", "Badge: {title}, {band}. {issued}.")

Letters = dict[str, tuple[int, str]]


@dataclass(frozen=True)
class Label:
    """What a label shows; `period` is typed already: « nov. 2026 – nov. 2028 », or empty."""

    level: Level
    cooperative: str
    period: str
    language: Language


@dataclass(frozen=True)
class Line:
    """A line of words in the middle of the label: baseline, size in pixels, kind of letters, colour."""

    text: str
    y: float
    size: float
    letters: str
    fill: str


def svg(label: Label) -> str:
    """The label as an SVG of 400 by 500, whole by itself."""
    said = escape(_said(label), quote=True)
    parts = (*_ground(), *_wheel(label.level), *(_written(each) for each in _lines(label)))
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{said}">'
    )
    return "\n".join((opening, f"<title>{said}</title>", *parts, "</svg>"))


def png(drawn: str, pixels: int) -> bytes:
    """An SVG as a PNG so many pixels high; in the worker only, never before a fork: threads would be lost."""
    painted = Image.open(BytesIO(svg_to_png(drawn, scale=pixels / HEIGHT)))
    fewer = painted.quantize(PALETTE, method=Image.Quantize.FASTOCTREE)
    found = BytesIO()
    fewer.save(found, "PNG", optimize=True)
    return found.getvalue()


def _said(label: Label) -> str:
    return words.said(
        SAID,
        label.language,
        title=words.title(label.level, label.language),
        band=words.band_words(label.level.band, label.language),
        issued=", ".join(filter(None, (label.cooperative, label.period))),
    )


def _lines(label: Label) -> list[Line]:
    level, language = label.level, label.language
    return [
        Line(words.axis_name(level, language), 361, 40, "serif", INK),
        Line(words.anchor_title(level, language), 387, 19.5, "sans", INK),
        Line(words.band_figures(level.band, language), 430, 31, "figures", INK),
        Line(label.cooperative, 449, 15, "sans", SOFT),
        Line(label.period, 468, 14, "sans", SOFT),
    ]


def _ground() -> tuple[str, ...]:
    """The label, its seam, its eyelet and its string, which goes through."""
    edge = "M 104 30 H 296 L 380 104 V 482 A 14 14 0 0 1 366 496 H 34 A 14 14 0 0 1 20 482 V 104 Z"
    seam = "M 109 42 H 291 L 368 110 V 476 A 8 8 0 0 1 360 484 H 40 A 8 8 0 0 1 32 476 V 110 Z"
    string = f'fill="none" stroke="{PEERS}" stroke-width="5" stroke-linecap="round"'
    return (
        f'<path d="M 197 62 C 172 40 164 5 200 5" {string}/>',
        f'<path d="{edge}" fill="{CANVAS}" stroke="{INK}" stroke-width="4" stroke-linejoin="round"/>',
        f'<path d="{seam}" fill="none" stroke="{SEAM}" stroke-width="1.6" stroke-dasharray="7 5"/>',
        f'<circle cx="200" cy="66" r="17" fill="{PEERS}"/>',
        f'<circle cx="200" cy="66" r="8.5" fill="{PAPER}" stroke="{INK}" stroke-width="1.5"/>',
        f'<path d="M 203 64 C 226 38 236 5 200 5" {string}/>',
        f'<path d="M 92 402 H 308" stroke="{HAIRLINE}" stroke-width="1.2"/>',
    )


def _wheel(level: Level) -> list[str]:
    """The seven branches; on that of the axis, five rings, those up to the band in full colour."""
    full, tint = COLOURS[referential().sheets[level.axis].family]
    rings = [f'<circle cx="200" cy="{HUB_Y}" r="{RADIUS}" fill="{PAPER}"/>']
    hair = f'fill="none" stroke="{HAIRLINE}" stroke-width="1.1"'
    rings += [f'<circle cx="200" cy="{HUB_Y}" r="{RADIUS * ring / BANDS:.1f}" {hair}/>' for ring in RINGS]
    for rank in range(len(Axis)):
        x, y = _at(RADIUS, _turn(rank - 0.5))
        rings.append(f'<path d="M 200 {HUB_Y} L {x} {y}" {hair}/>')
    rank = list(Axis).index(level.axis)
    fills = [full if ring <= level.band else tint for ring in RINGS]
    wedge = [
        f'<path d="{_sector(ring, rank)}" fill="{fill}"/>' for ring, fill in zip(RINGS, fills, strict=True)
    ]
    return [*rings, *wedge]


def _sector(ring: int, rank: int) -> str:
    """One ring of a wedge, a little paper left around it."""
    inner, outer = RADIUS * (ring - 1) / BANDS + GAP / 2, RADIUS * ring / BANDS - GAP / 2
    points = []
    for distance in (outer, inner):
        margin = math.asin(min(1, GAP / 2 / distance)) if distance > GAP else _turn(0.5)
        points.append([_at(distance, _turn(rank) + side * (_turn(0.5) - margin)) for side in (-1, 1)])
    (x1, y1), (x2, y2) = points[0]
    (x4, y4), (x3, y3) = points[1]
    return (
        f"M {x1} {y1} A {outer:.2f} {outer:.2f} 0 0 1 {x2} {y2} "
        f"L {x3} {y3} A {inner:.2f} {inner:.2f} 0 0 0 {x4} {y4} Z"
    )


def _turn(ranks: float) -> float:
    return math.tau * ranks / len(Axis)


def _at(distance: float, turned: float) -> tuple[float, float]:
    return round(MIDDLE + distance * math.sin(turned), 2), round(HUB_Y - distance * math.cos(turned), 2)


def _written(line: Line) -> str:
    """A line as shapes, made smaller when it is too long; as text when it has letters we cannot draw."""
    text = _drawable(line.text)
    letters = outlines()[line.letters]
    if any(each not in letters for each in text):
        return _as_text(line, text)
    length = sum(letters[each][0] for each in text) * line.size / EM
    size = line.size * min(1, ROOM / length) if length else line.size
    scale = size / EM
    x, shapes = MIDDLE - sum(letters[each][0] for each in text) * scale / 2, []
    for each in text:
        advance, outline = letters[each]
        if outline:
            shapes.append(f'<path transform="translate({x / scale:.0f})" d="{outline}"/>')
        x += advance * scale
    return f'<g fill="{line.fill}" transform="translate(0 {line.y}) scale({scale:.5f})">{"".join(shapes)}</g>'


def _as_text(line: Line, text: str) -> str:
    room = f' textLength="{ROOM}" lengthAdjust="spacingAndGlyphs"' if len(text) * line.size > ROOM * 2 else ""
    return (
        f'<text x="200" y="{line.y}" text-anchor="middle" font-family="{SYSTEM}" font-size="{line.size}" '
        f'fill="{line.fill}"{room}>{escape(text)}</text>'
    )


def _drawable(text: str) -> str:
    """The text without pictures, which fonts draw or not; letters of every script stay."""
    kept = "".join(each for each in text if each in outlines()["sans"] or each.isalpha())
    return re.sub(r" {2,}", " ", kept).strip()


@cache
def outlines() -> dict[str, Letters]:
    """The outlines of letters, by kind: `serif`, `sans`, `figures`."""
    found: dict[str, Letters] = json.loads(
        (files("badges") / "letters" / "outlines.json").read_text(encoding="utf8")
    )
    return found
