"""A paper to keep: its title, its parts, its tables; read on screen, printed, or saved as Markdown. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Table:
    """Rows under heads; every row has as many cells as there are heads."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Part:
    """A titled part: paragraphs, then lines of a list, then facts under their names, then a table."""

    title: str
    paragraphs: Sequence[str] = ()
    lines: Sequence[str] = ()
    facts: Sequence[tuple[str, str]] = ()
    table: Table | None = None


@dataclass(frozen=True)
class Paper:
    """The whole, in one language; `lead` says what it is and what it is not."""

    title: str
    lead: str
    parts: Sequence[Part]


def markdown(paper: Paper) -> str:
    """The paper as Markdown, whatever its facts hold: a name is never read as a mark."""
    return "\n".join(_lines(paper)).strip() + "\n"


def plain(words: str) -> str:
    """Words on one line that Markdown shows as they are."""
    line = " ".join(words.split())
    for mark in ("\\", "`", "*", "_", "[", "]", "<", ">", "|", "#", "~"):
        line = line.replace(mark, f"\\{mark}")
    return line


def _lines(paper: Paper) -> Iterator[str]:
    yield from (f"# {plain(paper.title)}", "", plain(paper.lead), "")
    for part in paper.parts:
        yield from (f"## {plain(part.title)}", "")
        for paragraph in part.paragraphs:
            yield from (plain(paragraph), "")
        if part.lines:
            yield from (*(f"- {plain(line)}" for line in part.lines), "")
        if part.facts:
            yield from (*(f"- **{plain(name)}** : {plain(value)}" for name, value in part.facts), "")
        if part.table:
            yield from (_row(part.table.heads), _row("---" for _head in part.table.heads))
            yield from (*(_row(map(plain, row)) for row in part.table.rows), "")


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
