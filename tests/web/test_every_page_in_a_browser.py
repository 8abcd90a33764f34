"""Every page, for every role, in both languages, in a real browser: axe finds nothing, nothing overflows.

Roles often read the same page. What axe looks at is its shape: names that are there, order, contrasts; the
words change nothing to it, but their length does to what overflows. So each shape is shown to axe once, and
each page is laid out in each language. What a browser is given is what every page was read as (`crawl.py`);
what this asks for in turn, it asks of the application.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby, product
from operator import attrgetter
from typing import Any
from urllib.parse import unquote
from uuid import UUID

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import Browser, BrowserContext, Page

from kernel.house import House
from tests.accessibility import accessibility, with_axe
from tests.browser import HEIGHT, listened, looked_at, serving
from tests.conftest import Visitor
from tests.story import Story
from tests.web.addresses import Address, person_of
from tests.web.crawl import LANGUAGES, PAGES, Crawl, Seen
from tests.web.shapes import shapes
from tests.world import open_door
from web.application import create_app

WIDE, NARROW = 1280, 360
REDIRECT = 302
FILES = {
    "duties.file",
    *(f"badge_files.{name}" for name in ("badge", "endorsement", "photo", "did_document", "profile")),
    *(f"badge_files.{name}" for name in ("badge_class", "status_list", "contexts")),
    "bundling.bundle",
    "carried.file",
    "together.download",
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
BY_ENDPOINT = {
    endpoint: list(pages)
    for endpoint, pages in groupby(PAGES, key=attrgetter("endpoint"))
    if endpoint not in FILES
}
LAID_OUT: set[tuple[str, str]] = set()  # the shapes seen in a language
CLEAN: set[str] = set()  # the shapes in which axe found nothing


@dataclass
class Window:
    """The tabs of somebody, one with axe in it, and what their pages complain of."""

    tab: Page
    with_axe: Page
    complaints: list[str] = field(default_factory=list)


Enter = Callable[[UUID | None, str], Window]


class Shown:
    """An application that gives one page as it was read, and answers all else itself."""

    def __init__(self, application: Flask) -> None:
        self.application = application
        self.page: Seen | None = None

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        """What is served: a sign-in is the browser's own."""
        if self.page is None or environ["PATH_INFO"] != unquote(self.page.path):
            return self.application(environ, start)
        answer = self.page.answer
        start(answer.status, [each for each in answer.headers if each[0] != "Set-Cookie"])
        return [answer.data]


@pytest.fixture(scope="module")
def shown(house: House) -> Shown:
    """The application that shows pages as they were read."""
    return Shown(create_app(house=house))


@pytest.fixture(scope="module")
def address(shown: Shown) -> Iterator[str]:
    """Where it is served."""
    with serving(shown) as served:
        yield served


@pytest.fixture(scope="module")
def enter(browser: Browser, address: str, shown: Shown, house: House) -> Iterator[Enter]:
    """The tab of somebody, or of a visitor who reads a language, kept for their other pages."""
    contexts: list[BrowserContext] = []
    kept: dict[UUID | str, Window] = {}
    signer = SecureCookieSessionInterface().get_signing_serializer(shown.application)
    assert signer is not None

    def window(person: UUID | None, language: str) -> Window:
        key = person or language
        if key not in kept:
            made = browser.new_context(viewport={"width": NARROW, "height": HEIGHT}, locale=language)
            contexts.append(made)
            if person:
                cookie = signer.dumps({"_user_id": open_door(house, person), "_fresh": True})
                made.add_cookies([{"name": "musette", "value": cookie, "url": address}])
            kept[key] = Window(made.new_page(), with_axe(made.new_page()))
            for tab in (kept[key].tab, kept[key].with_axe):
                listened(tab, kept[key].complaints)
        return kept[key]

    yield window
    for each in contexts:
        each.close()


@pytest.mark.parametrize("pages", BY_ENDPOINT.values(), ids=BY_ENDPOINT)
def test_a_page(
    pages: list[Address],
    ours: Story,
    crawl: Crawl,
    regular: Visitor,
    shown: Shown,
    address: str,
    enter: Enter,
    subtests: pytest.Subtests,
) -> None:
    for page, language in product(pages, LANGUAGES):
        person, seen = person_of(page.role, ours), crawl.seen(page, language)
        text = seen.answer.text
        if seen.answer.status_code == REDIRECT:
            client = regular(person, language=language)  # from now on, they read this language
            text = client.get(seen.path, follow_redirects=True).text
        parts = shapes(text)
        if {(language, part) for part in parts} <= LAID_OUT:
            continue
        window, known = enter(person, language), parts <= CLEAN
        window.complaints.clear()
        shown.page = seen
        tab = window.tab if known else window.with_axe
        tab.goto(address + seen.path)
        with subtests.test(role=page.role, language=language):
            assert looked_at(tab) == (language, 0)
            if not known:
                tab.set_viewport_size({"width": WIDE, "height": HEIGHT})
                assert accessibility(tab) == []
                tab.set_viewport_size({"width": NARROW, "height": HEIGHT})
                CLEAN.update(parts)
            assert window.complaints == []
        LAID_OUT.update((language, part) for part in parts)
