"""Invitations: sent, answered once, sent again, cancelled, declined; lists of members read line by line."""

import io
import re
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from kernel import clock
from kernel.jobs import FEW, Job, Queue
from kernel.scope import Scope
from tenants.models import GroupMember, Invitation, Membership, RoleHeld, RoleName
from tenants.rules import FileProblem, Known, LineProblem, read_members, slug_of
from tenants.service import cooperatives, invitations
from tenants.service.invitations import Guest, Mailing, invite_first
from tenants.views import invitations as views
from tests.conftest import Visitor
from tests.mailbox import link_in, mails_to
from tests.world import PASSWORD, Member, World

NEW = "a sentence for this very test"


def address() -> str:
    """An address nobody has."""
    return f"{uuid4().hex}@guests.example"


@pytest.fixture
def jeanne(world: World) -> Member:
    """A coordinator in a new cooperative."""
    return world.member(world.cooperative("Etabli"), "Jeanne Abgrall", RoleName.COORDINATOR)


def invite(jeanne: Member, visitor: Visitor, *emails: str, group: UUID | None = None) -> TestResponse:
    """Send invitations from the page."""
    data = {"emails": "\n".join(emails), "group": str(group or "")}
    return visitor(jeanne.person).post(jeanne.url("invitations"), data=data)


def link(world: World, email: str) -> str:
    """The link of the last invitation sent to an address."""
    world.run_jobs()
    return link_in(mails_to(world.house, email)[0])


def members(world: World, cooperative: UUID) -> int:
    """How many members a cooperative has."""
    with world.house.database.reading(Scope(cooperative=cooperative)) as session:
        statement = select(func.count()).select_from(Membership).where(Membership.until.is_(None))
        return session.scalar(statement) or 0


def test_from_the_invitation_to_the_first_page(world: World, jeanne: Member, visitor: Visitor) -> None:
    email, group = address(), world.group(jeanne.cooperative, [])
    assert invite(jeanne, visitor, email, group=group).status_code == 303
    path = link(world, email)
    mail = mails_to(world.house, email)[0]
    assert "Jeanne Abgrall" in mail
    assert "who-sees-what" in mail
    client = visitor()
    page = client.get(path)
    assert page.status_code == 200
    assert email in page.text
    done = client.post(path, data={"name": "  Léo   Tanguy ", "password": NEW})
    assert (done.status_code, done.location) == (303, "/me/take-stock?first=1")
    assert "Léo Tanguy" in client.get(jeanne.url("groups")).text
    with world.house.database.reading(Scope(cooperative=jeanne.cooperative)) as session:
        joined = session.scalar(select(Membership).where(Membership.display_name == "Léo Tanguy"))
        assert joined
        assert session.scalar(select(GroupMember.group_id).where(GroupMember.member_id == joined.id)) == group
    assert visitor().post("/sign-in", data={"email": email, "password": NEW}).status_code == 303


def test_whoever_is_alone_is_told_to_invite_first(world: World, jeanne: Member, visitor: Visitor) -> None:
    lead = visitor(jeanne.person)
    assert "You are alone here" in lead.get(jeanne.url("coordination")).text
    world.member(jeanne.cooperative, "Awa")
    assert "You are alone here" not in lead.get(jeanne.url("coordination")).text


def test_an_invitation_is_used_once(world: World, jeanne: Member, visitor: Visitor) -> None:
    email = address()
    invite(jeanne, visitor, email)
    path = link(world, email)
    visitor().post(path, data={"name": "Léo", "password": NEW})
    again = visitor().get(path)
    assert again.status_code == 409
    assert "no longer valid" in again.text
    assert members(world, jeanne.cooperative) == 2


def test_somebody_with_an_account_joins_with_it(world: World, jeanne: Member, visitor: Visitor) -> None:
    person, _own = world.person()
    email = address()
    invite(jeanne, visitor, email)
    client = visitor(person)
    path = link(world, email)
    assert 'type="password"' not in client.get(path).text
    assert client.post(path, data={"name": "Malik"}).status_code == 303
    assert client.get(jeanne.url("groups")).status_code == 200


def test_an_address_with_an_account_is_told_to_sign_in(
    world: World, jeanne: Member, visitor: Visitor
) -> None:
    _person, email = world.person()
    invite(jeanne, visitor, email)
    answer = visitor().post(link(world, email), data={"name": "Malik", "password": NEW})
    assert answer.status_code == 422
    assert "already an account" in answer.text


