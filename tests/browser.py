"""A real browser for the tests: Debian's Chromium, driven by Playwright, against an application served here.

Its `headless_shell` is preferred where it exists: the same engine without the windows, a third lighter.

`page_at(width, dark=…, javascript=…)` opens a page that keeps a list of `complaints`: errors on the console
(a broken content security policy is one), errors of scripts, failed requests, requests to anywhere else. A
test fails if any is left. Without a browser these tests are skipped, and fail where one is required.
"""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wsgi import ClosingIterator

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--in-process-gpu",  # one process less to speak to at each frame: a tenth of what a page costs
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
HOST = "127.0.0.1"
HEIGHT = 900
DROPPED = "net::ERR_ABORTED"
PROGRAMS = ("chromium-headless-shell", "chromium")
ABSENT = "no `chromium-headless-shell` nor `chromium` on PATH: the pages were not looked at"

PageAt = Callable[..., Page]


class Quiet(WSGIRequestHandler):
    """Serves without a line per request."""

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002  werkzeug names it so
        """Nothing."""


def answering_whole(app: "WSGIApplication") -> "WSGIApplication":
    """The application, each answer read and closed before its first byte leaves.

    A browser that turns to another page drops what it was loading, and Werkzeug's server then forgets to
    close the file it was sending: a warning, thus a failure, in whichever test comes next.
    """

    def answer(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        with closing(ClosingIterator(app(environ, start))) as answered:
            return [b"".join(answered)]

    return answer


@contextmanager
def serving(app: "WSGIApplication") -> Iterator[str]:
    """The address of this application, served on a free port until the block ends."""
    server = make_server(HOST, 0, answering_whole(app), threaded=True, request_handler=Quiet)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://{HOST}:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly, last of all, that no page was looked at."""
    skipped = terminalreporter.stats.get("skipped", [])
    if any(ABSENT in str(report.longrepr) for report in skipped):
        terminalreporter.write_line(f"ATTENTION: {ABSENT}.", red=True, bold=True)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once."""
    path = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if path is None and (os.environ.get("CI") or os.environ.get("REQUIRE_BROWSER")):
        pytest.fail(ABSENT)
    if path is None:
        pytest.skip(ABSENT)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def complaints() -> list[str]:
    """What the pages of this test complained of; it must be empty in the end."""
    return []


@pytest.fixture
def page_at(browser: Browser, complaints: list[str]) -> Iterator[PageAt]:
    """Opens pages of a width in CSS pixels, light or dark, with or without scripts."""
    contexts: list[BrowserContext] = []

    def open_page(width: int, *, dark: bool = False, javascript: bool = True, **options: Any) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": HEIGHT},
            color_scheme="dark" if dark else "light",
            java_script_enabled=javascript,
            **options,
        )
        contexts.append(context)
        return listened(context.new_page(), complaints)

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def listened(page: Page, complaints: list[str]) -> Page:
    """The page, its troubles written down as they come."""
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda request: complaints.extend(failed(request)))
    page.on("request", lambda request: None if at_home(request.url) else complaints.append(request.url))
    return page


def failed(request: Request) -> list[str]:
    """What is to complain of in a request that came to nothing: not what the browser dropped as it left."""
    return [] if request.failure == DROPPED else [f"failed: {request.url} ({request.failure})"]


def at_home(url: str) -> bool:
    """Whether this address is one we serve."""
    return url.startswith(f"http://{HOST}:")


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return looked_at(page)[1]


def looked_at(page: Page) -> tuple[str, int]:
    """The language of the page, and by how many pixels it is wider than its window."""
    language, pixels = page.evaluate(LOOKED_AT)
    return str(language), int(pixels)


def small_targets(page: Page, least: int = 44) -> list[str]:
    """What is there to press and is lower than `least` pixels, links inside a sentence aside."""
    return list(page.evaluate(SMALL_TARGETS, least))


LOOKED_AT = """() => {
  const root = document.documentElement;
  return [root.lang, root.scrollWidth - root.clientWidth];
}"""
SMALL_TARGETS = """(least) => {
  const isLabelled = (item) => item.tagName === "INPUT" && item.closest("label");
  return [...document.querySelectorAll("a, button, summary, select, textarea, input, label:has(input)")]
    .filter((item) => item.checkVisibility({visibilityProperty: true}))
    .filter((item) => getComputedStyle(item).display !== "inline")
    .filter((item) => !item.closest(".hidden-text, .skip") && !isLabelled(item))
    .map((item) => [item, item.getBoundingClientRect().height])
    .filter(([, height]) => height < least)
    .map(([item, height]) => `${height} px: ${item.outerHTML.slice(0, 90)}`);
}"""
