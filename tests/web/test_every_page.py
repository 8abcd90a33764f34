"""Every page, for every role, in both languages: it answers, parses strictly, asks little of PostgreSQL.

A page is its markup and its words. Words are escaped or they are markup: html5lib, which takes as long as the
page itself, parses each markup once.
"""

import html5lib
import pytest

from tests.cases import try_each
from tests.web.addresses import HOLDERS, Address
from tests.web.crawl import LANGUAGES, PAGES, Crawl
from tests.web.shapes import markup

CEILING = 12  # statements, those that open the walls included
PARSED: set[str] = set()


@pytest.mark.parametrize("role", HOLDERS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_of_a_role(role: str, language: str, crawl: Crawl) -> None:
    try_each(((page, language, crawl) for page in PAGES if page.role == role), a_page)


def a_page(page: Address, language: str, crawl: Crawl) -> None:
    """Check what one page answered."""
    seen = crawl.seen(page, language)
    answer = seen.answer
    assert answer.status_code in (200, 302), (seen.path, answer.text[:2000])
    assert len(seen.statements) <= CEILING, "\n".join(seen.statements)
    if answer.status_code == 200 and answer.mimetype == "text/html":
        assert f'<html lang="{language}">' in answer.text
        parts = markup(answer.text)
        if not parts <= PARSED:
            html5lib.HTMLParser(strict=True).parse(answer.text)
            PARSED.update(parts)
