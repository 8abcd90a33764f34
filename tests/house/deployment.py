"""The deployment files and the manual, read as text and as data."""

import re
from dataclasses import fields
from typing import Any

import yaml

from kernel.settings import Settings, Source
from tests.house.source import ROOT

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf8"))
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf8")
MANUAL = (ROOT / "docs" / "operating.md").read_text(encoding="utf8")
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
GIVEN = re.compile(r"\$\{([A-Z_]+)(:[-?])([^}]*)\}")
MINIMUM = {
    "DATABASE_URL": "postgresql://postgres:5432/musette",
    "REDIS_URL": "redis://redis:6379/0",
    "MUSETTE_SECRET_KEY": "x" * 40,
    "MUSETTE_PUBLIC_URL": "https://musette.example.org",
}


def settings_names() -> set[str]:
    """Every setting, by the name it has in the environment."""
    optional = {f"MUSETTE_{each.name.upper()}" for each in fields(Settings)} - {
        f"MUSETTE_{name.upper()}" for name in Source.GIVEN_APART
    }
    passwords = {f"DATABASE_PASSWORD_{role.upper()}" for role in Source.DATABASE_ROLES}
    return optional | passwords | set(MINIMUM) | {"DATABASE_ADMIN_URL"}


def secret_names() -> set[str]:
    """The settings that hold a secret: those kept out of what is shown of the settings."""
    names = {name for name in settings_names() if name.startswith("DATABASE_PASSWORD_")}
    for each in fields(Settings):
        if not each.repr and each.name != "database_passwords":
            names |= {name for name in settings_names() if name.endswith(each.name.upper())}
    return names
