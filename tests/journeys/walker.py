"""Somebody at a browser, who clicks what a person clicks and looks at every page they come to."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

from tests.journeys.words import Words

CORRECT = ("One thing to correct", "%(num)d things to correct")
LOOKED_AT = """[document.title, document.documentElement.lang,
  [...document.querySelectorAll("h1")].filter((each) => each.checkVisibility()).length,
  document.body.innerText,
  document.documentElement.scrollWidth - document.documentElement.clientWidth]"""  # one question, not four
ANSWERED = 30_000  # milliseconds a page may take on a busy machine


@dataclass
class Walker:
    """One person on one device, and where they have been."""

    page: Page
    home: str
    say: Words
    complaints: list[str]
    visited: list[str] = field(default_factory=list)
    read: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        """Open an address somebody was given: a mailed link, or the first page."""
        self.page.goto(self.home + path)
        self.look()

    def follow(self, text: str, within: Locator | None = None) -> None:
        """Click the first link of this name."""
        self._click((within or self.page).get_by_role("link", name=text, exact=True).first)

    def press(self, text: str, within: Locator | None = None) -> None:
        """Press the button of this name, which sends its form."""
        self._click((within or self.page).get_by_role("button", name=text, exact=True))

    def unfold(self, text: str) -> None:
        """Open what is folded under these words."""
        self.page.locator("summary").get_by_text(text, exact=True).first.click()

    def fill(self, label: str, value: str) -> None:
        """Type in the field of this label."""
        self.page.get_by_role("textbox", name=label).or_(
            self.page.get_by_label(label, exact=True)
        ).first.fill(value)

    def tick(self, text: str, within: Locator | None = None) -> None:
        """Choose the answer of these words."""
        (within or self.page).get_by_label(text).first.check()

    def group(self, name: str) -> Locator:
        """The answers to one question."""
        return (
            self.page.get_by_role("radiogroup", name=name)
            .or_(self.page.get_by_role("group", name=name))
            .first
        )

    def part(self, title: str) -> Locator:
        """The part of the page under this title."""
        return self.page.get_by_role("region", name=title, exact=True)

    def sees(self, text: str, within: Locator | None = None) -> None:
        """The page says this."""
        expect(within or self.page.locator("body")).to_contain_text(text)

    def is_told(self, text: str) -> None:
        """The platform says this after an act, to those who listen too."""
        expect(self.page.get_by_role("status").filter(has_text=text)).to_be_visible()

    def is_refused(self, text: str) -> None:
        """What was sent is to be corrected, and the page says so; the browser notes it, once."""
        refused = [each for each in self.complaints if "422" in each]
        assert len(refused) == 1
        self.complaints.remove(refused[0])
        self.sees(text, self.page.get_by_role("region", name=self.say.several(*CORRECT, 1)))

    def look(self) -> None:
        """What every page owes its reader."""
        url = urlsplit(self.page.url)
        self.visited.append(url.path)
        title, lang, headings, text, overflow = self.page.evaluate(LOOKED_AT)
        self.read.append(text)
        assert title.removesuffix("· Musette").strip(), url.path
        assert headings == 1, url.path
        assert lang == self.say.language, url.path
        self.say.check(text, url.path)
        assert overflow == 0, url.path

    def _click(self, item: Locator) -> None:
        with self.page.expect_navigation(timeout=ANSWERED):
            item.click()
        self.look()
