"""A portrait in a browser: values under the hand, a slider of dates, and all of it without a script."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import Page, expect

from assessment.referential import Axis
from dashboards.display import Shown
from kernel.house import House
from tests.accessibility import COLOURS, accessibility
from tests.browser import PageAt, overflow, serving, small_targets
from tests.dashboards.conftest import Hall
from tests.dashboards.portraits import large, publish
from tests.world import World, open_door
from web.application import create_app

BEFORE, LAST = date(2025, 9, 30), date(2026, 3, 31)


@pytest.fixture(scope="module")
def hall(house: House) -> Hall:
    """A cooperative with two portraits, drawn."""
    world = World(house)
    home = world.cooperative("Unecooperativeaunomsanspauseetsansfin")
    made = Hall(world, home, [world.member(home, "Jeanne Abgrall")])
    earlier = large(BEFORE)
    axes = {**earlier.axes, Axis.CREATIVITY: Shown(mean=44)}
    publish(made, replace(earlier, axes=axes), large(LAST), drawn=True)
    return made


@pytest.fixture(scope="module")
def cookie(hall: Hall, house: House) -> dict[str, str]:
    """Who reads."""
    signer = SecureCookieSessionInterface().get_signing_serializer(create_app(house=house))
    assert signer is not None
    token = open_door(house, hall.members[0].person, language="fr")
    return {"name": "musette", "value": signer.dumps({"_user_id": token, "_fresh": True})}


@pytest.fixture(scope="module")
def address(house: House) -> Iterator[str]:
    """Where the application is served."""
    with serving(create_app(house=house)) as served:
        yield served


def opened(page: Page, address: str, cookie: dict[str, str], path: str) -> Page:
    """The page, read by Jeanne."""
    page.context.add_cookies([{"name": cookie["name"], "value": cookie["value"], "url": address}])
    page.goto(address + path)
    return page


def test_values_are_told_where_one_points_or_goes_with_the_arrows(
    page_at: PageAt, address: str, cookie: dict[str, str], hall: Hall
) -> None:
    page = opened(page_at(1280), address, cookie, hall.members[0].url(f"portraits/{LAST}"))
    wheel = page.locator(".wheel .wide")
    assert wheel.locator("title").count() == 0  # said once, by us
    wheel.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".told")).to_have_text("Utilité locale\u00a0: 62\u202f%.")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".told")).to_have_text("Autonomie financière\u00a0: 38\u202f%.")
    page.keyboard.press("Escape")
    expect(page.locator(".told")).to_have_count(0)
    trend = page.locator("section:has(#trends) .chart-holder svg").first
    box = trend.bounding_box()
    assert box
    trend.hover(position={"x": box["width"] * 0.93, "y": box["height"] * 0.36})
    expect(page.locator(".told")).to_have_text("62\u202f% en mars 2026")


def test_the_slider_shows_the_diagram_of_another_date(
    page_at: PageAt, address: str, cookie: dict[str, str], hall: Hall
) -> None:
    page = opened(page_at(360), address, cookie, hall.members[0].url(f"portraits/{LAST}"))
    slider = page.locator(".periods [type=range]")
    expect(slider).to_have_value("1")
    expect(page.locator(".wheel .narrow text").filter(has_text="66")).to_have_count(1)
    slider.press("Home")
    expect(page.locator(".periods output")).to_have_text("30\u00a0sept. 2025")
    expect(page.locator(".wheel .narrow text").filter(has_text="44")).to_have_count(2)  # creativity, and rest
    slider.press("End")
    expect(page.locator(".wheel .narrow text").filter(has_text="66")).to_have_count(1)
    page.locator(".wheel .narrow").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".told")).to_have_text("Utilité locale\u00a0: 62\u202f%.")


def test_dates_are_links_without_the_script(
    page_at: PageAt, address: str, cookie: dict[str, str], hall: Hall
) -> None:
    page = opened(page_at(360, javascript=False), address, cookie, hall.members[0].url(f"portraits/{LAST}"))
    assert page.locator(".wheel .narrow title").count() == 7
    page.get_by_role("link", name="30 sept. 2025").click()
    expect(page.locator("h1")).to_have_text("Le diagramme collectif")
    expect(page.locator(".wheel .narrow text").filter(has_text="44")).to_have_count(2)


@pytest.mark.parametrize("path", ["", "/mine", f"/compare/{BEFORE}", "/assembly", "/axes/creativity"])
def test_a_full_portrait_is_readable(
    path: str, page_at: PageAt, address: str, cookie: dict[str, str], hall: Hall
) -> None:
    page = opened(page_at(1280), address, cookie, hall.members[0].url(f"portraits/{LAST}{path}"))
    assert accessibility(page) == []
    page.emulate_media(color_scheme="dark")
    assert accessibility(page, COLOURS) == [], "in the dark"
    page.set_viewport_size({"width": 320, "height": 800})
    assert overflow(page) == 0
    assert small_targets(page) == []
