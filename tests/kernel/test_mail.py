"""Mails: a real SMTP dialogue, and the folder of the embedded run."""

import smtplib
import socket
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from kernel.mail import Mail, Mailbox, Smtp, postman
from kernel.settings import Settings, SettingsError

MAIL = Mail("awa@example.org", "Été : à bientôt", "Bonjour,\n\nÀ bientôt.\n", "a-key", "fr")


class Received:
    """What a mail server has been given."""

    def __init__(self) -> None:
        self.envelopes: list[Any] = []

    async def handle_DATA(self, _server: object, _session: object, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        self.envelopes.append(envelope)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: object, _session: object, envelope: Any, address: str, _options: object
    ) -> str:
        if address.startswith("nobody"):
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"


@pytest.fixture
def received() -> Received:
    """The letters of the mail server."""
    return Received()


@pytest.fixture
def server(received: Received) -> Iterator[Controller]:
    """A mail server on this machine."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(received, hostname="127.0.0.1", port=port)
    controller.start()
    yield controller
    controller.stop()


def address(server: Controller) -> str:
    """Where the mail server listens."""
    return f"smtp://127.0.0.1:{server.port}"


def test_a_mail_goes_through_smtp(server: Controller, received: Received, settings: Settings) -> None:
    chosen = replace(settings, mail_url=address(server), mail_from="Musette <musette@example.org>")
    postman(chosen).send(MAIL)
    letter = message_from_bytes(received.envelopes[0].content, policy=policy.default)
    assert isinstance(letter, EmailMessage)
    assert received.envelopes[0].rcpt_tos == ["awa@example.org"]
    assert letter["Subject"] == MAIL.subject
    assert letter["From"] == "Musette <musette@example.org>"
    assert letter["Message-ID"] == "<a-key@127.0.0.1>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter.get_content_type() == "text/plain"
    assert letter.get_content().splitlines() == MAIL.text.splitlines()


def test_a_mail_sent_twice_is_the_same_mail(
    server: Controller, received: Received, settings: Settings
) -> None:
    chosen = postman(replace(settings, mail_url=address(server)))
    chosen.send(MAIL)
    chosen.send(MAIL)
    ids = {message_from_bytes(each.content)["Message-ID"] for each in received.envelopes}
    assert len(received.envelopes) == 2
    assert len(ids) == 1


def test_a_refused_mail_is_a_fault(server: Controller, settings: Settings) -> None:
    with pytest.raises(smtplib.SMTPException):
        postman(replace(settings, mail_url=address(server))).send(replace(MAIL, to="nobody@example.org"))


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
