"""What the members of the demonstration carry: within the rules, and read on their pages."""

import pytest

from assessment.referential import LEVELS, Axis
from demo.plot.days import YESTERDAY
from demo.plot.lives import level_on
from demo.plot.satchels import Satchels, carried
from demo.plot.script import written
from demo.staging.stage import key, person_id
from kernel.house import House
from kernel.scope import Scope
from musette.queries.intentions import review
from musette.rules import LONGEST_INTENTION, LONGEST_OFFER, LONGEST_WORDS, Outcome
from tenants.rules import LONGEST_NAME

PLOTS = {plot.slug: plot for plot in written()}


@pytest.mark.parametrize(("slug", "told"), carried().items())
def test_satchels_hold_together(slug: str, told: Satchels) -> None:
    cast = PLOTS[slug].named
    every: list[tuple[str, int]] = [
        *((each.by, each.day) for each in told.experiences),
        *((each.by, each.day) for each in told.intentions),
        *((each.by, each.day) for each in told.scenarios),
        *((each.by, each.day) for each in told.offers),
    ]
    for name, day in every:
        assert cast[name].is_here(day), (name, day)
        assert day <= YESTERDAY, (name, day)
    for done in told.experiences:
        assert 0 < len(done.words) <= LONGEST_WORDS
    for meant in told.intentions:
        assert level_on(cast[meant.by], meant.axis, meant.day) in LEVELS
        assert meant.review >= meant.day + 7
        assert len(meant.words) <= LONGEST_INTENTION
        assert meant.closed is None or meant.day < meant.closed <= YESTERDAY
    for imagined in told.scenarios:
        assert len(imagined.label) <= LONGEST_NAME
        assert len(imagined.levels) == len(Axis)
        assert set(imagined.levels) <= set(LEVELS)
    for offered in told.offers:
        assert len(offered.words) <= LONGEST_OFFER
        assert offered.workshop is None or offered.workshop > 0


def test_an_intention_of_awa_is_compared(demonstration_house: House) -> None:
    scope = Scope(person=person_id("Awa Diallo"))
    with demonstration_house.database.reading(scope) as session:
        found = review(session, key("intention", "Awa Diallo", -190)).comparison
    assert (found.outcome, found.then, found.now) == (Outcome.DOWN, 38, 24)
