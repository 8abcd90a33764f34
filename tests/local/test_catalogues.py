"""The compiled catalogue is no part of the source: every command makes it first, so that French is read."""

import gettext
from pathlib import Path

import pytest

from local import catalogues
from local.__main__ import COMMANDS, Command, main

PO = """msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgid "Reviews"
msgstr "Avis"
"""


def test_a_new_clone_speaks_french(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    french = tmp_path / "messages.po"
    french.write_text(PO, encoding="utf-8")
    monkeypatch.setattr(catalogues, "FRENCH", french)
    seen: list[str] = []

    def run(_rest: object) -> int:
        with french.with_suffix(".mo").open("rb") as file:
            seen.append(gettext.GNUTranslations(file).gettext("Reviews"))
        return 0

    monkeypatch.setitem(COMMANDS, "probe", Command(run, "looks at the catalogue"))
    assert main(["probe"]) == 0
    assert seen == ["Avis"]
    assert sorted(each.name for each in tmp_path.iterdir()) == ["messages.mo", "messages.po"]
