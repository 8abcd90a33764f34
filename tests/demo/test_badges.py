"""The badges of the demonstration: one validated, one confirmed by one peer, one withdrawn, one over."""

import json

from sqlalchemy import select

from badges.models import Published
from demo.staging.badges import CLAIMS
from kernel import clock
from kernel.house import House
from tests.demonstration import Entering


def test_each_kind_of_badge_is_there(demonstration_house: House) -> None:
    with demonstration_house.database.reading() as session:
        rows = select(Published).where(Published.path.like("b/%"), Published.path.not_like("b/%.%"))
        pages = {
            told["holder_name"]: told for told in (json.loads(row.body) for row in session.scalars(rows))
        }
    assert set(pages) == {each.by for each in CLAIMS["l-etabli-commun"]}
    awa, ines = pages["Awa Diallo"], pages["Inês Carvalho"]
    assert awa["validated"]
    assert (ines["validated"], ines["confirmations"]) == (False, 1)
    assert pages["Nadia Haddad"]["state"] == "withdrawn"
    assert pages["Mehdi Rahmani"]["expires"] < clock.now().isoformat()


def test_awa_finds_hers(entering: Entering) -> None:
    assert "public, valable jusqu" in entering("awa").get("/me/badges").text
