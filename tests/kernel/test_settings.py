"""Settings: from names or from files, refused in a clear sentence."""

from pathlib import Path

import pytest

from kernel.settings import SettingsError, load

ENOUGH = {
    "DATABASE_URL": "postgresql://db/musette",
    "REDIS_URL": "redis://redis:6379/0",
    "MUSETTE_SECRET_KEY": "x" * 40,
    "MUSETTE_PUBLIC_URL": "https://musette.example.org/",
}


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
