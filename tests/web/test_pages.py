"""Every page answers, for whoever may read it."""

from datetime import UTC, datetime, timedelta

from assessment.referential import Axis
from dashboards.service import close_due
from kernel.scope import Scope
from kernel.walls import Role
from peer.service import answers, statements
from tenants.models import RoleName
from tests.conftest import Visitor
from tests.world import LEVELS, World


def test_a_whole_story(world: World, visitor: Visitor) -> None:
    home = world.cooperative()
    awa = world.member(home, "Awa Diallo")
    jeanne = world.member(home, "Jeanne Abgrall", RoleName.COORDINATOR)
    others = world.members(home, 12)
    world.group(home, [awa, *others])
    now = datetime.now(UTC)
    today = now.date()
    world.campaign(home, today - timedelta(days=60), today - timedelta(days=1))
    for place, each in enumerate([awa, *others]):
        levels = {axis: min(100, level + place) for axis, level in LEVELS.items()}
        world.assess(each, levels, agreeing=list(Axis), at=now - timedelta(days=20))
    request = world.ask(awa, Axis.CREATIVITY, others[0], message="Dites-moi.")
    asked = world.asked(request, others[0])
    client = visitor(others[0].person)
    page = client.get(others[0].url(f"reviews/{asked}"))
    assert page.status_code == 200, page.text
    with others[0].acting() as session:
        said = statements.contest(
            session, asked_id=asked, level=10, grounds=["saw_work"], words="Hum.", by=others[0].scope
        )
    world.run_jobs()
    mine = visitor(awa.person)
    for url in [
        "/me/",
        "/me/history",
        "/me/take-stock",
        "/me/take-stock/creativity",
        "/me/take-stock/levels",
        "/me/take-stock/check",
        "/me/account",
        "/me/account/password",
        "/me/account/address",
        awa.url("reviews"),
        awa.url("levels/creativity"),
        awa.url(f"requests/{request.id}"),
        awa.url(f"statements/{said.id}/reply"),
        awa.url("what-the-group-knows"),
        awa.url(),
        awa.url("groups"),
        awa.url("journal"),
        awa.url("my-name"),
    ]:
        page = mine.get(url)
        assert page.status_code == 200, (url, page.status_code, page.text[:3000])
    with awa.acting() as session:
        answers.adjust_level(
            session, statement_id=said.id, level=30, words="D'accord.", places=[awa.belonging], by=awa.scope
        )
    world.run_jobs()
    assert mine.get(awa.url("levels/creativity")).status_code == 200
    with world.house.database.unit_of_work(Scope(cooperative=home), Role.MACHINE) as session:
        assert close_due(session)
    world.run_jobs()
    page = mine.get(awa.url(), follow_redirects=True)
    assert page.status_code == 200
    lead = visitor(jeanne.person)
    for url in [
        "coordination",
        "members",
        f"members/{awa.id}",
        "invitations",
        "groups",
        "groups/new",
        "campaign/open",
    ]:
        page = lead.get(jeanne.url(url))
        assert page.status_code == 200, (url, page.status_code, page.text[:3000])
    assert "circle" not in page.text
