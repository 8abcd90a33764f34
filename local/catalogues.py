"""`translate`: the French catalogue brought up to date with the sentences of the code, and compiled.

English stands in the code; French in one catalogue, beside the layout. Typography is set at display.
"""

import os
from collections.abc import Sequence
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from local.instance import ROOT
from local.terminal import say

SOURCE = ROOT / "platform"
FRENCH = SOURCE / "web" / "translations" / "fr" / "LC_MESSAGES" / "messages.po"
METHODS = [
    ("**.py", "python"),
    ("**/templates/**.html", "jinja2"),
    ("**/templates/**.txt", "jinja2"),
    ("**.svg", "jinja2"),
]
OPTIONS = {
    pattern: {"trimmed": "true", "newstyle_gettext": "true"} for pattern in ("**.html", "**.txt", "**.svg")
}
KEYWORDS = {"_": None, "gettext": None, "N_": None, "_l": None, "lazy_gettext": None, "ngettext": (1, 2)}
HEADER = """\
# The French of Musette, typed plainly: straight apostrophes, ordinary spaces (typography is set at display).
msgid ""
msgstr ""
"Language: fr\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

"""
SPECIMEN = "web/templates/specimen.html"  # sample words, in both languages in the page itself


def translate(_arguments: Sequence[str]) -> int:
    """Update and compile the catalogue; status 1 while sentences lack their French."""
    catalogue = read(FRENCH)
    catalogue.update(sentences(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    with FRENCH.open("wb") as file:
        file.write(HEADER.encode())
        write_po(file, catalogue, width=0, include_lineno=False, sort_by_file=True, omit_header=True)
    compile_catalogue()
    missing = [message.id for message in catalogue if message.id and not _translated(message.string)]
    for each in missing:
        say(f"lacks its French: {each}")
    return 1 if missing else 0


def sentences() -> Catalog:
    """Every sentence of the code and of the templates."""
    found = Catalog(charset="utf-8")
    rows = extract_from_dir(str(SOURCE), METHODS, OPTIONS, keywords=KEYWORDS, strip_comment_tags=True)
    for name, _line, message, _comments, context in rows:
        if name != SPECIMEN:
            found.add(message, locations=[(name, 0)], context=context)
    return found


def compile_catalogue() -> None:
    """Write the compiled catalogue beside the other one, if it is older."""
    compiled = FRENCH.with_suffix(".mo")
    if compiled.exists() and compiled.stat().st_mtime_ns >= FRENCH.stat().st_mtime_ns:
        return
    draft = compiled.with_suffix(f".{os.getpid()}.part")  # two commands may be started at once
    with draft.open("wb") as file:
        write_mo(file, read(FRENCH))
    draft.replace(compiled)


def read(path: Path) -> Catalog:
    """A catalogue from its file."""
    with path.open("rb") as file:
        return read_po(file, locale="fr", charset="utf-8")


def _translated(string: str | tuple[str, ...] | list[str] | None) -> bool:
    return all(string) if isinstance(string, tuple | list) else bool(string)
