"""Large cooperatives from the command line."""

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.engine import make_url

from kernel.settings import Settings
from tests.commandline import Operator
from tests.servers import TEMPLATE, copy_database
from web.commands import parts

TINY = ("demo", "--size", "smart", "--seed", "3", "--members", "20", "--years", "1", "--small", "2")


def test_without_the_administrator_nothing_is_loaded(operator: Operator) -> None:
    refused = operator(*TINY)
    assert refused.sentence.startswith("DATABASE_ADMIN_URL is missing")


def test_a_size_is_loaded_once(
    operator: Operator, settings: Settings, admin: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "musette_sized"
    copy_database(admin, TEMPLATE, name)
    url = make_url(settings.database_url).set(database=name).render_as_string(hide_password=False)
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("DATABASE_ADMIN_URL", str(settings.database_admin_url))
    made = operator(*TINY)
    assert made.out.startswith("3 cooperatives, ")
    assert "membre-1@mille-metiers-3.example" in made.out
    listed = operator("cooperative", "list").out
    assert "les-mille-metiers-3\t20 members" in listed
    assert operator(*TINY).out == "These cooperatives are there already.\n"
    parts.house().database.close()
    admin.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))


@pytest.mark.parametrize("wrong", [("--members", "9"), ("--years", "0"), ("--size", "huge")])
def test_a_size_that_cannot_be_is_refused(operator: Operator, wrong: tuple[str, str]) -> None:
    refused = operator("demo", *wrong)
    assert refused.status == 2
    assert f"Invalid value for '{wrong[0]}'" in refused.err
