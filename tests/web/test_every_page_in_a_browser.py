"""Every page, for every role, in both languages, in a real browser: axe finds nothing, nothing overflows.

Roles often read the same page. What axe looks at is its shape: names that are there, order, contrasts; the
words change nothing to it, but their length does to what overflows. So each shape is shown to axe once, and
each page is laid out in each language.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import groupby, product
from operator import attrgetter
from uuid import UUID

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import Browser, BrowserContext, Page

from kernel.house import House
from tests.browser import HEIGHT, accessibility, listened, overflow, serving
from tests.conftest import Visitor
from tests.story import Story
from tests.web.addresses import SKIPPED, Address, every_page, path_of, person_of
from tests.world import open_door
from web.application import create_app

WIDE, NARROW = 1280, 360
LANGUAGES = ("fr", "en")
FILES = {
    "duties.file",
    *(f"badge_files.{name}" for name in ("badge", "endorsement", "photo", "did_document", "profile")),
    *(f"badge_files.{name}" for name in ("badge_class", "status_list", "contexts")),
    "bundling.bundle",
    "attestations.download",
    "invitations.model",
    "portrait_files.data",
    "portrait_files.spreadsheet",
    "exhibits.photo",
    "experiences.photo",
    "experiences.small_photo",
    "links.file",
    "portability.download",
    "portfolio.file",
    "shown.file",
}
PAGES = {
    endpoint: list(pages)
    for endpoint, pages in groupby(every_page(), key=attrgetter("endpoint"))
    if endpoint not in SKIPPED | FILES
}
WORDS = re.compile(r'>[^<]*<|(?<!class)="[^"]*"')  # what does not change the shape of a page
PRESENT = re.compile(r' aria-current="[^"]*"')
LAID_OUT: set[tuple[str, str]] = set()  # the shapes seen in a language
CLEAN: set[str] = set()  # the shapes in which axe found nothing


@dataclass
class Window:
    """The tab of somebody, and what its pages complain of."""

    tab: Page
    complaints: list[str] = field(default_factory=list)


Enter = Callable[[UUID | None, str], Window]


@pytest.fixture(scope="module")
def address(house: House) -> Iterator[str]:
    """Where the application is served."""
    with serving(create_app(house=house)) as served:
        yield served


@pytest.fixture(scope="module")
def enter(browser: Browser, address: str, house: House) -> Iterator[Enter]:
    """The tab of somebody, or of a visitor who reads a language, kept for their other pages."""
    contexts: list[BrowserContext] = []
    kept: dict[UUID | str, Window] = {}
    signer = SecureCookieSessionInterface().get_signing_serializer(create_app(house=house))
    assert signer is not None

    def window(person: UUID | None, language: str) -> Window:
        key = person or language
        if key not in kept:
            made = browser.new_context(viewport={"width": NARROW, "height": HEIGHT}, locale=language)
            contexts.append(made)
            if person:
                cookie = signer.dumps({"_user_id": open_door(house, person), "_fresh": True})
                made.add_cookies([{"name": "musette", "value": cookie, "url": address}])
            kept[key] = Window(made.new_page())
            listened(kept[key].tab, kept[key].complaints)
        return kept[key]

    yield window
    for each in contexts:
        each.close()


@pytest.mark.parametrize("pages", PAGES.values(), ids=PAGES)
def test_a_page(
    pages: list[Address],
    ours: Story,
    app: Flask,
    regular: Visitor,
    address: str,
    enter: Enter,
    subtests: pytest.Subtests,
) -> None:
    for page, language in product(pages, LANGUAGES):
        person, path = person_of(page.role, ours), path_of(page, ours, app)
        client = regular(person, language=language)  # from now on, they read this language
        parts = shapes(client.get(path, follow_redirects=True).text)
        if {(language, part) for part in parts} <= LAID_OUT:
            continue
        window = enter(person, language)
        window.complaints.clear()
        window.tab.goto(address + path)
        with subtests.test(role=page.role, language=language):
            assert window.tab.evaluate("document.documentElement.lang") == language
            assert overflow(window.tab) == 0
            if not parts <= CLEAN:
                window.tab.set_viewport_size({"width": WIDE, "height": HEIGHT})
                assert accessibility(window.tab) == []
                window.tab.set_viewport_size({"width": NARROW, "height": HEIGHT})
                CLEAN.update(parts)
            assert window.complaints == []
        LAID_OUT.update((language, part) for part in parts)


def shapes(text: str) -> set[str]:
    """A page without its words: what is its own, and the frame around it, whichever entry is lit."""
    start, end = text.index("<main"), text.index("</main>")
    frame = (
        (text[:start] + text[end:]).replace(' aria-current="page"', "").replace(' aria-current="true"', "")
    )
    return {WORDS.sub("", text[start:end]), WORDS.sub("", frame)}
