"""What belongs to members of the demonstration, read on the pages of their accounts."""

import json

from badges.models import MEMBERSHIP, TOGETHER
from badges.queries.own import own_attestations
from badges.queries.public import Home
from badges.verifying import verdict
from demo.staging.belongings import GOING, OWN, TITLE
from demo.staging.stage import person_id
from kernel import clock
from kernel.house import House
from kernel.scope import Scope
from musette.queries.carried import carried_badges
from tests.demonstration import Entering


def test_awa_had_her_membership_and_levels_signed(demonstration_house: House) -> None:
    house = demonstration_house
    with house.database.reading(Scope(person=person_id("Awa Diallo"))) as session:
        found = {each.about: each.body for each in own_attestations(session)}
        assert set(found) == {MEMBERSHIP, TOGETHER, *OWN.axes}
        known = Home(session, house.settings.public_url)
        for about, body in found.items():
            assert verdict(body or b"", known=known, now=clock.now()).accepted, about


def test_solene_carries_a_badge_whose_proof_holds(demonstration_house: House, entering: Entering) -> None:
    with demonstration_house.database.reading(Scope(person=person_id("Solène Prigent"))) as session:
        (found,) = carried_badges(session, whole=True)
    assert (found.home, found.doubts) == ("Les Presses du canal", [])
    assert json.loads(found.document)["proof"]["cryptosuite"] == "eddsa-rdfc-2022"
    solene = entering("solene")
    assert "Les Presses du canal" in solene.get(f"/me/carried/{found.id}").text


def test_three_prepare_a_departure_that_the_others_do_not_see(entering: Entering) -> None:
    page = entering("solene").get("/c/l-etabli-commun/together").text
    assert TITLE in page
    assert TITLE not in entering("jeanne").get("/c/l-etabli-commun/together").text
    assert len(GOING) == 3
