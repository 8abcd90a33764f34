"""Who came in, by which invitation, into which groups; and who left."""

from collections.abc import Iterator

from sqlalchemy import select

from demo.plot.cast import Character, Guest, address
from demo.plot.days import Season
from demo.plot.lives import minute
from demo.staging.founding import LANGUAGE
from demo.staging.stage import Stage, key, person_id, put
from journal.models import Entry
from kernel import clock
from kernel.claims import claimed
from kernel.jobs import Job
from kernel.keys import digest
from kernel.tables import Json
from musette.service.leaving import carry, let_go
from tenants import jobs
from tenants.models import GroupMember, Invitation, Membership, RoleHeld
from tenants.queries.members import is_member
from tenants.rules import Act
from tenants.service import members
from tenants.service.invitations import token_of

WRITTEN_BEFORE = 6  # days between an invitation and the day it is accepted
VALID_FOR = 30  # days


def welcome(stage: Stage, season: Season) -> None:
    """Everyone who joined in a season, all at once."""
    arriving = [each for each in stage.plot.cast if season.holds(each.since)]
    with stage.together() as session:
        put(session, Membership, [_membership(stage, each) for each in arriving])
        put(session, RoleHeld, [row for each in arriving for row in _roles(stage, each)])
        put(session, GroupMember, [row for each in arriving for row in _stays(stage, each)])
        put(session, Invitation, [_accepted(stage, each) for each in arriving])
        put(session, Entry, [_joined(stage, each) for each in arriving])


def invite(stage: Stage) -> None:
    """Those who were invited and are not members."""
    with stage.together() as session:
        put(session, Invitation, [_waiting(stage, each) for each in stage.plot.guests])


def see_off(stage: Stage, season: Season) -> None:
    """Whoever left in a season: taken off the list by the coordination, then forgotten by the jobs."""
    for each in stage.plot.cast:
        if each.until is not None and season.holds(each.until):
            with clock.at(stage.days.at(each.until, minute(each.name, "leaves"))):
                _leave(stage, each)
                _forget(stage, stage.member(each.name))


def _leave(stage: Stage, who: Character) -> None:
    with stage.acting(stage.plot.lead.name) as session:
        if is_member(session, stage.member(who.name)):
            members.remove(session, member_id=stage.member(who.name), by=stage.scope(stage.plot.lead.name))


def _forget(stage: Stage, member_id: object) -> None:
    """The jobs that a departure asks for, done as a worker does them."""
    for kind, named in ((jobs.CARRY, "member"), (jobs.MEMBER_LEFT, "left")):
        with stage.together() as session:
            waiting = select(Job.id, Job.ids).where(Job.kind == kind.name, Job.done_at.is_(None))
            found = [row.id for row in session.execute(waiting) if row.ids[named] == str(member_id)]
        for job_id in found:
            with claimed(stage.database, kind, stage.cooperative, job_id) as claim:
                if claim and kind is jobs.CARRY:
                    carry(claim.session)
                elif claim:
                    let_go(claim.session, member_id=claim.id(named))


def _membership(stage: Stage, who: Character) -> Json:
    return {
        "id": stage.member(who.name),
        "person_id": person_id(who.name),
        "display_name": who.name,
        "since": stage.days.on(who.since),
        "until": None,
    }


def _roles(stage: Stage, who: Character) -> Iterator[Json]:
    for role, day in who.roles.items():
        yield {
            "id": key("role", stage.plot.slug, who.name, role),
            "member_id": stage.member(who.name),
            "name": role,
            "since": stage.days.on(day),
        }


def _stays(stage: Stage, who: Character) -> Iterator[Json]:
    ends = {group.key: group.ends for group in stage.plot.groups}
    for group, day in who.groups.items():
        end = ends[group]
        yield {
            "group_id": key("group", stage.plot.slug, group),
            "member_id": stage.member(who.name),
            "since": stage.days.on(day),
            "until": stage.days.on(end) if end is not None and end < 0 else None,
        }


def _joined(stage: Stage, who: Character) -> Json:
    member_id = stage.member(who.name)
    return {
        "id": key("joined", stage.plot.slug, who.name),
        "actor_id": member_id,
        "subject_id": None,
        "verb": Act.JOIN.value,
        "object_kind": "membership",
        "object_id": member_id,
        "open": False,
        "at": stage.days.at(who.since, minute(who.name, who.since)),
    }


def _accepted(stage: Stage, who: Character) -> Json:
    row = _invitation(stage, who.name, max(who.since - WRITTEN_BEFORE, _first(stage)))
    return {**row, "accepted_at": stage.days.at(who.since, minute(who.name, who.since)), "declined_at": None}


def _waiting(stage: Stage, guest: Guest) -> Json:
    row = _invitation(stage, guest.name, guest.invited)
    declined = guest.declined
    answered = None if declined is None else stage.days.at(declined, minute(guest.name, declined))
    return {**row, "accepted_at": None, "declined_at": answered}


def _invitation(stage: Stage, name: str, day: int) -> Json:
    row = key("invitation", stage.plot.slug, name)
    sent = stage.days.at(day, minute("invited", day))
    return {
        "id": row,
        "email": address(name),
        "display_name": name,
        "language": LANGUAGE,
        "token_hash": digest(token_of(stage.secret_key, stage.cooperative, row)),
        "created_at": sent,
        "sent_at": sent,
        "expires_at": stage.days.at(day + VALID_FOR, minute("invited", day)),
    }


def _first(stage: Stage) -> int:
    return min(each.since for each in stage.plot.cast)
