"""Sending plain mails: by SMTP, or into a folder that a page shows in the embedded run."""

import smtplib
import ssl
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from kernel import clock
from kernel.settings import Settings, SettingsError, understood

SMTP_PATIENCE = 20  # seconds
SMTPS_PORT = 465
SUBMISSION_PORT = 587
MOST_SHOWN = 100  # letters of a mailbox, shown at once


@dataclass(frozen=True)
class Mail:
    """A plain-text mail. `key` makes its Message-ID, so that a mail sent twice is seen once.

    `sender`: the cooperative it comes from; none for what concerns an account alone.
    """

    to: str
    subject: str
    text: str
    key: str
    language: str = "fr"
    sender: str = ""


@dataclass(frozen=True)
class Letter:
    """What a room has to write to somebody: a template, what fills it, and the reader's language."""

    template: str
    language: str
    facts: Mapping[str, object] = field(default_factory=dict)


class Postman(Protocol):
    """Whatever carries mails."""

    def send(self, mail: Mail) -> None:
        """Hand a mail over; raises OSError or smtplib.SMTPException when that fails."""

    def forget(self, address: str, names: Collection[str] = ()) -> None:
        """Keep no letter to this address, nor any that says one of these names."""


def postman(settings: Settings) -> Postman:
    """The postman of this installation, from `MUSETTE_MAIL_URL`.

    `smtp://user:password@host:587` (STARTTLS when offered), `smtps://…:465`, or `mailbox:///folder`.
    Raises SettingsError for any other, and when what mails come from is no address.
    """
    try:
        _sender(settings.mail_from, "")
    except (ValueError, IndexError, HeaderParseError) as fault:
        raise SettingsError(
            "MUSETTE_MAIL_FROM must be an address, as: Musette <musette@example.org>"
        ) from fault
    if understood(settings.mail_url, "mailbox"):
        parts = urlsplit(settings.mail_url)
        return Mailbox(settings, Path(unquote(f"{parts.netloc}{parts.path}")))
    if understood(settings.mail_url, "smtp", "smtps") and urlsplit(settings.mail_url).hostname:
        return Smtp(settings)
    raise SettingsError("MUSETTE_MAIL_URL must begin with smtp://, smtps:// or mailbox://")


def as_message(settings: Settings, mail: Mail) -> EmailMessage:
    """A mail with its headers: a fixed Message-ID, no tracking, no image."""
    message = EmailMessage(policy=policy.SMTP)
    message["From"] = _sender(settings.mail_from, mail.sender)
    message["To"] = mail.to
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = f"<{mail.key}@{urlsplit(settings.public_url).hostname}>"
    message["Content-Language"] = mail.language
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    return message


def _sender(ours: str, cooperative: str) -> Address:
    """Our address, under the name of the cooperative first: whoever belongs to two sees which one writes."""
    name, address = parseaddr(ours)
    shown = " · ".join(each for each in (" ".join(cooperative.split()), name) if each)
    return Address(shown, addr_spec=address)


class Smtp:
    """Speaks to a mail server."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._parts = urlsplit(settings.mail_url)

    def send(self, mail: Mail) -> None:
        """Hand a mail to the server, encrypted whenever the server can."""
        with self._connected() as server:
            if self._parts.username:
                server.login(unquote(self._parts.username), unquote(self._parts.password or ""))
            server.send_message(as_message(self._settings, mail))

    def forget(self, address: str, names: Collection[str] = ()) -> None:
        """Nothing: what was handed over is not kept."""

    def _connected(self) -> smtplib.SMTP:
        host = self._parts.hostname or ""
        context = ssl.create_default_context()
        if self._parts.scheme == "smtps":
            port = self._parts.port or SMTPS_PORT
            return smtplib.SMTP_SSL(host, port, timeout=SMTP_PATIENCE, context=context)
        server = smtplib.SMTP(host, self._parts.port or SUBMISSION_PORT, timeout=SMTP_PATIENCE)
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=context)
        return server


class Mailbox:
    """A folder of letters, newest first; a letter sent twice replaces itself."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        self._settings = settings
        self._folder = folder

    def send(self, mail: Mail) -> None:
        """Put a letter in the folder, whole or not at all."""
        self._folder.mkdir(parents=True, exist_ok=True)
        draft = self._folder / f".{mail.key}.part"
        draft.write_bytes(as_message(self._settings, mail).as_bytes())
        draft.rename(self._folder / f"{mail.key}.eml")

    def forget(self, address: str, names: Collection[str] = ()) -> None:
        """Remove the letters to an address, and those that say one of these names."""
        for path in self._folder.glob("*.eml"):
            letter = self._read(path)
            said = f"{letter['Subject']}\n{letter.get_content()}"
            if letter["To"].lower() == address.lower() or any(each in said for each in names):
                path.unlink(missing_ok=True)

    def names(self) -> list[str]:
        """The names of the letters, newest first."""
        found = sorted(self._folder.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
        return [path.stem for path in found]

    def letters(self, most: int = MOST_SHOWN) -> list[tuple[str, EmailMessage]]:
        """The last letters with their names, newest first."""
        return [(name, self._read(self._folder / f"{name}.eml")) for name in self.names()[:most]]

    def letter(self, name: str) -> EmailMessage | None:
        """One letter by its name; None when there is none."""
        path = self._folder / f"{name}.eml"
        inside = path.parent == self._folder and path.is_file()
        return self._read(path) if inside else None

    @staticmethod
    def _read(path: Path) -> EmailMessage:
        return message_from_bytes(path.read_bytes(), policy=policy.default)
