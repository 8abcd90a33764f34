"""The label of a badge, drawn once and carrying what was signed."""

import base64
from datetime import datetime

from babel.dates import format_date

from assessment.referential import Axis, Language
from badges.baking import Edition, bake_png, bake_svg
from badges.claims import Level, bounds
from badges.labels import Label, png, svg
from pages.typography import NO_BREAK

PIXELS = 1000  # high


def level_of(axis: Axis, band: int) -> Level:
    """A level that stands for a band: badges say nothing more."""
    return Level(axis, bounds(band)[0])


def label(
    axis: Axis,
    band: int,
    language: Language,
    cooperative: str,
    dates: tuple[datetime, datetime] | None = None,
) -> str:
    """The drawing of a badge valid between two dates, or of what any such badge is about."""
    period = " – ".join(_month(each, language) for each in dates) if dates else ""
    return svg(Label(level_of(axis, band), cooperative, period, language))


def files(drawn: str, signed: str, hosted: str | None = None) -> dict[str, bytes]:
    """The images of a badge by extension, carrying a signed document, and the address of a hosted one."""
    plain = png(drawn, PIXELS)
    made = {".svg": carrying(drawn, signed), ".png": bake_png(plain, signed)}
    return made | ({".ob2.png": bake_png(plain, hosted, edition=Edition.V2)} if hosted else {})


def carrying(drawn: str, signed: str) -> bytes:
    """A drawing that carries a signed document."""
    return bake_svg(drawn, signed).encode()


def as_address(drawn: str) -> str:
    """A drawing as an address that holds it whole."""
    return f"data:image/svg+xml;base64,{base64.b64encode(drawn.encode()).decode()}"


def _month(day: datetime, language: Language) -> str:
    return format_date(day, "MMM y", locale=language.value).replace(" ", NO_BREAK)
