"""Sign-ins: what is over stays over, an unknown address is answered as a known one, tries are counted."""

from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bench.asked import statements
from kernel.house import House
from tests.client import HOST
from tests.web.serving import browser
from tests.world import PASSWORD, World, sign_in

NEW = "another long sentence, and a lamp"


def cookie_of(client: FlaskClient) -> str:
    """The whole cookie a browser holds."""
    found = client.get_cookie("musette", domain="127.0.0.1")
    assert found
    return found.value


def with_cookie(plain: Flask, value: str) -> FlaskClient:
    """Another browser, in which somebody has put this cookie."""
    client = browser(plain)
    client.set_cookie("musette", value, domain="127.0.0.1")
    return client


def test_a_cookie_copied_before_signing_out_is_dead(plain: Flask, world: World) -> None:
    _person, email = world.person()
    client = browser(plain)
    client.post("/sign-in", data={"email": email, "password": PASSWORD})
    copy = with_cookie(plain, cookie_of(client))
    assert copy.get("/me/account").status_code == 200
    client.post("/sign-out")
    assert copy.get("/me/account").status_code == 302
    assert with_cookie(plain, "").get("/me/account").status_code == 302


def test_a_cookie_that_is_not_ours_is_nobody(plain: Flask, world: World) -> None:
    client = sign_in(browser(plain), world.house, world.person()[0])
    content, _, signature = cookie_of(client).rpartition(".")
    for value in (f"{content}.x{signature}", content, "x", "é", "." * 3000):
        assert with_cookie(plain, value).get("/me/account").status_code == 302
    token = browser(plain)
    with token.session_transaction(base_url=HOST) as cookie:
        cookie["_user_id"] = "0" * 43
    assert token.get("/me/account").status_code == 302


def test_a_mailed_password_ends_every_sign_in_and_one_s_own_offers_to(
    plain: Flask, world: World, house: House
) -> None:
    person, _email = world.person(language="en")
    here, there = (sign_in(browser(plain), house, person) for _device in range(2))
    here.post("/me/account/password", data={"current": PASSWORD, "password": NEW})
    page = here.get("/me/account")
    assert "You may sign the other devices out below" in page.text
    assert "/me/account/devices/sign-out-others" in page.text
    assert there.get("/me/account").status_code == 200
    here.post("/me/account/devices/sign-out-others")
    assert there.get("/me/account").status_code == 302


@pytest.mark.parametrize(
    ("page", "data"),
    [("/sign-in", {"password": "not the right sentence"}), ("/password/forgotten", {})],
)
def test_an_unknown_address_costs_the_same(
    page: str, data: dict[str, str], plain: Flask, world: World
) -> None:
    _person, known = world.person()
    asked, answers = [], []
    for email in (known, f"{uuid4().hex}@tests.example"):
        with statements() as noted:
            answers.append(browser(plain).post(page, data={**data, "email": email}))
        asked.append([statement.split()[0] for statement in noted])
    assert asked[0] == asked[1]
    assert answers[0].status_code == answers[1].status_code
    assert {name for name, _ in answers[0].headers} == {name for name, _ in answers[1].headers}


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    ("page", "right", "first"),
    [("/sign-in", {"password": "wrong"}, 422), ("/password/forgotten", {}, 303)],
)
def test_too_many_tries_are_answered_with_a_time_to_wait(
    page: str, right: dict[str, str], first: int, language: str, plain: Flask, world: World
) -> None:
    _person, email = world.person()
    client = browser(plain, language=language)
    data = {**right, "email": email}
    assert [client.post(page, data=data).status_code for _try in range(10)] == [first] * 10
    answer = client.post(page, data=data)
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "900"
    assert f'<html lang="{language}">' in answer.text
    said = "Too many tries. Wait for 15 minutes" if language == "en" else "Trop d’essais. Attendez 15"
    assert said in answer.text
    elsewhere = browser(plain).post(page, data=data)
    assert elsewhere.status_code == 429  # the account waits, wherever from


def test_one_address_does_not_try_every_account(plain: Flask) -> None:
    client = browser(plain)
    statuses = []
    for _try in range(61):
        email = f"{uuid4().hex}@tests.example"
        statuses.append(client.post("/password/forgotten", data={"email": email}).status_code)
    assert statuses == [303] * 60 + [429]


def test_an_invented_link_is_counted_too(plain: Flask) -> None:
    client, link = browser(plain), f"/password/new/{uuid4().hex}"
    statuses = [client.post(link, data={"password": NEW}).status_code for _try in range(11)]
    assert statuses[-1] == 429
    assert set(statuses[:-1]) == {422}
