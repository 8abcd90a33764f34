"""The French words of the design system: all there, and typed plainly."""

import re
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

WEB = Path(__file__).parents[2] / "platform" / "web"
FRENCH = WEB / "translations" / "fr" / "LC_MESSAGES" / "messages.po"
OURS = ("layout.html", "macros/*.html", "drawings/*.svg")
METHODS = [(pattern, "jinja2.ext:babel_extract") for pattern in OURS]


def messages() -> list[Message]:
    """What the catalogue holds, its header aside."""
    with FRENCH.open("rb") as words:
        return [message for message in read_po(words) if message.id]


def strings(words: object) -> list[str]:
    """One string, or the forms of a plural."""
    return [str(each) for each in words] if isinstance(words, list | tuple) else [str(words)]


def test_every_word_of_the_templates_is_translated() -> None:
    found = {message for _, _, message, _, _ in extract_from_dir(WEB / "templates", METHODS)}
    known = {message.id if isinstance(message.id, str) else tuple(message.id) for message in messages()}
    assert found - known == set()


def test_no_translation_is_empty_or_forgets_a_variable() -> None:
    for message in messages():
        wanted = re.findall(r"%\(\w+\)[sd]|\{\w+\}", strings(message.id)[-1])
        assert all(strings(message.string))
        assert sorted(re.findall(r"%\(\w+\)[sd]|\{\w+\}", strings(message.string)[-1])) == sorted(wanted)


def test_words_are_typed_plainly() -> None:
    for message in messages():
        for words in (*strings(message.id), *strings(message.string)):
            assert not re.search("[\u2019\u00a0\u202f\u2060]", words)