def test_joining_twice_is_one_membership(world: World, jeanne: Member, visitor: Visitor) -> None:
    person, _own = world.person()
    for name in ("Malik", "Malik B."):
        email = address()
        invite(jeanne, visitor, email)
        assert visitor(person).post(link(world, email), data={"name": name}).status_code == 303
    assert members(world, jeanne.cooperative) == 2


def test_a_weak_password_changes_nothing(world: World, jeanne: Member, visitor: Visitor) -> None:
    email = address()
    invite(jeanne, visitor, email)
    path = link(world, email)
    answer = visitor().post(path, data={"name": "Léo", "password": "short"})
    assert answer.status_code == 422
    assert "twelve characters" in answer.text
    assert visitor().post(path, data={"name": "Léo", "password": NEW}).status_code == 303


def test_an_old_invitation(world: World, jeanne: Member, visitor: Visitor) -> None:
    email = address()
    invite(jeanne, visitor, email)
    path = link(world, email)
    with clock.at(datetime.now(UTC) + timedelta(days=31)):
        assert visitor().get(path).status_code == 409
        assert visitor().post(path, data={"name": "Léo", "password": NEW}).status_code == 409


@pytest.mark.parametrize("token", ["nonsense", "x.y", f"{UUID(int=7)}.{'a' * 43}", ""])
def test_an_invented_invitation(token: str, visitor: Visitor) -> None:
    answer = visitor().get(f"/invitations/{token}")
    assert answer.status_code in (404, 409)


def test_declining(world: World, jeanne: Member, visitor: Visitor) -> None:
    email = address()
    invite(jeanne, visitor, email)
    path = link(world, email)
    assert visitor().post(f"{path}/decline").status_code == 303
    assert visitor().get(path).status_code == 409
    assert email not in visitor(jeanne.person).get(jeanne.url("invitations")).text


def waiting(jeanne: Member, email: str) -> UUID:
    """The id of an invitation."""
    with jeanne.acting() as session:
        found = session.scalar(select(Invitation.id).where(Invitation.email == email))
    assert found
    return found


def test_sending_again_waits_a_day_and_keeps_the_link(world: World, jeanne: Member, visitor: Visitor) -> None:
    email = address()
    invite(jeanne, visitor, email)
    first = link(world, email)
    lead = visitor(jeanne.person)
    resend = jeanne.url(f"invitations/{waiting(jeanne, email)}/resend")
    assert lead.post(resend).status_code == 409
    with clock.at(datetime.now(UTC) + timedelta(hours=23, minutes=59)):
        assert visitor(jeanne.person).post(resend).status_code == 409
    with clock.at(datetime.now(UTC) + timedelta(days=1, minutes=1)):
        assert visitor(jeanne.person).post(resend).status_code == 303
        world.run_jobs()
    assert len(mails_to(world.house, email)) == 2
    assert link(world, email) == first


def test_cancelling(world: World, jeanne: Member, visitor: Visitor) -> None:
    email = address()
    invite(jeanne, visitor, email)
    path = link(world, email)
    cancel = jeanne.url(f"invitations/{waiting(jeanne, email)}/cancel")
    assert visitor(jeanne.person).post(cancel).status_code == 303
    assert visitor().get(path).status_code == 409
    assert visitor(jeanne.person).post(cancel).status_code == 404
    assert invite(jeanne, visitor, email).status_code == 303  # may be invited anew


def test_a_cancelled_invitation_is_not_mailed(world: World, jeanne: Member, visitor: Visitor) -> None:
    email = address()
    invite(jeanne, visitor, email)
    visitor(jeanne.person).post(jeanne.url(f"invitations/{waiting(jeanne, email)}/cancel"))
    world.run_jobs()
    assert mails_to(world.house, email) == []


def test_a_wrong_address_sends_nothing_at_all(world: World, jeanne: Member, visitor: Visitor) -> None:
    good = address()
    answer = invite(jeanne, visitor, good, "o.quere@exemple")
    assert answer.status_code == 422
    assert "“o.quere@exemple” is not a complete address" in answer.text
    assert good in answer.text  # nothing typed is lost
    world.run_jobs()
    assert mails_to(world.house, good) == []


