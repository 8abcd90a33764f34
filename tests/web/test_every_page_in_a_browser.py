"""Every page, for every role, in both languages, in a real browser: axe finds nothing, nothing overflows."""

import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import Browser, BrowserContext, Page

from kernel.house import House
from tests.browser import accessibility, listened, overflow, serving
from tests.story import Story
from tests.web.addresses import SKIPPED, Address, every_page, path_of, person_of
from tests.world import open_door
from web.application import create_app

Enter = Callable[[Story, str, str], BrowserContext]
WIDE, NARROW = 1280, 360
FILES = {"invitations.model"}
PAGES = [page for page in every_page() if page.endpoint not in SKIPPED | FILES]
CLEAN: set[str] = set()  # the shapes of the pages in which nothing was found
WORDS = re.compile(r'>[^<]*<|(?<!class)="[^"]*"')  # what does not change the shape of a page


@pytest.fixture(scope="module")
def served(house: House) -> Iterator[tuple[Flask, str]]:
    """The application on a port of this machine, and its address."""
    app = create_app(house=house)
    with serving(app) as address:
        yield app, address


@pytest.fixture(scope="module")
def enter(
    browser: Browser, served: tuple[Flask, str], house: House
) -> Iterator[Callable[..., BrowserContext]]:
    """A browser in which somebody has signed in, kept for the other pages of that person."""
    app, address = served
    kept: dict[tuple[object, str], BrowserContext] = {}
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer is not None

    def context(ours: Story, role: str, language: str) -> BrowserContext:
        person = person_of(role, ours)
        if (person, language) not in kept:
            made = browser.new_context(viewport={"width": WIDE, "height": 900}, locale=language)
            if person:
                token = open_door(house, person, language=language)
                cookie = signer.dumps({"_user_id": token, "_fresh": True})
                made.add_cookies([{"name": "musette", "value": cookie, "url": address}])
            kept[person, language] = made
        return kept[person, language]

    yield context
    for each in kept.values():
        each.close()


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_page(
    page: Address,
    language: str,
    ours: Story,
    served: tuple[Flask, str],
    enter: Enter,
) -> None:
    app, address = served
    complaints: list[str] = []
    tab: Page = listened(enter(ours, page.role, language).new_page(), complaints)
    tab.set_viewport_size({"width": WIDE, "height": 900})
    tab.goto(address + path_of(page, ours, app))
    shape = language + WORDS.sub("", tab.content())
    if shape not in CLEAN:  # roles often see the same page: one look at each shape is enough
        assert accessibility(tab) == []
        tab.set_viewport_size({"width": NARROW, "height": 800})
        assert overflow(tab) == 0
        CLEAN.add(shape)
    assert complaints == []
    tab.close()
