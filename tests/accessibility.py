"""What axe finds in a page that a browser shows.

Axe looks at the whole page, and each time at all of it, but for one thing: whether a text stands out depends
on its looks and on what is painted behind it, not on its words. Grounds on which axe has found nothing wrong
are remembered, and the texts that stand on them are not judged again (`accessibility.js` says which).
"""

from collections.abc import Sequence
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE = Axe().axe_script
LOOK = Path(__file__).with_suffix(".js").read_text()
COLOURS = (
    "color-contrast",
    "link-in-text-block",
)  # the rules to which the same page in the dark is another one
JUDGED: set[int] = set()  # grounds on which texts stand out


def with_axe(page: Page) -> Page:
    """The page, with axe wherever it goes: an address pays less for it than for its being sent again."""
    page.add_init_script(AXE)
    return page


def accessibility(page: Page, only: Sequence[str] = ()) -> list[str]:
    """What axe finds on the page, by these rules or all of them, one line per element; empty when nothing."""
    asked = [" ".join(map(str, JUDGED)), list(only)]
    found = page.evaluate(LOOK, asked)
    if found is None:
        page.evaluate(AXE)
        found = page.evaluate(LOOK, asked)
    wrong, grounds = found
    if not wrong:
        JUDGED.update(grounds)
    return list(wrong)
