"""The settings of an installation, read once from the environment.

Every name may also be given as `<NAME>_FILE`, the path of a file that holds the value: that is how secrets
arrive in containers. `docs/operating.md` lists them all.
"""

import gc
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

SHORTEST_SECRET = 32

# Python looks for garbage each 700 objects by default, and much of a start would go by in looking.
SELDOM = (50_000, 20, 50)  # objects made between two looks, then looks between deeper ones
gc.set_threshold(*SELDOM)


class SettingsError(Exception):
    """A setting is missing or cannot be understood; the message is for the operator."""


@dataclass(frozen=True)
class Settings:
    """What the operator decides. Secrets are kept out of `repr`."""

    database_url: str
    redis_url: str
    secret_key: str = field(repr=False)
    public_url: str
    database_passwords: Mapping[str, str] = field(default_factory=dict, repr=False)
    database_admin_url: str | None = field(default=None, repr=False)
    sealing_key: str = field(default="", repr=False)
    mail_url: str = field(default="mailbox://mailbox", repr=False)
    mail_from: str = "Musette <musette@localhost>"
    trusted_proxies: int = 0
    operator: str = ""
    operator_contact: str = ""
    legal_notice: str = ""
    sub_processors: str = ""
    default_language: str = "fr"
    session_idle_days: int = 14
    session_absolute_days: int = 90
    invitation_days: int = 30
    erasures: str = ""
    demonstration: bool = False
    embedded: bool = False

    @property
    def sealing_keys(self) -> tuple[str, ...]:
        """The secret that seals the keys of badges, then those it replaces; empty where nothing is signed."""
        return tuple(self.sealing_key.split())

    @property
    def secure(self) -> bool:
        """Whether people reach this installation over https."""
        return urlsplit(self.public_url).scheme == "https"

    @property
    def host(self) -> str:
        """The host, with its port when there is one, under which people reach this installation."""
        return urlsplit(self.public_url).netloc


def load(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings found in the environment; raises SettingsError with a sentence for the operator."""
    source = Source(os.environ if environment is None else environment)
    settings = Settings(
        database_url=source.required("DATABASE_URL"),
        redis_url=source.required("REDIS_URL"),
        secret_key=source.required("MUSETTE_SECRET_KEY"),
        public_url=source.required("MUSETTE_PUBLIC_URL").rstrip("/"),
        database_passwords=source.passwords(),
        database_admin_url=source.text("DATABASE_ADMIN_URL"),
        **source.optional(),
    )
    if len(settings.secret_key) < SHORTEST_SECRET:
        raise SettingsError(f"MUSETTE_SECRET_KEY must hold at least {SHORTEST_SECRET} characters.")
    if any(len(each) < SHORTEST_SECRET for each in settings.sealing_keys):
        raise SettingsError(f"MUSETTE_SEALING_KEY must hold at least {SHORTEST_SECRET} characters a line.")
    if not understood(settings.public_url, "http", "https") or not settings.host:
        raise SettingsError("MUSETTE_PUBLIC_URL must look like https://musette.example.org")
    if not understood(settings.redis_url, "redis", "rediss", "unix"):
        raise SettingsError("REDIS_URL must look like redis://host:6379/0 or unix:///path")
    return settings


def understood(url: str, *schemes: str) -> bool:
    """Whether an address has one of these schemes, and a port that is one if any."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    return parts.scheme in schemes and port != 0


class Source:
    """Named texts, from the environment or from the files it names."""

    DATABASE_ROLES = ("owner", "app", "identity", "machine", "relay", "backup")
    GIVEN_APART = frozenset(
        ("database_url", "redis_url", "secret_key", "public_url", "database_passwords", "database_admin_url"),
    )

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = environment

    def text(self, name: str) -> str | None:
        """The value of a name, or the content of the file it names; None when neither is given."""
        path = self.environment.get(f"{name}_FILE")
        if not path:
            return self.environment.get(name) or None
        try:
            return Path(path).read_text(encoding="utf8").strip()
        except OSError as fault:
            raise SettingsError(f"{name}_FILE: {fault.strerror}") from fault

    def required(self, name: str) -> str:
        """The value of a name; raises SettingsError when it is missing."""
        value = self.text(name)
        if value is None:
            raise SettingsError(f"{name} is missing (or {name}_FILE, a file that holds it).")
        return value

    def passwords(self) -> dict[str, str]:
        """The password of each database role that has one."""
        found = {role: self.text(f"DATABASE_PASSWORD_{role.upper()}") for role in self.DATABASE_ROLES}
        return {role: password for role, password in found.items() if password}

    def optional(self) -> dict[str, Any]:
        """The settings that have a default and were given, converted to their type."""
        found = {}
        for each in fields(Settings):
            if each.name not in self.GIVEN_APART:
                value = self.text(f"MUSETTE_{each.name.upper()}")
                if value is not None:
                    found[each.name] = self.convert(each.name, value, type(each.default))
        return found

    @staticmethod
    def convert(name: str, value: str, kind: type) -> str | int | bool:
        """A text as the type of its setting; raises SettingsError when it is not one."""
        if kind is bool:
            return value.strip().lower() in ("1", "true", "yes", "on")
        try:
            return int(value) if kind is int else value
        except ValueError as fault:
            raise SettingsError(f"MUSETTE_{name.upper()} must be a whole number.") from fault
