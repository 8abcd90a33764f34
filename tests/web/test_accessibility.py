"""What is remembered of one page never hides what is wrong in another."""

import pytest
from playwright.sync_api import Page

from tests import accessibility as looking
from tests.accessibility import COLOURS, accessibility
from tests.browser import PageAt

PAGE = (
    '<html lang="en"><title>A page</title>'
    "<style>main {{ background: {behind}; color: {ink}; }} {style}</style>"
    "<main><h1>A title</h1><p>{words}</p>{more}</main></html>"
)
GOOD = {"behind": "#fff", "ink": "#111", "style": "", "words": "Some words", "more": ""}
# Each differs from a page that was judged by one thing, which makes its words hard to read.
BAD = {
    "the ink of the words": {"style": "p {color: #ddd}"},
    "what is painted behind them": {"behind": "#222"},
    "what is painted between": {"style": "p {background: #333}"},
    "how much is seen through": {"style": "main {opacity: .3}"},
    "what lies over, and is not around": {
        "style": "p {color: #333} aside {position: absolute; inset: 0; background: #222; z-index: -1}"
        " main {background: none; position: static}",
        "more": "<aside></aside>",
    },
}


@pytest.fixture
def page(page_at: PageAt, monkeypatch: pytest.MonkeyPatch) -> Page:
    """A page in a browser that remembers nothing yet."""
    monkeypatch.setattr(looking, "JUDGED", set())
    return page_at(800)


def found(page: Page, **changed: str) -> list[str]:
    """What is found in the good page, changed."""
    page.set_content(PAGE.format(**{**GOOD, **changed}))
    return accessibility(page)


def test_what_is_known_to_be_good_hides_nothing_bad(page: Page) -> None:
    assert found(page) == []
    assert found(page, style="p {color: #ddd; display: none}") == []  # what is hidden is not read
    known = set(looking.JUDGED)
    assert found(page, words="Other words on the same ground") == []
    assert known == looking.JUDGED != set()
    for why, changed in BAD.items():
        wrong = found(page, **changed)
        assert "color-contrast: p" in wrong, (why, wrong)
        assert found(page, **changed) == wrong, why  # what is wrong is not remembered


def test_the_same_page_in_the_dark_is_judged_by_its_colours(page: Page) -> None:
    dark = "@media (prefers-color-scheme: dark) {main {background: #222}}"
    assert found(page, style=dark) == []
    page.emulate_media(color_scheme="dark")
    assert "color-contrast: p" in accessibility(page, COLOURS)
