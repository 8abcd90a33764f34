"""Settings: from names or from files, refused in a clear sentence; the deployment files name only ours."""

from dataclasses import fields
from pathlib import Path

import pytest
import yaml

from kernel.settings import Settings, SettingsError, Source, load
from tests.house.source import ROOT

ENOUGH = {
    "DATABASE_URL": "postgresql://db/musette",
    "REDIS_URL": "redis://redis:6379/0",
    "MUSETTE_SECRET_KEY": "x" * 40,
    "MUSETTE_PUBLIC_URL": "https://musette.example.org/",
}


def known_names() -> set[str]:
    """Every name the settings may be given under."""
    plain = {
        f"MUSETTE_{each.name.upper()}" for each in fields(Settings) if each.name not in Source.GIVEN_APART
    }
    passwords = {f"DATABASE_PASSWORD_{role.upper()}" for role in Source.DATABASE_ROLES}
    names = plain | passwords | set(ENOUGH) | {"DATABASE_ADMIN_URL"}
    return names | {f"{name}_FILE" for name in names}


def test_enough_is_enough() -> None:
    found = load(ENOUGH)
    assert found.public_url == "https://musette.example.org"
    assert found.secure
    assert found.host == "musette.example.org"
    assert found.default_language == "fr"
    assert not found.demonstration


def test_secrets_come_from_files(tmp_path: Path) -> None:
    secret = tmp_path / "key"
    secret.write_text("y" * 50 + "\n")
    without = {name: value for name, value in ENOUGH.items() if name != "MUSETTE_SECRET_KEY"}
    found = load({**without, "MUSETTE_SECRET_KEY_FILE": str(secret), "DATABASE_PASSWORD_APP": "s3cret"})
    assert found.secret_key == "y" * 50
    assert found.database_passwords == {"app": "s3cret"}


def test_secrets_are_not_shown() -> None:
    shown = repr(load({**ENOUGH, "DATABASE_PASSWORD_APP": "hidden-password"}))
    assert "xxxx" not in shown
    assert "hidden-password" not in shown


def test_values_have_their_type() -> None:
    found = load({**ENOUGH, "MUSETTE_DEMONSTRATION": "yes", "MUSETTE_SESSION_IDLE_DAYS": "3"})
    assert found.demonstration is True
    assert found.session_idle_days == 3


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"DATABASE_URL": ""}, "DATABASE_URL is missing"),
        ({"MUSETTE_SECRET_KEY": "short"}, "32 characters"),
        ({"MUSETTE_PUBLIC_URL": "musette.example.org"}, "must look like"),
        ({"MUSETTE_SESSION_IDLE_DAYS": "soon"}, "whole number"),
        ({"MUSETTE_SECRET_KEY_FILE": "/nowhere/key"}, "MUSETTE_SECRET_KEY_FILE"),
    ],
)
def test_what_is_wrong_is_said(changed: dict[str, str], words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        load({**ENOUGH, **changed})


def test_the_deployment_files_name_only_settings_that_exist() -> None:
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    ours = {name: service for name, service in services.items() if name not in ("postgres", "redis")}
    assert set(ours) == {"prepare", "web", "worker-fast", "worker-bulk", "beat"}
    for name, service in ours.items():
        given = set(service["environment"])
        assert given <= known_names() | {"TZ"}, name
        assert {"DATABASE_URL", "REDIS_URL", "MUSETTE_PUBLIC_URL"} <= given, name
        assert {"MUSETTE_SECRET_KEY_FILE"} <= given, name


def test_secrets_of_the_deployment_are_files() -> None:
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    for name, service in compose["services"].items():
        for key, value in service.get("environment", {}).items():
            if "PASSWORD" in key or "SECRET" in key:
                assert key.endswith("_FILE"), f"{name}: {key}"
                assert value.startswith("/run/secrets/")
        for secret in service.get("secrets", []):
            assert secret in compose["secrets"]


def test_the_services_of_the_deployment_have_health_checks() -> None:
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    assert all("healthcheck" in service for name, service in services.items() if name != "prepare")
    commands = {name: " ".join(service.get("command", [])) for name, service in services.items()}
    assert "--queues fast" in commands["worker-fast"]
    assert "--queues bulk" in commands["worker-bulk"]
    assert "beat" in commands["beat"]
    assert "database prepare" in commands["prepare"]


def test_every_setting_is_documented() -> None:
    documented = (ROOT / "docs" / "operating.md").read_text()
    for name in sorted(known_names()):
        if not name.endswith("_FILE"):
            assert name in documented, name
