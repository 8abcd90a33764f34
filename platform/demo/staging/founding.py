"""How a cooperative began: accounts, groups, campaigns; and what its coordination did in the open."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sqlalchemy import select

from demo.plot.chance import between, pick
from demo.plot.days import BEGINNING, CAMPAIGN, NEXT_CLOSING, YESTERDAY, ZONE
from demo.plot.lives import minute
from demo.staging.stage import Stage, key, person_id, put
from journal.models import Entry
from kernel import clock
from kernel.keys import new_token
from kernel.tables import Json
from kernel.walls import Role
from people.models import Person
from people.passwords import hashed
from tenants.charters import Charter, columns_of
from tenants.models import Campaign, Cooperative, Group, RoleName
from tenants.queries.cooperatives import cooperative
from tenants.rules import Act
from tenants.service import cooperatives
from tenants.terms import ORDINARY

LANGUAGE = "fr"
EVENING = 19 * 60
OFFICE = (9 * 60, 18 * 60)  # minutes of the day in which a coordination works


def open_accounts(stages: Sequence[Stage]) -> None:
    """An account for everybody, with a password that nobody knows."""
    password = hashed(new_token())
    rows = [
        {
            "id": person_id(who.name),
            "email": who.email,
            "password_hash": password,
            "language": LANGUAGE,
            "created_at": stage.days.at(who.since, minute(who.name, who.since)),
        }
        for stage in stages
        for who in stage.plot.cast
    ]
    with stages[0].database.unit_of_work(role=Role.IDENTITY) as session:
        put(session, Person, rows)


def found(stage: Stage) -> None:
    """The cooperative, its groups, and the campaigns that will have closed."""
    with clock.at(stage.days.at(BEGINNING, 0)), stage.together() as session:
        present = select(Cooperative.slug).where(Cooperative.cooperative_id == stage.cooperative)
        if session.scalar(present) is None:
            cooperatives.create(
                session, name=stage.plot.name, slug=stage.plot.slug, zone=ZONE, language=LANGUAGE
            )
        put(session, Group, list(_groups(stage)))
        put(session, Campaign, [_campaign(stage, closing) for closing in stage.closings])


def amend_charter(stage: Stage) -> None:
    """The second version of the charter, where there is one; members have it still to read."""
    found = stage.plot.amended
    if found is not None:
        days = stage.days
        terms = replace(
            ORDINARY,
            floor=found.floor,
            mediators=found.mediators,
            consulted_on=days.on(found.consulted),
            words=found.words.strip(),
        )
        with stage.together() as session:
            row = {
                "number": 2,
                "previous": 1,
                "previous_floor": ORDINARY.floor,
                "edition": key("charter", stage.plot.slug, 2),
                "published_at": days.at(found.day, EVENING),
            }
            put(session, Charter, [{**row, **columns_of(terms)}])


def tell_journal(stage: Stage) -> None:
    """What the coordination did, under the name of whoever coordinated then; every member may read it."""
    rows = [
        {
            "id": key("act", stage.plot.slug, number),
            "actor_id": _actor(stage, day, number),
            "subject_id": None,
            "verb": act.value,
            "object_kind": kind,
            "object_id": None,
            "open": True,
            "at": stage.days.at(day, between(*OFFICE, "act", number)),
        }
        for number, (day, act, kind) in enumerate(_acts(stage))
    ]
    with stage.together() as session:
        put(session, Entry, rows)


def open_campaign(stage: Stage) -> None:
    """The campaign that is open today: the last act of a load, by which it is known to be whole."""
    with stage.together() as session:
        put(session, Campaign, [_campaign(stage, NEXT_CLOSING)])
        cooperative(session).next_close_on = stage.days.on(NEXT_CLOSING)


def has_open_campaign(stage: Stage) -> bool:
    """Whether the load of a cooperative has come to its end."""
    made = select(Campaign.id).where(Campaign.id == _campaign(stage, NEXT_CLOSING)["id"])
    with stage.together() as session:
        return session.scalar(made) is not None


def _campaign(stage: Stage, closing: int) -> Json:
    return {
        "id": key("campaign", stage.plot.slug, closing),
        "opens_on": stage.days.on(closing - CAMPAIGN),
        "closes_on": stage.days.on(closing),
    }


def _groups(stage: Stage) -> Iterator[Json]:
    for each in stage.plot.groups:
        yield {
            "id": key("group", stage.plot.slug, each.key),
            "name": each.name,
            "kind": each.kind,
            "starts_on": stage.days.on(each.starts),
            "ends_on": None if each.ends is None else stage.days.on(each.ends),
        }


def _acts(stage: Stage) -> Iterator[tuple[int, Act, str]]:
    plot, start = stage.plot, min(each.since for each in stage.plot.cast)
    known = {group.key: max(group.starts, start) for group in plot.groups}
    yield start, Act.INVITE, "invitation"
    for closing in (*stage.closings, NEXT_CLOSING):
        yield closing - CAMPAIGN, Act.OPEN_CAMPAIGN, "campaign"
    for day in known.values():
        yield day, Act.CREATE_GROUP, "group"
    for guest in plot.guests:
        yield guest.invited, Act.INVITE, "invitation"
    for each in plot.cast:
        yield from ((day, Act.GIVE_ROLE, role.value) for role, day in each.roles.items() if day > start)
        late = (day for group, day in each.groups.items() if day > max(each.since, known[group]))
        yield from ((day, Act.ADD_TO_GROUP, "group") for day in late)
    if plot.amended:
        yield plot.amended.day, Act.PUBLISH_CHARTER, "charter"


def _actor(stage: Stage, day: int, number: int) -> object:
    leads = [each for each in stage.plot.cast if each.roles.get(RoleName.COORDINATOR, YESTERDAY) <= day]
    acting = [each for each in leads if RoleName.COORDINATOR in each.roles] or [stage.plot.lead]
    return stage.member(pick(acting, "actor", number).name)
