"""Every answer, good or bad: its headers, its cookie, and a kind page whatever was sent."""

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from bench.asked import statements
from kernel.house import House
from tests.web.serving import BUG, SECRET_OF_A_BUG, Elsewhere, browser
from tests.world import PASSWORD, World, sign_in
from web.application import BIGGEST_REQUEST, BIGGEST_TEXT
from web.headers import ALWAYS

HTTPS = "https://musette.example.org"


def answers(client: FlaskClient) -> dict[int, TestResponse]:
    """One answer of each status."""
    return {
        200: client.get("/sign-in"),
        302: client.get("/me/"),
        400: client.forged("/sign-in", data={"email": "a@b.example"}),  # type: ignore[attr-defined] # ours
        404: client.get("/nowhere"),
        405: client.put("/sign-in"),
        413: sent_raw(client, "application/x-www-form-urlencoded", b"x" * (BIGGEST_REQUEST + 1)),
        422: client.post("/sign-in", data={"email": "a@b.example", "password": "x"}),
        500: client.get(BUG),
    }


def sent_raw(client: FlaskClient, kind: str, body: bytes) -> TestResponse:
    """What a form sent as it is answers."""
    return client.open("/sign-in", method="POST", data=body, content_type=kind)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_answer_is_protected_and_every_fault_is_a_page(plain: Flask, language: str) -> None:
    for status, answer in answers(browser(plain, language=language)).items():
        assert answer.status_code == status, answer.text
        assert {name: answer.headers[name] for name in ALWAYS} == ALWAYS
        assert "Strict-Transport-Security" not in answer.headers
        assert "Accept-Language" in answer.headers["Vary"]
        if status != 302:
            assert f'<html lang="{language}">' in answer.text
            html5lib.HTMLParser(strict=True).parse(answer.text)


def test_the_policy_has_no_exception() -> None:
    policy = ALWAYS["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "*" not in policy
    assert "data:" not in policy


def test_pages_of_a_person_are_kept_by_nobody(plain: Flask, world: World) -> None:
    client = sign_in(browser(plain), world.house, world.person()[0])
    assert client.get("/me/").headers["Cache-Control"] == "no-store"
    assert client.get("/nowhere").headers["Cache-Control"] == "no-store"
    assert browser(plain).post("/sign-in").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("signed_in", [True, False])
def test_a_bug_tells_nothing_and_asks_nothing(
    signed_in: bool,  # noqa: FBT001  a case of the test
    plain: Flask,
    world: World,
    house: House,
) -> None:
    client = browser(plain)
    if signed_in:
        sign_in(client, house, world.person(language="en")[0])
    with statements() as bare:
        client.get("/legal")
    with statements() as asked:
        answer = client.get(BUG)
    assert answer.status_code == 500
    assert "Nothing you have saved is lost" in answer.text
    assert SECRET_OF_A_BUG not in answer.text
    assert "RuntimeError" not in answer.text
    assert len(asked) == len(bare)


def test_over_https_the_cookie_stays_with_the_host(elsewhere: Elsewhere, world: World) -> None:
    client = browser(elsewhere(public_url=HTTPS))
    _person, email = world.person()
    page = client.get("/sign-in", base_url=HTTPS)
    assert page.headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"
    token = page.text.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]
    answer = client.forged(  # type: ignore[attr-defined] # ours
        "/sign-in",
        data={"email": email, "password": PASSWORD, "csrf_token": token},
        base_url=HTTPS,
        headers={"Referer": f"{HTTPS}/sign-in"},
    )
    assert answer.status_code == 303
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-musette=")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


def test_over_http_the_cookie_has_its_plain_name(plain: Flask) -> None:
    cookie = browser(plain).get("/sign-in").headers["Set-Cookie"]
    assert cookie.startswith("musette=")
    assert "Secure" not in cookie


@pytest.mark.parametrize("host", ["far.example", "127.0.0.1.far.example", "a b", ""])
def test_another_host_is_not_served(host: str, plain: Flask) -> None:
    answer = browser(plain).get("/sign-in", headers={"Host": host})
    assert (answer.status_code, answer.mimetype) == (400, "text/plain")
    assert answer.text.startswith("This address is not one of ours: Musette is at http")
    assert host not in answer.text.split()
    assert {name: answer.headers[name] for name in ALWAYS} == ALWAYS


def test_what_is_too_large_is_not_read(plain: Flask) -> None:
    client = browser(plain)
    field = b'--cut\r\nContent-Disposition: form-data; name="email"\r\n\r\n%s\r\n--cut--\r\n'
    for kind, body in {
        "multipart/form-data; boundary=cut": field % (b"x" * (BIGGEST_TEXT + 1)),
        "application/x-www-form-urlencoded": b"email=" + b"x" * BIGGEST_REQUEST,
    }.items():
        answer = sent_raw(client, kind, body)
        assert answer.status_code == 413
        assert "four megabytes at most" in answer.text


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "BREW"])
def test_other_methods_are_refused_in_words(method: str, plain: Flask) -> None:
    answer = browser(plain).open("/legal", method=method)
    assert answer.status_code == 405
    assert "This page does not work that way" in answer.text
    assert "GET" in answer.headers["Allow"]


def test_head_and_options_hold_no_page(plain: Flask, world: World) -> None:
    client = sign_in(browser(plain), world.house, world.person()[0])
    page, head = client.get("/me/account"), client.head("/me/account")
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["Content-Security-Policy"] == page.headers["Content-Security-Policy"]
    options = client.options("/me/account")
    assert (options.status_code, options.data) == (200, b"")
    assert set(options.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


@pytest.mark.parametrize("path", ["/sign-in?next=%00", "/nowhere%00", "/c/a%00/groups"])
def test_a_null_character_is_no_text(path: str, plain: Flask) -> None:
    assert browser(plain).get(path).status_code == 400
