"""What the page does with its script, and that it does all that matters without it."""

from playwright.sync_api import Dialog, Page, expect

from tests.browser import PageAt


def opened(page: Page, address: str) -> Page:
    """The page, on the specimen."""
    page.goto(address)
    return page


def test_the_slider_and_the_number_are_one_level(page_at: PageAt, address: str) -> None:
    page = opened(page_at(1280), address)
    setter = page.locator("[data-setter]").first
    number, slider = setter.locator("[type=number]"), setter.locator("[type=range]")
    expect(slider).to_have_value("81")
    expect(setter.locator(".near")).to_have_attribute("data-level", "75")
    slider.focus()
    slider.press("Home")
    expect(number).to_have_value("0")
    expect(setter.locator(".near")).to_have_attribute("data-level", "0")
    number.fill("88")
    expect(slider).to_have_value("88")
    expect(setter.locator(".near")).to_have_attribute("data-level", "100")
    assert str(slider.get_attribute("aria-valuetext")).startswith("88. ")


def test_a_level_that_is_not_set_does_not_look_set(page_at: PageAt, address: str) -> None:
    page = opened(page_at(1280), address)
    setter = page.locator("[data-setter]").nth(1)
    expect(setter.locator(".near")).to_have_count(0)
    expect(setter.locator("[type=range]")).to_have_attribute("aria-valuetext", "pas encore de niveau")
    expect(setter.locator("[type=number]")).to_have_value("")


def test_the_suggestion_follows_the_answers(page_at: PageAt, address: str) -> None:
    page = opened(page_at(1280), address)
    suggestion, second = page.locator("[data-suggestion]").first, page.locator(".clue").nth(1)
    expect(suggestion).to_have_text("Deux réponses suffisent pour suggérer un niveau.")
    second.locator("[value='50']").check()
    expect(suggestion).to_have_text("Vos indices suggèrent 63.")
    expect(page.locator("[data-clues]").first).to_have_attribute("x1", "63%")
    second.locator("summary").click()
    second.locator("[value=prefer_not]").check()
    expect(suggestion).to_have_text("Deux réponses suffisent pour suggérer un niveau.")


def test_a_level_is_asked_only_from_who_sees_it_differently(page_at: PageAt, address: str) -> None:
    page = opened(page_at(1280), address)
    level = page.locator("#opinion-level")
    expect(level).to_be_disabled()
    page.get_by_label("Je vois les choses autrement").check()
    expect(level).to_be_enabled()
    page.get_by_label("Je confirme ce niveau").check()
    expect(level).to_be_disabled()
    expect(level).to_be_hidden()


def test_what_is_left_of_a_text_is_said(page_at: PageAt, address: str) -> None:
    page = opened(page_at(1280), address)
    count = page.locator("#opinion-words-count")
    expect(count).to_have_text("1\u202f200 caractères au plus")
    page.locator("#opinion-words").fill("Bien vu.")
    expect(count).to_have_text("Il reste 1\u202f192 caractères")
    page.locator("#opinion-words").fill("a" * 1199)
    expect(count).to_have_text("Il reste 1 caractère")


def test_words_that_were_not_sent_are_not_lost_in_silence(page_at: PageAt, address: str) -> None:
    page = opened(page_at(1280), address)
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", stay)
    page.locator("#rest-words").fill("Un mot.")
    page.reload()
    assert asked == ["beforeunload"]
    page.locator("#rest-words").fill("Un mot.")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator(".flash").first).to_have_text("Votre avis est parti.")
    assert asked == ["beforeunload"]


def test_the_summary_of_errors_calls_the_reader_and_leads_to_the_field(page_at: PageAt, address: str) -> None:
    page = opened(page_at(1280), address)
    summary = page.locator("[data-summary]")
    expect(summary).to_be_focused()
    for label, field in (("Niveau", "#wrong-number"), ("Qui peut voir", "#wrong-one-0")):
        summary.get_by_role("link", name=label).click()
        expect(page.locator(field)).to_be_focused()


def test_the_menu_folds_back(page_at: PageAt, address: str) -> None:
    page = opened(page_at(1280), address)
    summary, link = page.locator(".menu > summary"), page.locator(".menu a").first
    summary.click()
    expect(link).to_be_visible()
    link.focus()
    page.keyboard.press("Escape")
    expect(link).to_be_hidden()
    expect(summary).to_be_focused()
    summary.click()
    page.locator("h1").click()
    expect(link).to_be_hidden()


def test_everything_that_matters_works_without_the_script(page_at: PageAt, address: str) -> None:
    page = opened(page_at(360, javascript=False), address)
    expect(page.locator("[type=range]")).to_have_count(0)
    expect(page.locator("[data-setter] [type=number]").first).to_be_editable()
    page.locator(".menu > summary").click()
    expect(page.locator(".menu a").first).to_be_visible()
    page.get_by_label("Je vois les choses autrement").check()
    expect(page.locator("#opinion-level")).to_be_editable()
    page.locator(".clue summary").first.click()
    expect(page.locator(".clue details .pick").first).to_be_visible()
    page.get_by_role("button", name="Signer et envoyer").click()
    expect(page.locator(".flashes .flash")).to_have_count(2)
    page.locator(".foot .language button").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
