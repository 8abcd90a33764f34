"""Verifying in a real browser: dropped or chosen, too large, waiting, cut; each page is looked at by axe."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from badges.service import verifications
from badges.service.verifications import LIMIT, MOST_BYTES
from badges.views import verification
from kernel import clock
from kernel.house import House
from tests.accessibility import accessibility
from tests.badges.showing import Shop
from tests.browser import PageAt, overflow, serving, small_targets
from web.application import create_app
from worker import errands

WIDTHS = (360, 1280)
LARGE = "Ce fichier est trop volumineux"


@pytest.fixture(scope="module")
def address(house: House) -> Iterator[str]:
    """Where the application is served."""
    with serving(create_app(house=house)) as served:
        yield served


def looked_at(page: Page) -> None:
    """A page as everyone may read it."""
    assert accessibility(page) == []
    assert overflow(page) == 0
    assert small_targets(page) == []


def opened(page_at: PageAt, address: str, width: int = 1280, **options: object) -> Page:
    """The page where badges are verified, in French."""
    page = page_at(width, locale="fr-FR", **options)
    page.goto(f"{address}/verify")
    return page


def test_what_is_too_large_is_said_before_it_is_sent(page_at: PageAt, address: str, tmp_path: Path) -> None:
    page, file = opened(page_at, address), tmp_path / "badge.png"
    file.write_bytes(b"x" * (MOST_BYTES + 1))
    page.locator("input[type=file]").set_input_files(file)
    expect(page.locator("[data-drop-words]")).to_contain_text(LARGE)
    page.get_by_role("button", name="Vérifier").click()
    assert page.url.endswith("/verify")
    looked_at(page)


def test_without_a_script_fifty_megabytes_get_a_sentence(
    page_at: PageAt, address: str, tmp_path: Path, complaints: list[str]
) -> None:
    page, file = opened(page_at, address, javascript=False), tmp_path / "badge.png"
    file.write_bytes(b"x" * (50 * 1024 * 1024))
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Vérifier").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Trop volumineux")
    complaints[:] = [each for each in complaints if "413" not in each]


@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_waits_by_itself_and_tells(
    page_at: PageAt, address: str, issuing: Shop, tmp_path: Path, width: int
) -> None:
    page, file = opened(page_at, address, width), tmp_path / "badge.json"
    file.write_text(json.dumps(issuing.badge().document), encoding="utf8")
    looked_at(page)
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Vérifier").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vérification en cours…")
    errands.verify(page.url.rpartition("/")[2])
    expect(page.get_by_role("heading", level=1)).to_have_text("Ce badge est accepté")
    looked_at(page)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_that_waits_is_a_page_like_others(
    page_at: PageAt, address: str, house: House, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setattr(verification, "SOON", 600)  # it must not leave while it is looked at
    ticket = verifications.hand_over(house.slate, house.bell, content=b"{}")
    page = page_at(width, locale="fr-FR")
    page.goto(f"{address}/verify/{ticket}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Vérification en cours…")
    looked_at(page)
    errands.verify(ticket)  # it keeps nobody else waiting


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_of_what_is_over_are_pages_like_others(
    page_at: PageAt, address: str, issuing: Shop, width: int, complaints: list[str]
) -> None:
    withdrawn, erased, expired = (issuing.badge() for _ in range(3))
    withdrawn.withdraw()
    erased.erase()
    expired.tell(expires=(clock.now() - timedelta(days=1)).isoformat())
    page = page_at(width, dark=True, locale="fr-FR")
    for path in (withdrawn.path, erased.path, expired.path, f"{expired.path}/embed", "verify/faded"):
        page.goto(f"{address}/{path}")
        looked_at(page)
    complaints[:] = [each for each in complaints if "410" not in each and "404" not in each]


def test_a_verification_that_was_cut_says_so(page_at: PageAt, address: str, house: House) -> None:
    begun = clock.now() - timedelta(seconds=LIMIT + 10)
    ticket = verifications.hand_over(house.slate, house.bell, content=b"a tangle")
    with clock.at(begun), pytest.MonkeyPatch.context() as patch:
        patch.setattr(verifications, "verdict", lambda *_given, **_known: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            errands.verify(ticket)
    page = page_at(360, locale="fr-FR")
    page.goto(f"{address}/verify/{ticket}")
    expect(page.get_by_role("heading", level=1)).to_have_text("La vérification n’a pas abouti")
    looked_at(page)
