"""On a telephone: somebody who belongs elsewhere joins with what they choose, then takes a break."""

import pytest

from assessment.referential import Axis, Language
from tenants.models import RoleName
from tenants.service.invitations import Guest, Mailing, invite, token_of
from tests.accessibility import accessibility
from tests.journeys.acts import sign_in
from tests.journeys.conftest import SetStage
from tests.journeys.stage import Stage
from tests.journeys.walker import Walker
from tests.world import Member

PHONE = 360


@pytest.mark.parametrize(
    ("language", "javascript"), [("fr", False), ("en", True)], ids=["no script", "script"]
)
def test_joining_with_a_satchel(
    language: Language,
    javascript: bool,  # noqa: FBT001  a case
    set_stage: SetStage,
) -> None:
    stage = set_stage(language, PHONE, javascript=javascript)
    awa = stage.world.member(
        stage.world.cooperative("Moulin", language=language), "Awa Diallo", language=language
    )
    stage.world.assess(awa, agreeing=list(Axis))
    walker, say = stage.device(), stage.say
    walker.open(invited(stage, awa, language))
    walker.follow(say("Sign in, and join with it"))
    sign_in(walker, awa.email)
    walker.press(say("Open my satchel"))
    walker.is_told(say("Welcome to %(cooperative)s.", cooperative="Verger"))
    assert "Moulin" not in walker.page.locator("main").inner_text()
    assert walker.page.locator("main input:checked").count() == 0
    looks_clean(walker)
    walker.tick(say("Bring its last assessment, as my first answer here"))
    walker.press(say("Bring what I chose"))
    walker.is_refused(say("Choose the activity first: it is its last assessment that you would bring."))
    walker.page.locator("#activity input").first.check()
    walker.page.locator("#rest_time input").first.check()
    walker.press(say("Bring what I chose"))
    walker.is_told(say("What you chose is done. Everything can be changed later."))
    walker.open("/me/account")
    walker.follow(f"{say('Take a break')} (Verger)")
    walker.sees(say("Pause requests"))
    walker.press(say("Pause for three months"))
    walker.sees(say("Take requests again"))


def invited(stage: Stage, awa: Member, language: Language) -> str:
    """The path of an invitation from another cooperative."""
    home = stage.world.cooperative("Verger", language=language)
    lead = stage.world.member(home, "Jeanne Abgrall", RoleName.COORDINATOR)
    settings = stage.world.house.settings
    with lead.acting() as session:
        mailing = Mailing(settings.secret_key, 7)
        sent = invite(session, guests=[Guest(awa.email, "Awa Diallo")], mailing=mailing, by=lead.scope)
    return f"/invitations/{token_of(settings.secret_key, home, sent[0].id)}"


def looks_clean(walker: Walker) -> None:
    """Nothing for axe to say, on the telephone where scripts run (the English one)."""
    if walker.say.language == "en":
        assert accessibility(walker.page) == []