def test_the_same_address_twice_is_invited_once(world: World, jeanne: Member, visitor: Visitor) -> None:
    email = address()
    assert invite(jeanne, visitor, email, email).status_code == 303
    assert "already" in invite(jeanne, visitor, email.upper()).text
    world.run_jobs()
    assert len(mails_to(world.house, email)) == 1


def test_members_do_not_invite(world: World, jeanne: Member, visitor: Visitor) -> None:
    awa = world.member(jeanne.cooperative)
    assert visitor(awa.person).get(awa.url("invitations")).status_code == 403
    assert invite(awa, visitor, address()).status_code == 403


def test_the_first_coordinator(world: World, visitor: Visitor) -> None:
    settings, email, home = world.house.settings, address(), uuid4()
    with world.house.database.unit_of_work(Scope(cooperative=home)) as session:
        slug = f"c-{home.hex[:10]}"
        cooperatives.create(session, name="Nouvelle", slug=slug, zone="Europe/Brussels", language="fr")
        mailing = Mailing(settings.secret_key, settings.invitation_days)
        invite_first(session, email=email, mailing=mailing)
    world.scopes.add(home)
    client = visitor()
    client.post(link(world, email), data={"name": "Jeanne", "password": NEW})
    assert client.get(f"/c/{slug}/coordination").status_code == 200
    with world.house.database.reading(Scope(cooperative=home)) as session:
        assert session.scalars(select(RoleHeld.name)).all() == [RoleName.COORDINATOR]


def read_file(jeanne: Member, visitor: Visitor, raw: bytes) -> TestResponse:
    """Send a file of members to be read."""
    data = {"file": (io.BytesIO(raw), "members.csv")}
    return visitor(jeanne.person).post(
        jeanne.url("invitations/read"), data=data, content_type="multipart/form-data"
    )


def content_of(page: str) -> str:
    """The list kept in the page of a dry run."""
    found = re.search(r"<textarea name=\"content\"[^>]*>(.*?)</textarea>", page, re.DOTALL)
    assert found
    return found[1]


def test_a_list_is_read_before_anything_is_sent(world: World, jeanne: Member, visitor: Visitor) -> None:
    world.group(jeanne.cooperative, [], "Terre")
    first, second = address(), address()
    raw = f"email;nom;groupe\r\n{first};Zoé;\r\n{second};Yann;Nulle part\r\npas une adresse;X;\r\n".encode()
    page = read_file(jeanne, visitor, raw)
    assert page.status_code == 200
    assert "line 3" in page.text
    assert "line 4" in page.text
    assert "no group has this name: Nulle part" in page.text
    assert "not a complete address" in page.text
    assert "1 person to invite" in page.text
    world.run_jobs()
    assert mails_to(world.house, first) == []
    lead = visitor(jeanne.person)
    refused = lead.post(
        jeanne.url("invitations/import"), data={"content": content_of(page.text), "part": "all"}
    )
    assert refused.status_code == 200  # shown again: nothing is imported while a line is wrong
    world.run_jobs()
    assert mails_to(world.house, first) == []
    done = lead.post(
        jeanne.url("invitations/import"), data={"content": content_of(page.text), "part": "good"}
    )
    assert done.status_code == 303
    world.run_jobs()
    assert len(mails_to(world.house, first)) == 1
    assert mails_to(world.house, second) == []


def test_a_right_list_is_imported_whole(world: World, jeanne: Member, visitor: Visitor) -> None:
    emails = [address() for _line in range(3)]
    raw = ("email,name\n" + "".join(f"{email},Membre {n}\n" for n, email in enumerate(emails))).encode(
        "utf-8-sig"
    )
    page = read_file(jeanne, visitor, raw)
    assert "3 people to invite" in page.text
    data = {"content": content_of(page.text), "part": "all"}
    assert visitor(jeanne.person).post(jeanne.url("invitations/import"), data=data).status_code == 303
    world.run_jobs()
    assert all(len(mails_to(world.house, email)) == 1 for email in emails)


