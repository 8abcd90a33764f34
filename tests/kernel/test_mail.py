"""Mails: a real SMTP dialogue, and the folder of the embedded run."""

import smtplib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kernel.mail import Mail, Mailbox, Smtp, postman
from kernel.settings import Settings, SettingsError
from tests.mailserver import BUSY, GONE, PASSWORD, MailServer, SlowMailServer

MAIL = Mail("awa@example.org", "Été : à bientôt", "Bonjour,\n\nÀ bientôt.\n", "a-key", "fr")


@pytest.fixture
def server() -> Iterator[MailServer]:
    """A mail server on this machine."""
    made = MailServer()
    with made.listening():
        yield made


def test_a_mail_goes_through_smtp(server: MailServer, settings: Settings) -> None:
    chosen = replace(settings, mail_url=server.url, mail_from="Musette <musette@example.org>")
    postman(chosen).send(MAIL)
    (letter,) = server.letters("awa@example.org")
    assert letter["Subject"] == MAIL.subject
    assert letter["From"] == "Musette <musette@example.org>"
    assert letter["Message-ID"] == "<a-key@127.0.0.1>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter.get_content_type() == "text/plain"
    assert letter.get_content().splitlines() == MAIL.text.splitlines()


def test_a_mail_of_a_cooperative_comes_under_its_name(server: MailServer, settings: Settings) -> None:
    chosen = replace(settings, mail_url=server.url, mail_from="Musette <musette@example.org>")
    postman(chosen).send(replace(MAIL, sender='L’Établi,\r\n"commun"'))
    (letter,) = server.letters("awa@example.org")
    (sender,) = letter["From"].addresses
    assert sender.addr_spec == "musette@example.org"
    assert sender.display_name == 'L’Établi, "commun" · Musette'


def test_what_mails_come_from_is_an_address(settings: Settings) -> None:
    for wrong in ("", "Musette", "musette@", "Musette <nobody at home>"):
        with pytest.raises(SettingsError, match="MUSETTE_MAIL_FROM"):
            postman(replace(settings, mail_from=wrong))


def test_a_mail_sent_twice_is_the_same_mail(server: MailServer, settings: Settings) -> None:
    chosen = postman(replace(settings, mail_url=server.url))
    chosen.send(MAIL)
    chosen.send(MAIL)
    one, two = server.letters("awa@example.org")
    assert one["Message-ID"] == two["Message-ID"]


@pytest.mark.parametrize("answer", [GONE, BUSY])
def test_a_refused_mail_is_a_fault(answer: str, server: MailServer, settings: Settings) -> None:
    server.refused["nobody@example.org"] = answer
    chosen = postman(replace(settings, mail_url=server.url))
    with pytest.raises(smtplib.SMTPRecipientsRefused, match=answer[:3]):
        chosen.send(replace(MAIL, to="nobody@example.org"))
    chosen.send(MAIL)
    assert len(server.letters("awa@example.org")) == 1


def test_a_server_that_never_answers_is_a_fault(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kernel.mail.SMTP_PATIENCE", 0.2)
    slow = SlowMailServer()
    with slow.listening(), pytest.raises(OSError, match="timed out"):
        postman(replace(settings, mail_url=slow.url)).send(MAIL)


def test_a_password_is_given_and_never_shown(server: MailServer, settings: Settings) -> None:
    wrong = replace(settings, mail_url=server.url_with("wrong-password"))
    with pytest.raises(smtplib.SMTPAuthenticationError) as caught:
        postman(wrong).send(MAIL)
    assert "wrong-password" not in f"{caught.value!r} {caught.value} {wrong!r}"
    assert server.envelopes == []
    postman(replace(settings, mail_url=server.url_with(PASSWORD))).send(MAIL)
    assert len(server.envelopes) == 1


def test_a_silent_server_is_a_fault(settings: Settings) -> None:
    with pytest.raises(ConnectionRefusedError):
        postman(replace(settings, mail_url="smtp://127.0.0.1:1")).send(MAIL)


def test_a_mailbox_keeps_letters_newest_first(settings: Settings, tmp_path: Path) -> None:
    box = postman(replace(settings, mail_url=f"mailbox://{tmp_path}/new"))
    assert isinstance(box, Mailbox)
    assert box.letters() == []
    box.send(MAIL)
    box.send(replace(MAIL, key="another", subject="Second"))
    box.send(MAIL)
    assert sorted(letter["Subject"] for _name, letter in box.letters()) == ["Second", MAIL.subject]
    found = box.letter("a-key")
    assert found is not None
    assert found.get_content().splitlines() == MAIL.text.splitlines()
    assert box.letter("nothing") is None
    assert box.letter("../settings") is None


@pytest.mark.parametrize("url", ["http://example.org", "smtp://", "nonsense"])
def test_an_address_that_is_none_is_refused(url: str, settings: Settings) -> None:
    with pytest.raises(SettingsError, match="MUSETTE_MAIL_URL"):
        postman(replace(settings, mail_url=url))


def test_smtp_and_smtps_are_understood(settings: Settings) -> None:
    for url in ("smtp://mail.example.org", "smtps://user:pass@mail.example.org:465"):
        assert isinstance(postman(replace(settings, mail_url=url)), Smtp)
