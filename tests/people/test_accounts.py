"""Signing in and out, sign-ins listed and ended, a new password, a new address, a language."""

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, text

from kernel import clock
from kernel.house import House
from kernel.keys import digest
from kernel.refusals import Invalid
from kernel.scope import Scope
from kernel.walls import Role
from people import passwords, service
from people.models import Login, Person, Token
from people.rules import Weakness, device_name, weakness
from tests.cases import each_case
from tests.client import HOST
from tests.conftest import Visitor
from tests.mailbox import link_in, mails_to
from tests.world import PASSWORD, World

NEW = "another long sentence, and a lamp"


def signed_in(visitor: Visitor, email: str, password: str = PASSWORD, **query: str) -> object:
    """What signing in answers."""
    client = visitor()
    return client.post("/sign-in", data={"email": email, "password": password}, query_string=query)


def test_signing_in_and_out(world: World, visitor: Visitor) -> None:
    _person, email = world.person()
    client = visitor()
    answer = client.post("/sign-in", data={"email": email.upper(), "password": PASSWORD})
    assert (answer.status_code, answer.location) == (303, "/me/")
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert client.get("/me/").status_code == 200
    assert client.post("/sign-out").status_code == 303
    assert client.get("/me/").location.startswith("/sign-in")


def test_the_token_is_new_each_time_and_stored_hashed(world: World, visitor: Visitor, house: House) -> None:
    person, email = world.person()
    tokens = []
    for _turn in range(2):
        client = visitor()
        client.post("/sign-in", data={"email": email, "password": PASSWORD})
        with client.session_transaction(base_url=HOST) as cookie:
            tokens.append(cookie["_user_id"])
    assert len(set(tokens)) == 2
    with house.database.reading(role=Role.IDENTITY) as session:
        stored = set(session.scalars(select(Login.token_hash).where(Login.person_id == person)))
    assert stored == {digest(token) for token in tokens}
    assert not stored & set(tokens)


def test_what_was_in_the_cookie_does_not_survive_signing_in(world: World, visitor: Visitor) -> None:
    _person, email = world.person()
    client = visitor()
    with client.session_transaction(base_url=HOST) as cookie:
        cookie["planted"] = "by somebody else"
        cookie["language"] = "en"
    client.post("/sign-in", data={"email": email, "password": PASSWORD})
    with client.session_transaction(base_url=HOST) as cookie:
        assert "planted" not in cookie
        assert cookie["language"] == "en"


def test_wrong_and_unknown_look_the_same(world: World, visitor: Visitor) -> None:
    _person, email = world.person()
    wrong = visitor().post("/sign-in", data={"email": email, "password": "not the right sentence"})
    unknown = visitor().post("/sign-in", data={"email": f"x{email}", "password": "not the right sentence"})
    assert wrong.status_code == unknown.status_code == 422
    assert stripped(wrong.text) == stripped(unknown.text.replace(f"x{email}", email))
    assert "The address or the password is not right." in wrong.text