def test_list_after_list_has_to_wait_and_loses_nothing(
    world: World, jeanne: Member, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "LISTS", "1 per hour")
    first, second = address(), address()
    lead = visitor(jeanne.person)

    def send(email: str) -> TestResponse:
        page = read_file(jeanne, visitor, f"email\n{email}\n".encode())
        data = {"content": content_of(page.text), "part": "all"}
        return lead.post(jeanne.url("invitations/import"), data=data)

    assert send(first).status_code == 303
    refused = send(second)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "3600")
    assert "Too many tries. Wait for 60 minutes at most" in refused.text
    assert content_of(refused.text).split() == ["email", second]
    world.run_jobs()
    assert [len(mails_to(world.house, each)) for each in (first, second)] == [1, 0]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("email;nom\nawa@example.org;Zoé\n".encode("latin-1"), "not in UTF-8"),
        (b"email\n", "no member in it"),
        (b"", "no member in it"),
        ("nom;ville\nZoé;Ici\n".encode(), "No column is called"),
        (("email\n" + "a@b.example\n" * 2001).encode(), "more than 2,000 lines"),
        (b"\xff\xfee\x00m\x00a\x00i\x00l\x00", "not in UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read(raw: bytes, words: str, jeanne: Member, visitor: Visitor) -> None:
    answer = read_file(jeanne, visitor, raw)
    assert answer.status_code == 422
    assert words in answer.text


def test_the_mails_of_a_long_list_go_behind_nobody(world: World, jeanne: Member) -> None:
    """Of a few, each goes at once; many wait on the bulk queue, and each of them leaves."""
    for count, queue in ((FEW, Queue.FAST), (FEW + 1, Queue.BULK)):
        guests = [Guest(f"{uuid4().hex}@guests.example") for _each in range(count)]
        with jeanne.acting() as session:
            invitations.invite(session, guests=guests, mailing=Mailing("k" * 32, 30), by=jeanne.scope)
            waiting = session.scalars(select(Job.queue).where(Job.done_at.is_(None))).all()
        assert waiting == [queue.value] * count
        world.run_jobs()
        with jeanne.acting() as session:
            assert session.scalars(select(Job.id).where(Job.done_at.is_(None))).all() == []
        assert all(len(mails_to(world.house, each.email)) == 1 for each in guests)


def test_each_bad_line_is_named() -> None:
    known = Known({"member@x.example"}, {"invited@x.example"}, {"terre"})
    raw = (
        "E-mail,Name,Group\n"
        "a@x.example,Awa,Terre\n"
        "A@X.example,Awa,\n"
        ",Nobody,\n"
        "member@x.example,,\n"
        "invited@x.example,,\n"
        f"b@x.example,{'x' * 81},\n"
        "c@x.example,,Mer\n"
        "broken@x,,\n"
    )
    found = read_members(raw.encode(), known)
    assert [(line.number, line.problem) for line in found.bad] == [
        (3, LineProblem.TWICE),
        (4, LineProblem.NO_ADDRESS),
        (5, LineProblem.ALREADY_MEMBER),
        (6, LineProblem.ALREADY_INVITED),
        (7, LineProblem.NAME_TOO_LONG),
        (8, LineProblem.UNKNOWN_GROUP),
        (9, LineProblem.NOT_AN_ADDRESS),
    ]
    assert [line.email for line in found.good] == ["a@x.example"]


@given(st.binary(max_size=300))
def test_any_file_is_read_or_refused(raw: bytes) -> None:
    found = read_members(raw, Known())
    assert found.problem in (None, *FileProblem)
    assert all(line.problem is None or line.problem in LineProblem for line in found.lines)


@given(st.lists(st.emails(), min_size=1, max_size=8, unique_by=str.lower), st.sampled_from(",;\t"))
def test_no_line_is_lost(emails: list[str], separator: str) -> None:
    plain = [email for email in emails if not set(email) & set(',;\t"')]
    raw = ("email" + separator + "name\n" + "".join(f"{email}{separator}X\n" for email in plain)).encode()
    found = read_members(raw, Known())
    assert [line.email for line in found.lines] == plain


def test_short_names_of_cooperatives() -> None:
    assert slug_of("L'Établi commun") == "l-etabli-commun"
    assert slug_of("L’Établi du Cœur") == "l-etabli-du-coeur"
    assert slug_of("  SMart — Belgique ! ") == "smart-belgique"


def test_a_model_file_is_given(jeanne: Member, visitor: Visitor) -> None:
    answer = visitor(jeanne.person).get(jeanne.url("invitations/model.csv"))
    assert answer.mimetype == "text/csv"
    assert read_members(answer.data, Known()).problem is None


def test_password_of_the_tests_is_a_good_one() -> None:
    assert len(PASSWORD) >= 12
