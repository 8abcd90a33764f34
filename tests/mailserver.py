"""A real mail server on this machine, which can be told to refuse, to wait, or to be away."""

import asyncio
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

GONE = "550 5.1.1 no such person"
PASSWORD = "a-password-for-the-mail-server"
BUSY = "451 4.3.0 come back later"


def known(_server: object, _session: object, _envelope: object, _mechanism: str, given: Any) -> AuthResult:
    """Whether the password is ours."""
    return AuthResult(success=given.password == PASSWORD.encode(), handled=False)


class MailServer:
    """What a mail server has been given, and what it answers."""

    def __init__(self) -> None:
        self.envelopes: list[Any] = []
        self.refused: dict[str, str] = {"nobody@example.org": GONE}
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]

    @property
    def url(self) -> str:
        """Where it listens, as a setting."""
        return f"smtp://127.0.0.1:{self.port}"

    def url_with(self, password: str) -> str:
        """The same, with a name and a password."""
        return f"smtp://musette:{password}@127.0.0.1:{self.port}"

    def letters(self, to: str) -> list[EmailMessage]:
        """The letters taken for an address, oldest first."""
        found = [each.content for each in self.envelopes if to in each.rcpt_tos]
        letters = [message_from_bytes(content, policy=policy.default) for content in found]
        return [letter for letter in letters if isinstance(letter, EmailMessage)]

    @contextmanager
    def listening(self) -> Iterator[None]:
        """It answers for as long as this lasts."""
        self._open()
        try:
            yield
        finally:
            self._controller.stop()

    @contextmanager
    def away(self) -> Iterator[None]:
        """It was listening, and nobody answers for as long as this lasts."""
        self._controller.stop()
        try:
            yield
        finally:
            self._open()

    def _open(self) -> None:
        asked: dict[str, Any] = {"authenticator": known, "auth_require_tls": False}
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, **asked)
        self._controller.start()

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: object, _session: object, envelope: Any, address: str, _options: object
    ) -> str:
        """Take a recipient, or not."""
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: object, _session: object, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Take a letter."""
        self.envelopes.append(envelope)
        return "250 OK"


class SlowMailServer(MailServer):
    """One that takes connections and letters, and never says so."""

    async def handle_DATA(self, _server: object, _session: object, _envelope: object) -> str:  # noqa: N802 - aiosmtpd's name
        """Wait for ever: whoever speaks to us has to give up."""
        await asyncio.Event().wait()
        return "250 OK"


def link_of(letter: EmailMessage) -> str:
    """The path of the first link of a letter."""
    found = re.search(r"http://127\.0\.0\.1:\d+(/\S+)", letter.get_content())
    assert found is not None
    return found[1]