def test_an_unknown_address_costs_as_much_work(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    verified: list[object] = []
    real = passwords.matches

    def counting(password: str, stored: str | None) -> bool:
        verified.append(stored)
        return real(password, stored)

    monkeypatch.setattr(service, "matches", counting)
    with world.house.database.unit_of_work(role=Role.IDENTITY) as session:
        with pytest.raises(Invalid):
            service.sign_in(session, email=f"{uuid4()}@nowhere.example", password="x")
    assert verified == [None]


def test_too_many_tries_are_refused_in_words(world: World, visitor: Visitor) -> None:
    _person, email = world.person()
    client = visitor()
    answers = [client.post("/sign-in", data={"email": email, "password": "wrong"}) for _try in range(11)]
    assert [each.status_code for each in answers[:10]] == [422] * 10
    assert "Too many tries" in answers[-1].text
    right = client.post("/sign-in", data={"email": email, "password": PASSWORD})
    assert "Too many tries" in right.text  # even the right password waits


def test_next_stays_on_this_site(world: World, visitor: Visitor) -> None:
    _person, email = world.person()
    for target, expected in {
        "/me/history": "/me/history",
        "https://elsewhere.example/": "/me/",
        "//elsewhere.example/": "/me/",
        "/\\elsewhere.example": "/me/",
        "javascript:alert(1)": "/me/",
        "/me/\r\nSet-Cookie: x": "/me/",
    }.items():
        answer = visitor().post(
            "/sign-in", data={"email": email, "password": PASSWORD}, query_string={"next": target}
        )
        assert answer.location == expected, target


def test_a_page_asked_for_is_come_back_to(world: World, visitor: Visitor) -> None:
    _person, email = world.person()
    client = visitor()
    asked = client.get("/me/history?x=1")
    answer = client.post(asked.location, data={"email": email, "password": PASSWORD})
    assert answer.location == "/me/history?x=1"


def test_a_sign_in_ends_idle_or_old(world: World, visitor: Visitor) -> None:
    person, _email = world.person()
    client = visitor(person)
    assert client.get("/me/account").status_code == 200
    with clock.at(datetime.now(UTC) + timedelta(days=10)):
        assert client.get("/me/account").status_code == 200  # seen again: idle starts anew
    with clock.at(datetime.now(UTC) + timedelta(days=20)):
        assert client.get("/me/account").status_code == 200
    with clock.at(datetime.now(UTC) + timedelta(days=31)):
        assert client.get("/me/account").status_code == 302  # over, however often it was seen
    idle = visitor(person)
    with world.house.database.unit_of_work(role=Role.IDENTITY) as session:
        past = clock.now() - timedelta(days=world.house.settings.session_idle_days, minutes=1)
        session.execute(
            text("UPDATE login SET last_seen_at = :past WHERE person_id = :person"),
            {"past": past, "person": person},
        )
    assert idle.get("/me/account").status_code == 302


def test_last_seen_is_written_now_and_then(world: World, visitor: Visitor) -> None:
    person, _email = world.person()
    client = visitor(person)

    def last_seen() -> datetime:
        with world.house.database.reading(role=Role.IDENTITY) as session:
            found = session.scalar(select(Login.last_seen_at).where(Login.person_id == person))
        assert found is not None
        return found

    first = last_seen()
    client.get("/me/account")
    assert last_seen() == first
    with clock.at(datetime.now(UTC) + timedelta(minutes=6)):
        client.get("/me/account")
    assert last_seen() > first


def test_devices_are_listed_and_signed_out(world: World, visitor: Visitor) -> None:
    person, email = world.person()
    here, there = visitor(person), visitor()
    agent = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
    there.post("/sign-in", data={"email": email, "password": PASSWORD}, headers={"User-Agent": agent})
    page = here.get("/me/account")
    assert "Firefox, Linux" in page.text
    action = re.search(r"/me/account/devices/[0-9a-f-]+/sign-out", page.text)
    assert action
    assert here.post(action[0]).status_code == 303
    assert there.get("/me/account").status_code == 302
    assert here.get("/me/account").status_code == 200


def test_other_devices_are_signed_out_at_once(world: World, visitor: Visitor) -> None:
    person, _email = world.person()
    here, there = visitor(person), visitor(person)
    here.post("/me/account/devices/sign-out-others")
    assert here.get("/me/account").status_code == 200
    assert there.get("/me/account").status_code == 302


def test_nobody_signs_somebody_else_out(world: World, visitor: Visitor) -> None:
    victim, _email = world.person()
    visitor(victim)
    with world.house.database.reading(role=Role.IDENTITY) as session:
        login = session.scalar(select(Login.id).where(Login.person_id == victim))
    attacker = visitor(world.person()[0])
    assert attacker.post(f"/me/account/devices/{login}/sign-out").status_code == 404


def reset_link(world: World, visitor: Visitor, email: str, person: UUID) -> str:
    """The link of a reset mail."""
    visitor().post("/password/forgotten", data={"email": email})
    world.scopes.add(person)
    world.run_jobs()
    letter = mails_to(world.house, email)[0]
    assert "-- " not in letter.splitlines()  # an account is above cooperatives: none of them signs
    return link_in(letter)


def test_a_forgotten_password(world: World, visitor: Visitor) -> None:
    person, email = world.person()
    signed = visitor(person)
    link = reset_link(world, visitor, email, person)
    client = visitor()
    assert client.get(link).status_code == 200
    assert client.post(link, data={"password": NEW}).status_code == 303
    assert signed.get("/me/account").status_code == 302  # every device is signed out
    assert client.post("/sign-in", data={"email": email, "password": NEW}).status_code == 303
    again = visitor().post(link, data={"password": "yet another long sentence"})
    assert "no longer valid" in again.text  # once only


def test_a_reset_link_grows_old(world: World, visitor: Visitor) -> None:
    person, email = world.person()
    link = reset_link(world, visitor, email, person)
    with clock.at(datetime.now(UTC) + timedelta(hours=2, minutes=1)):
        answer = visitor().post(link, data={"password": NEW})
    assert "no longer valid" in answer.text
    assert visitor().post("/sign-in", data={"email": email, "password": PASSWORD}).status_code == 303


def test_a_weak_password_leaves_the_link_usable(world: World, visitor: Visitor) -> None:
    person, email = world.person()
    link = reset_link(world, visitor, email, person)
    weak = visitor().post(link, data={"password": "azertyuiop12"})
    assert weak.status_code == 422
    assert "too easy to guess" in weak.text
    assert visitor().post(link, data={"password": NEW}).status_code == 303


def test_an_unknown_address_is_answered_the_same_and_sent_nothing(
    world: World, visitor: Visitor, house: House
) -> None:
    _person, known = world.person()
    unknown = f"{uuid4().hex}@nowhere.example"
    answers = []
    for email in (known, unknown):
        client = visitor()
        first = client.post("/password/forgotten", data={"email": email})
        answers.append((first.status_code, first.location, stripped(client.get(first.location).text)))
    assert answers[0] == answers[1]
    with house.database.reading(role=Role.IDENTITY) as session:
        token = session.scalar(select(Token).where(Token.email == unknown))
    assert token is not None
    assert token.person_id is None
    assert mails_to(house, unknown) == []


def test_the_decoy_job_sends_nothing(world: World, house: House) -> None:
    decoy = service.decoy()
    email = f"{uuid4().hex}@nowhere.example"
    with house.database.unit_of_work(Scope(person=decoy), Role.IDENTITY) as session:
        service.ask_reset(session, email=email, person_id=None, secret_key=house.settings.secret_key)
    world.scopes.add(decoy)
    assert world.run_jobs() == 1
    assert mails_to(house, email) == []


def test_changing_the_password(world: World, visitor: Visitor) -> None:
    person, email = world.person()
    client = visitor(person)
    wrong = client.post("/me/account/password", data={"current": "no", "password": NEW})
    assert wrong.status_code == 422
    assert "not your present password" in wrong.text
    done = client.post("/me/account/password", data={"current": PASSWORD, "password": NEW})
    assert done.status_code == 303
    assert client.get("/me/account").status_code == 200
    assert visitor().post("/sign-in", data={"email": email, "password": PASSWORD}).status_code == 422
    assert visitor().post("/sign-in", data={"email": email, "password": NEW}).status_code == 303


def test_changing_the_address(world: World, visitor: Visitor) -> None:
    person, email = world.person()
    client, wanted = visitor(person), f"{uuid4().hex}@new.example"
    client.post("/me/account/address", data={"email": wanted, "password": PASSWORD})
    world.run_jobs()
    link = link_in(mails_to(world.house, wanted)[0])
    assert visitor().post("/sign-in", data={"email": email, "password": PASSWORD}).status_code == 303
    assert visitor().get(link).status_code == 200
    assert visitor().post("/sign-in", data={"email": wanted, "password": PASSWORD}).status_code == 422
    assert visitor().post(link).status_code == 303
    assert visitor().post("/sign-in", data={"email": wanted, "password": PASSWORD}).status_code == 303
    assert visitor().post(link).status_code == 409


def test_a_new_password_or_address_ends_every_link_sent_before(world: World, visitor: Visitor) -> None:
    for by_link in (True, False):
        person, email = world.person()
        client, wanted = visitor(person), f"{uuid4().hex}@elsewhere.example"
        client.post("/me/account/address", data={"email": wanted, "password": PASSWORD})
        earlier, link = (reset_link(world, visitor, email, person) for _turn in range(2))
        elsewhere = link_in(mails_to(world.house, wanted)[0])
        if by_link:
            assert visitor().post(link, data={"password": NEW}).status_code == 303
        else:
            client.post("/me/account/password", data={"current": PASSWORD, "password": NEW})
        assert visitor().post(elsewhere).status_code == 409  # whoever knew the old one may have asked for it
        assert "no longer valid" in visitor().post(earlier, data={"password": PASSWORD}).text
        assert visitor().post("/sign-in", data={"email": email, "password": NEW}).status_code == 303


def test_a_new_address_ends_the_links_sent_to_the_old_one(world: World, visitor: Visitor) -> None:
    person, email = world.person()
    wanted = f"{uuid4().hex}@new.example"
    sent = reset_link(world, visitor, email, person)
    visitor(person).post("/me/account/address", data={"email": wanted, "password": PASSWORD})
    world.run_jobs()
    assert visitor().post(link_in(mails_to(world.house, wanted)[0])).status_code == 303
    assert "no longer valid" in visitor().post(sent, data={"password": NEW}).text


def test_an_address_taken_meanwhile_is_refused(world: World, visitor: Visitor) -> None:
    person, _email = world.person()
    _other, taken = world.person()
    client = visitor(person)
    client.post("/me/account/address", data={"email": taken, "password": PASSWORD})
    world.run_jobs()
    assert visitor().post(link_in(mails_to(world.house, taken)[0])).status_code == 409


def test_an_incomplete_address_is_said(world: World, visitor: Visitor) -> None:
    client = visitor(world.person()[0])
    answer = client.post("/me/account/address", data={"email": "o.quere@exemple", "password": PASSWORD})
    assert answer.status_code == 422
    assert "o.quere@exemple” is not a complete address" in answer.text


def test_the_language_of_pages_and_of_the_account(world: World, visitor: Visitor) -> None:
    person, _email = world.person(language="fr")
    client = visitor(person, language="fr")
    assert '<html lang="fr">' in client.get("/me/account").text
    client.post("/language/en")
    assert '<html lang="en">' in client.get("/me/account").text
    with world.house.database.reading(role=Role.IDENTITY) as session:
        found = session.get(Person, person)
        assert found
        assert found.language == "en"
    assert client.post("/language/de").status_code == 404


def test_the_language_of_a_visitor(visitor: Visitor) -> None:
    client = visitor(language="en-GB,en;q=0.8")
    assert '<html lang="en">' in client.get("/").text
    back = client.post("/language/fr", headers={"Referer": f"{HOST}/who-sees-what"})
    assert back.location == "/who-sees-what"
    assert '<html lang="fr">' in client.get("/").text
    elsewhere = client.post("/language/en", headers={"Referer": "https://elsewhere.example/x"})
    assert elsewhere.location == "/"


@each_case(
    "password, reason",
    [
        ("court", Weakness.TOO_SHORT),
        ("x" * 513, Weakness.TOO_LONG),
        ("aaaaaaaaaaaaaaaa", Weakness.GUESSABLE),
        ("azertyuiop12", Weakness.GUESSABLE),
        ("Musette2026!!", Weakness.GUESSABLE),
        ("awa.diallo.awa.diallo", Weakness.GUESSABLE),
        ("le chat dort au soleil", None),
        ("correct horse battery staple", None),
    ],
)
def test_what_makes_a_password(password: str, reason: Weakness | None) -> None:
    assert weakness(password, ["awa.diallo@example.org", "Awa Diallo"]) is reason


@each_case(
    "agent, name",
    [
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit Chrome/140.0 Safari/537 Edg/140.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19 Safari/604", "Safari, iOS"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537", "Chrome, Android"),
        ("curl/8", ""),
    ],
)
def test_devices_have_names(agent: str, name: str) -> None:
    assert device_name(agent) == name


def stripped(page: str) -> str:
    """A page without its tokens."""
    return re.sub(r'name="csrf_token"[^>]*value="[^"]*"|value="Ij[^"]*"', "", page)
