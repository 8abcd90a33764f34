"""The pages of the accounts offered: they answer, and show what was promised."""

import re

from flask import Flask

from demo.accounts import offered
from tests.cases import each_case
from tests.demonstration import Entering

EVERYWHERE = ("/me/", "/me/history", "/me/take-stock", "/me/account")
HERE = ("", "reviews", "what-the-group-knows", "groups", "journal", "my-name")
LEADING = ("coordination", "members", "invitations", "groups/new", "campaign/move")


def test_the_first_page_offers_the_accounts(demonstration_app: Flask) -> None:
    page = demonstration_app.test_client().get("/").text
    for account in offered():
        assert account.name in page
        assert f"/demonstration/enter/{account.key}" in page


def test_nobody_enters_an_account_that_is_not_offered(demonstration_app: Flask) -> None:
    client = demonstration_app.test_client()
    assert client.post("/demonstration/enter/paul").status_code == 404
    assert client.post("/demonstration/enter/awa-diallo@demonstration.example").status_code == 404


@each_case(
    "key, shown",
    [
        ("awa", "Mon profil"),
        ("solene", "Karim Benali"),
        ("leo", "Votre profil est encore vide"),
        ("jeanne", "Coordonner la coopérative"),
        ("claire", "Ewa Kowalczyk et Bruno Lagadec"),
        ("malik", "Grand Large"),
        ("maud", "À votre taille, on se parle"),
    ],
)
def test_each_enters_on_the_page_of_their_story(demonstration_app: Flask, key: str, shown: str) -> None:
    client = demonstration_app.test_client()
    client.environ_base.update(HTTP_ACCEPT_LANGUAGE="fr")
    first = client.post(f"/demonstration/enter/{key}", follow_redirects=True)
    assert first.status_code == 200
    assert shown in first.text


@each_case("key", [each.key for each in offered()])
@each_case("language", ["fr", "en"])
def test_their_pages_answer(entering: Entering, key: str, language: str) -> None:
    client = entering(key, language=language)
    slugs = set(re.findall(r"/c/([a-z-]+)/", client.get("/me/").text))
    assert len(slugs) == (2 if key == "malik" else 1)
    pages = [*EVERYWHERE, *(f"/c/{slug}/{name}" for slug in slugs for name in HERE)]
    if key in ("jeanne", "maud"):
        pages += [f"/c/{slug}/{name}" for slug in slugs for name in LEADING]
    if key == "claire":
        pages += [f"/c/{slug}/mediations" for slug in slugs]
    for url in pages:
        answer = client.get(url, follow_redirects=True)
        assert answer.status_code == 200, url


def test_solene_answers_the_request_that_waits(entering: Entering) -> None:
    client = entering("solene")
    inbox = client.get("/c/l-etabli-commun/reviews").text
    found = re.search(r"/c/l-etabli-commun/reviews/([0-9a-f-]{36})", inbox)
    assert found is not None
    assert "Karim Benali" in inbox
    said = {"stance": "endorse", "grounds": "used_result", "words": "Une boîte solide."}
    assert client.post(found[0], data=said).status_code == 303
    assert found[0] not in client.get("/c/l-etabli-commun/reviews").text.split("Karim Benali", 1)[0]


def test_awa_answers_the_view_that_differs(entering: Entering) -> None:
    client = entering("awa")
    level = client.get("/c/l-etabli-commun/levels/tool-mastery").text
    found = re.search(r"/c/l-etabli-commun/statements/[0-9a-f-]{36}/reply", level)
    assert found is not None
    assert "Solène Prigent" in client.get(found[0]).text
    answer = {"kind": "keep", "words": "Je garde, et je viens apprendre le fer."}
    assert client.post(found[0], data=answer).status_code == 303


def test_claire_writes_the_first_words(entering: Entering) -> None:
    client = entering("claire")
    listed = client.get("/c/l-etabli-commun/mediations").text
    found = re.search(r"/c/l-etabli-commun/mediations/[0-9a-f-]{36}", listed)
    assert found is not None
    page = client.get(found[0]).text
    seen = re.search(r'name="seen"[^>]*value="([^"]+)"', page)
    assert seen is not None
    answer = client.post(found[0], data={"words": "Un raccord se fait à deux.", "seen": seen[1]})
    assert answer.status_code == 303
    assert "Un raccord se fait à deux." in client.get(found[0]).text


def test_leo_takes_stock_for_the_first_time(entering: Entering) -> None:
    client = entering("leo")
    step = client.get("/me/take-stock/creativity")
    assert step.status_code == 200
    assert client.post("/me/take-stock/levels", data={"creativity": "55"}).status_code == 303
    assert "55" in client.get("/me/take-stock/check").text
