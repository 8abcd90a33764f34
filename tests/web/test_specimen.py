"""The specimen in a real browser: what axe, a narrow window, a keyboard and a strict policy have to say."""

import pytest
from playwright.sync_api import Page, expect

from tests.accessibility import accessibility
from tests.browser import HEIGHT, PageAt, overflow, small_targets

WIDTHS = (320, 360, 1280)
BETWEEN = (640, 768, 1000)  # a screen of 1280 at 200 %, a tablet, a small laptop


@pytest.mark.parametrize(("width", "dark"), [(320, False), (360, True), (1280, True)])
def test_it_is_accessible_and_fits_its_window(page_at: PageAt, address: str, width: int, dark: bool) -> None:  # noqa: FBT001  a case
    page = page_at(width, dark=dark)
    page.goto(address)
    assert accessibility(page) == []
    assert overflow(page) == 0


@pytest.mark.parametrize("frame", ["visitor", "long"])
def test_the_frame_holds_who_is_there(page_at: PageAt, address: str, frame: str) -> None:
    page = page_at(WIDTHS[0])
    page.goto(f"{address}/?as={frame}")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        assert overflow(page) == 0, width
        assert page.evaluate(COVERED) == [], width


def test_it_fits_the_windows_between(page_at: PageAt, address: str) -> None:
    page = page_at(BETWEEN[0])
    page.goto(address)
    for width in BETWEEN:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        assert overflow(page) == 0, width


def test_it_is_accessible_in_english(page_at: PageAt, address: str) -> None:
    page = page_at(1280)
    page.goto(address)
    page.locator(".foot .language button").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(".state").first).to_have_text("Validated")
    assert accessibility(page) == []


def test_what_is_pressed_is_large_enough(page_at: PageAt, address: str) -> None:
    page = page_at(360)
    page.goto(address)
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        assert small_targets(page) == [], width


def test_the_larger_text_of_a_reader_does_not_overflow(page_at: PageAt, address: str) -> None:
    page = page_at(1280)
    page.goto(address)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert overflow(page) == 0


def test_on_paper_there_is_nothing_to_press(page_at: PageAt, address: str) -> None:
    page = page_at(794)
    page.goto(address)
    page.emulate_media(media="print")
    assert page.evaluate(PRESSED) == []


def test_a_broken_policy_is_heard(page_at: PageAt, address: str, complaints: list[str]) -> None:
    page = page_at(1280)
    page.goto(address)
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    assert any("Content Security Policy" in said for said in complaints)
    complaints.clear()


def test_the_first_key_leads_to_the_content(page_at: PageAt, address: str) -> None:
    page = page_at(1280, javascript=False)
    page.goto(address)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


@pytest.mark.parametrize("width", [360, 1280])
def test_the_keyboard_goes_as_the_eye_does_and_is_seen(page_at: PageAt, address: str, width: int) -> None:
    page = page_at(width, javascript=False)
    page.goto(address)
    page.keyboard.press("Tab")
    places = []
    for _ in range(40):
        page.keyboard.press("Tab")
        ring, place = page.evaluate(FOCUSED)
        assert ring >= 2, place
        places.append(place)
    header = [place["row"] for place in places if place["top"]]
    assert header == sorted(header)
    reached = list(dict.fromkeys(place["id"] for place in places if place["id"]))
    assert reached == [each for each in ids(page) if each in reached]


def ids(page: Page) -> list[str]:
    """Every id of the page, as the document orders them."""
    return list(page.evaluate("[...document.querySelectorAll('[id]')].map((item) => item.id)"))


PRESSED = """() => [...document.querySelectorAll("main :is(button, summary, .after > a, form)")]
  .filter((item) => !item.matches(":has(h2, h3, .clue)") && item.checkVisibility())
  .map((item) => item.outerHTML.slice(0, 90))"""
COVERED = """() => {
  const boxes = [...document.querySelectorAll(".top a, .top button, .top summary")]
    .filter((item) => item.checkVisibility())
    .map((item) => item.getBoundingClientRect());
  const across = (a, b) => a.left < b.right - 1 && b.left < a.right - 1;
  const meet = (a, b) => across(a, b) && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  return boxes.flatMap((a, n) => boxes.slice(n + 1).filter((b) => meet(a, b)).map((b) => [a, b]));
}"""

FOCUSED = """() => {
  const item = document.activeElement;
  const wearer = item.closest(".pick, .choice > label") ?? item;
  const style = getComputedStyle(wearer);
  const ring = style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth);
  const box = item.getBoundingClientRect();
  return [ring, {id: item.id, row: Math.round(box.top / 30), top: item.closest(".top") !== null}];
}"""


def test_print_is_black_and_has_nothing_to_press(page_at: PageAt, address: str) -> None:
    page = page_at(672, dark=True)
    page.goto(address)
    page.emulate_media(media="print", color_scheme="dark")
    for selector in (".nav", ".subnav", ".account", ".btn", ".language"):
        expect(page.locator(selector).first).to_be_hidden()
    expect(page.locator("body")).to_have_css("color", "rgb(0, 0, 0)")
    expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
    expect(page.locator(".f-living").first).to_have_css("fill", "rgb(43, 128, 116)")
    expect(page.locator(".levels thead")).to_have_css("position", "static")


def test_tables_are_rows_on_a_telephone(page_at: PageAt, address: str) -> None:
    page = page_at(360)
    page.goto(address)
    cells = page.locator(".stacked tbody tr").first.locator("td")
    tops = [cells.nth(n).evaluate("(cell) => cell.getBoundingClientRect().top") for n in range(3)]
    assert tops == sorted(set(tops))
    expect(page.get_by_role("table").first).to_be_visible()


def test_nothing_moves_for_who_asked_for_stillness(page_at: PageAt, address: str) -> None:
    page = page_at(1280, reduced_motion="reduce")
    page.goto(address)
    expect(page.locator(".btn").first).to_have_css("transition-duration", "0s")


def test_forced_colours_keep_marks_and_actions_apart_from_the_ground(page_at: PageAt, address: str) -> None:
    page = page_at(1280, forced_colors="active")
    page.goto(address)
    ground = page.locator("body").evaluate("(item) => getComputedStyle(item).backgroundColor")
    for selector, of in ((".mark circle", "fill"), (".btn", "color"), (".btn", "borderTopColor")):
        assert page.locator(selector).first.evaluate(f"(item) => getComputedStyle(item).{of}") != ground
