"""A document on A4 pages, as PDF: words, levels on their scales, photos. Nothing of it is fetched. Pure.

fpdf2 writes it: it is pure Python and well kept, where WeasyPrint needs Pango on the machine. The letters are
Noto's (SIL Open Font License, `fonts/OFL.txt`), cut down to the Latin, Greek and Cyrillic ones.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from importlib.resources import as_file, files
from io import BytesIO
from typing import TypeAlias

from fpdf import FPDF
from PIL import Image

SERIF, SANS = "NotoSerif", "NotoSans"
FACES = ((SERIF, "", "NotoSerif-Regular"), (SANS, "", "NotoSans-Regular"), (SANS, "B", "NotoSans-Bold"))
TEXT, SOFT, INK, RULE = (31, 30, 27), (86, 82, 74), (27, 40, 71), (189, 182, 167)
MARGIN, WIDTH = 22, 166  # millimetres of an A4 page
SCALE_FROM, SCALE_LONG = 74, 78
ROW = 9
TALLEST_PHOTO = 95


@dataclass(frozen=True)
class Heading:
    """What a part is about."""

    words: str


@dataclass(frozen=True)
class Small:
    """A line of facts."""

    words: str


@dataclass(frozen=True)
class Text:
    """Words of the author, as they typed them."""

    words: str


@dataclass(frozen=True)
class Scales:
    """Levels from 0 to 100, each on its line; none where an axis was skipped."""

    levels: tuple[tuple[str, int | None], ...]


@dataclass(frozen=True)
class Photo:
    """A photo, by its number."""

    number: int


Block: TypeAlias = Heading | Small | Text | Scales | Photo


@dataclass(frozen=True)
class Told:
    """A document as it is printed, in the words of one language."""

    title: str
    by: str
    credit: str
    ends: tuple[str, str]
    language: str
    blocks: tuple[Block, ...]


class Sheet(FPDF):
    """A4 pages with the credit and the number at the foot of each."""

    credit = ""

    def footer(self) -> None:
        """The foot of a page."""
        self.set_y(-16)
        self.set_font(SANS, size=7.5)
        self.set_text_color(*SOFT)
        self.cell(WIDTH - 12, 5, self.credit)
        self.cell(12, 5, str(self.page_no()), align="R")


def pdf(told: Told, photos: Sequence[bytes], on: date) -> bytes:
    """The document as a PDF file; the same document gives the same file."""
    sheet = _opened(told, on)
    _line(sheet, told.title, SERIF, 22, TEXT, leading=10)
    _line(sheet, told.by, SANS, 9.5, SOFT, leading=6)
    sheet.ln(4)
    for block in told.blocks:
        if isinstance(block, Photo):
            _photo(sheet, photos[block.number])
        elif isinstance(block, Scales):
            _scales(sheet, block, told.ends)
        else:
            WRITERS[type(block)](sheet, block.words)
    return bytes(sheet.output())


def _opened(told: Told, on: date) -> Sheet:
    sheet = Sheet(format="A4")
    sheet.credit = told.credit
    sheet.set_title(told.title)
    sheet.set_lang(told.language)
    sheet.set_creation_date(datetime.combine(on, time(), UTC))
    sheet.set_margins(MARGIN, 20, MARGIN)
    sheet.set_auto_page_break(auto=True, margin=22)
    for family, style, name in FACES:
        with as_file(files("musette") / "fonts" / f"{name}.ttf") as path:
            sheet.add_font(family, style, path)
    sheet.add_page()
    return sheet


def _line(
    sheet: Sheet, words: str, family: str, size: float, colour: tuple[int, int, int], leading: float
) -> None:
    if not words.strip():
        return
    sheet.set_font(family, size=size)
    sheet.set_text_color(*colour)
    sheet.multi_cell(WIDTH, leading, words, align="L", new_x="LMARGIN", new_y="NEXT")


def _heading(sheet: Sheet, words: str) -> None:
    sheet.ln(4)
    _line(sheet, words, SERIF, 13, TEXT, leading=7)


def _small(sheet: Sheet, words: str) -> None:
    _line(sheet, words, SANS, 8.5, SOFT, leading=5)


def _text(sheet: Sheet, words: str) -> None:
    _line(sheet, words, SERIF, 10.5, TEXT, leading=5.6)
    if words.strip():
        sheet.ln(1.5)


WRITERS: dict[type, Callable[[Sheet, str], None]] = {Heading: _heading, Small: _small, Text: _text}


def _scales(sheet: Sheet, block: Scales, ends: tuple[str, str]) -> None:
    """Each level as a disc on a hairline from 0 to 100, and its number beside it."""
    sheet.ln(2)
    if sheet.will_page_break(ROW * 2):
        sheet.add_page()
    sheet.set_font(SANS, size=7.5)
    sheet.set_text_color(*SOFT)
    sheet.set_x(MARGIN + SCALE_FROM)
    sheet.cell(SCALE_LONG / 2, 5, f"0 {ends[0]}")
    sheet.cell(SCALE_LONG / 2, 5, f"{ends[1]} 100", align="R", new_x="LMARGIN", new_y="NEXT")
    for name, level in block.levels:
        _scale(sheet, name, level)
    sheet.ln(2)


def _scale(sheet: Sheet, name: str, level: int | None) -> None:
    if sheet.will_page_break(ROW):
        sheet.add_page()
    top, left = sheet.get_y(), MARGIN + SCALE_FROM
    sheet.set_font(SANS, size=9)
    sheet.set_text_color(*TEXT)
    sheet.cell(SCALE_FROM - 4, ROW, name)
    sheet.set_draw_color(*RULE)
    sheet.line(left, top + ROW / 2, left + SCALE_LONG, top + ROW / 2)
    for tick in (0, 25, 50, 75, 100):
        x = left + SCALE_LONG * tick / 100
        sheet.line(x, top + ROW / 2 - 1, x, top + ROW / 2 + 1)
    if level is not None:
        sheet.set_fill_color(*INK)
        sheet.circle(x=left + SCALE_LONG * level / 100, y=top + ROW / 2, radius=1.5, style="F")
    sheet.set_font(SANS, "B", 9)
    sheet.set_x(left + SCALE_LONG + 2)
    sheet.cell(12, ROW, "–" if level is None else str(level), align="R", new_x="LMARGIN", new_y="NEXT")


def _photo(sheet: Sheet, body: bytes) -> None:
    with Image.open(BytesIO(body)) as picture:
        width, height = picture.size
    tall = min(TALLEST_PHOTO, WIDTH * height / width)
    if sheet.will_page_break(tall):
        sheet.add_page()
    sheet.image(BytesIO(body), h=tall)
    sheet.ln(3)
