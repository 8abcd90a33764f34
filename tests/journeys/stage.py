"""Where a story takes place: an application served, its mails and jobs, and the day it is for everyone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from kernel import clock
from tests.browser import PageAt
from tests.journeys.walker import ANSWERED, Walker
from tests.journeys.words import Words
from tests.mailbox import link_in, mails_to
from tests.world import ZONE, World
from worker import periodic

LOCALES = {"fr": "fr-FR", "en": "en-GB"}


class Days:
    """The days that have passed since the story began; the pages are served on that day."""

    def __init__(self) -> None:
        self.passed = timedelta()

    def now(self) -> datetime:
        """The moment it is in the story."""
        return datetime.now(UTC) + self.passed

    def serving(self, application: Any) -> Any:
        """A WSGI application that lives on the day of the story."""

        def answer(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
            with clock.at(self.now()):
                body: Iterable[bytes] = application(environ, start)
                return body

        return answer


@dataclass
class Stage:
    """One story, in one language, on screens of one width."""

    world: World
    days: Days
    address: str
    say: Words
    page_at: PageAt
    complaints: list[str]
    width: int
    javascript: bool

    def device(self) -> Walker:
        """Somebody's browser, in which nobody has signed in."""
        locale = LOCALES[self.say.language]
        page = self.page_at(self.width, javascript=self.javascript, locale=locale)
        page.set_default_timeout(ANSWERED)
        return Walker(page, self.address, self.say, self.complaints)

    def today(self) -> date:
        """The day it is in the cooperative."""
        return clock.day_of(self.days.now(), ZONE)

    def work(self) -> None:
        """The workers do what waits."""
        with clock.at(self.days.now()):
            self.world.run_jobs()

    def pass_until(self, day: date) -> None:
        """Days pass; on the morning after this one, the schedule asks for what is due."""
        self.days.passed += timedelta(days=(day - self.today()).days + 1)
        with clock.at(self.days.now()):
            periodic.plan_campaigns()
        self.work()

    def link_to(self, email: str) -> str:
        """Where the last mail to an address leads; the mail is in the language of the story."""
        self.work()
        mail = mails_to(self.world.house, email)[0]
        self.say.check(mail, "mail")
        return link_in(mail)
