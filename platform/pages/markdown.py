"""The words of people: a small Markdown, made into HTML that can hold nothing else.

Paragraphs and line breaks, emphasis, lists, links. No heading, no image, no HTML: what looks like them is
shown as it was typed.
"""

import re
from collections.abc import Iterator

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markupsafe import Markup

SCHEMES = ("http", "https", "mailto")
TAGS = {"p", "br", "em", "strong", "ul", "ol", "li", "a"}
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
RULES = ("list", "emphasis", "link", "autolink", "linkify", "escape", "newline")
ALLOWED = re.compile(rf"(?:{'|'.join(SCHEMES)}):", re.IGNORECASE)


def markdown(words: str) -> Markup:
    """The words as they are shown: safe HTML, whatever was typed.

    The whole target of a link is written where it stands; one that leads elsewhere than to http, https or
    mailto is left as it was typed. No-break spaces stay where they are.
    """
    cleaned = nh3.clean(
        READER.render(words),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=set(SCHEMES),
        link_rel="nofollow noopener noreferrer",
    )
    return Markup(cleaned.replace("&nbsp;", "\u00a0"))  # noqa: S704 - cleaned just above  # nosec B704


def reader() -> MarkdownIt:
    """What reads the words: the rules above, each line kept on its own."""
    made = MarkdownIt("zero", {"html": False, "linkify": True, "breaks": True}).enable([*RULES])
    if made.linkify is not None:
        made.linkify.set({"fuzzy_link": False})  # « fin.Le », a full stop without its space, is no address
    made.validateLink = is_allowed  # type: ignore[method-assign,assignment] # how the library is told
    made.core.ruler.push("targets", write_targets)
    return made


def is_allowed(target: str) -> bool:
    """Whether a link may lead there."""
    return ALLOWED.match(target) is not None


def write_targets(state: StateCore) -> None:
    """Make the target of each link the words that are pressed: nothing else may be read there."""
    for block in state.tokens:
        if block.children:
            block.children = list(_with_targets(block.children))


def _with_targets(tokens: list[Token]) -> Iterator[Token]:
    opened: Token | None = None
    for token in tokens:
        if token.type == "link_open":
            opened = token
        elif token.type == "link_close" and opened is not None:
            yield from _pressed(opened, token)
            opened = None
        elif opened is None or not opened.markup:  # a bare address is its own words
            yield token


def _pressed(opened: Token, closed: Token) -> Iterator[Token]:
    target = str(opened.attrs["href"])
    before, after = ("", "") if opened.markup else (" (", ")")
    yield _text(before)
    yield Token("link_open", "a", 1, attrs={"href": target})
    yield _text(target.removeprefix("mailto:"))
    yield closed
    yield _text(after)


def _text(words: str) -> Token:
    return Token("text", "", 0, content=words)


READER = reader()
