"""Building cooperatives for the tests, through the services and in the scopes of those who act.

Each test makes its own: the wall that keeps cooperatives apart keeps tests apart too.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from flask.testing import FlaskClient
from sqlalchemy import select, update

from assessment.drafts import AxisDraft, written
from assessment.models import Assessment
from assessment.referential import Axis
from assessment.service import stock
from kernel import clock
from kernel.claims import begun
from kernel.db import UnitOfWork
from kernel.house import House
from kernel.jobs import Job
from kernel.keys import digest, new_token
from kernel.scope import Belonging, Scope
from kernel.tables import Json
from kernel.walls import Role
from pages.permissions import MEMBER, SIGNED_IN
from peer.models.requests import Asked, ReviewRequest
from peer.queries.witnesses import witnesses
from peer.service import requests as asking
from peer.service.witnesses import Outsider, name_witness
from people.models import Login, Person
from people.passwords import hashed
from sharing.service import consents as sharing
from tenants.models import Campaign, Group, GroupKind, GroupMember, Membership, RoleHeld, RoleName
from tenants.queries.cooperatives import cooperative as cooperative_in
from tenants.service import cooperatives
from worker.jobs import ACTS

PASSWORD = "a short sentence for tests"
ZONE = "Europe/Paris"
LEVELS = {axis: 40 + 5 * place for place, axis in enumerate(Axis)}
_hashes: list[str] = []


def password_hash() -> str:
    """The stored form of `PASSWORD`, computed once: it takes a while, on purpose."""
    if not _hashes:
        _hashes.append(hashed(PASSWORD))
    return _hashes[0]


@dataclass
class Member:
    """Somebody in one cooperative of the world."""

    world: "World"
    person: UUID
    email: str
    cooperative: UUID
    slug: str
    id: UUID
    name: str
    roles: tuple[RoleName, ...] = ()

    @property
    def scope(self) -> Scope:
        """The scope in which they act here."""
        roles = frozenset((SIGNED_IN, MEMBER, *(role.value for role in self.roles)))
        return Scope(self.person, self.cooperative, self.id, roles)

    @property
    def belonging(self) -> Belonging:
        """Their place here."""
        roles = frozenset(role.value for role in self.roles)
        return Belonging(self.cooperative, self.slug, self.slug, ZONE, False, self.id, self.name, roles)

    @contextmanager
    def acting(self) -> Iterator[UnitOfWork]:
        """A unit of work in their scope."""
        with self.world.house.database.unit_of_work(self.scope) as session:
            yield session

    def url(self, path: str = "") -> str:
        """A page of the cooperative."""
        return f"/c/{self.slug}/{path}"


@dataclass
class World:
    """Everything a test has made, and the jobs it has left waiting."""

    house: House
    scopes: set[UUID] = field(default_factory=set)
    slugs: dict[UUID, str] = field(default_factory=dict)

    def cooperative(self, name: str = "Coop", *, language: str = "fr") -> UUID:
        """A new cooperative."""
        made = uuid4()
        slug = f"{name.lower()}-{made.hex[:12]}"
        with self.house.database.unit_of_work(Scope(cooperative=made)) as session:
            cooperatives.create(session, name=name, slug=slug, zone=ZONE, language=language)
        self.scopes.add(made)
        self.slugs[made] = slug
        return made

    def person(self, *, language: str = "fr") -> tuple[UUID, str]:
        """A new account and its address."""
        return self.people(1, language=language)[0]

    def people(self, count: int, *, language: str = "fr") -> list[tuple[UUID, str]]:
        """New accounts and their addresses."""
        made = {each: f"{each.hex}@tests.example" for each in (uuid4() for _turn in range(count))}
        with self.house.database.unit_of_work(role=Role.IDENTITY) as session:
            session.add_all(
                Person(id=each, email=email, password_hash=password_hash(), language=language)
                for each, email in made.items()
            )
        self.scopes |= set(made)
        return list(made.items())

    def member(
        self,
        cooperative: UUID,
        name: str = "Awa Diallo",
        *roles: RoleName,
        person: tuple[UUID, str] | None = None,
        since: date = date(2024, 1, 1),
        language: str = "fr",
    ) -> Member:
        """A member of a cooperative, with roles."""
        made = self._member(cooperative, name, person or self.person(language=language), roles)
        with self.house.database.unit_of_work(made.scope) as session:
            session.add(joining(made, since))
            session.flush()
            session.add_all(RoleHeld(member_id=made.id, name=role, since=since) for role in roles)
        return made

    def members(self, cooperative: UUID, count: int) -> list[Member]:
        """Several members, numbered, who join together."""
        people = enumerate(self.people(count), start=1)
        made = [self._member(cooperative, f"Membre {number:03d}", each) for number, each in people]
        with self.house.database.unit_of_work(Scope(cooperative=cooperative)) as session:
            session.add_all(joining(each, date(2024, 1, 1)) for each in made)
        return made

    def _member(
        self, cooperative: UUID, name: str, person: tuple[UUID, str], roles: tuple[RoleName, ...] = ()
    ) -> Member:
        return Member(self, *person, cooperative, self.slug(cooperative), uuid4(), name, roles)

    def slug(self, cooperative: UUID) -> str:
        """The slug of a cooperative."""
        if cooperative not in self.slugs:
            with self.house.database.reading(Scope(cooperative=cooperative)) as session:
                self.slugs[cooperative] = cooperative_in(session).slug
        return self.slugs[cooperative]

    def group(
        self,
        cooperative: UUID,
        members: Sequence[Member],
        name: str = "Atelier",
        *,
        kind: GroupKind = GroupKind.TRADE,
    ) -> UUID:
        """A group that began long ago, and those in it."""
        made, start = uuid4(), date(2024, 1, 1)
        with self.house.database.unit_of_work(Scope(cooperative=cooperative)) as session:
            session.add(Group(id=made, name=f"{name} {made.hex[:6]}", kind=kind, starts_on=start))
            session.flush()
            session.add_all(GroupMember(group_id=made, member_id=each.id, since=start) for each in members)
        return made

    def campaign(self, cooperative: UUID, opens_on: date, closes_on: date) -> UUID:
        """A campaign with any dates, as if the rules of its opening had held."""
        made = uuid4()
        with self.house.database.unit_of_work(Scope(cooperative=cooperative)) as session:
            session.add(Campaign(id=made, opens_on=opens_on, closes_on=closes_on))
            cooperative_in(session).next_close_on = closes_on
        return made

    def assess(
        self,
        member: Member,
        levels: Mapping[Axis, int | None] = LEVELS,
        *,
        agreeing: Collection[Axis] = (),
        at: datetime | None = None,
    ) -> Assessment:
        """Take stock as a member, agree to count on some axes, and let the jobs run."""
        made = self.take_stock(member, levels, agreeing=agreeing, at=at)
        with clock.at(at or clock.now()):
            self.run_jobs()
        return made

    def take_stock(
        self,
        member: Member,
        levels: Mapping[Axis, int | None] = LEVELS,
        *,
        agreeing: Collection[Axis] = (),
        at: datetime | None = None,
    ) -> Assessment:
        """The same, its jobs left waiting: for those who answer one after the other."""
        answers = {axis: AxisDraft(level=level) for axis, level in levels.items() if level is not None}
        with clock.at(at or clock.now()), member.acting() as session:
            draft = stock.begin(session, by=member.scope)
            draft.answers = written(answers)
            made = stock.submit(session, draft_id=draft.id, places=[member.belonging], by=member.scope)
            if agreeing:
                answered = {axis.value: True for axis in agreeing}
                sharing.decide(session, cooperative_id=member.cooperative, answers=answered, by=member.scope)
        return made

    def ask(
        self,
        member: Member,
        axis: Axis,
        *chosen: Member,
        message: str = "",
        evidence: str = "",
        outside: Sequence[Outsider] = (),
    ) -> ReviewRequest:
        """Ask chosen peers, those the draw names, and witnesses from outside, about a level."""
        with member.acting() as session:
            made = asking.prepare(session, request_id=uuid4(), axis=axis, by=member.scope)
        self.run_jobs()
        with member.acting() as session:
            asking.choose(
                session,
                request_id=made.id,
                chosen=[each.id for each in chosen],
                message=message,
                evidence=evidence,
                by=member.scope,
            )
            for each in outside:
                own = member.email
                name_witness(session, request_id=made.id, outsider=each, own_address=own, by=member.scope)
            sent = asking.send(session, request_id=made.id, by=member.scope)
        self.run_jobs()
        return sent

    def asked(self, request: ReviewRequest, reviewer: Member) -> UUID:
        """The id under which somebody was asked."""
        with reviewer.acting() as session:
            statement = select(Asked.id).where(
                Asked.request_id == request.id, Asked.reviewer_id == reviewer.id
            )
            found = session.scalar(statement)
        assert found is not None
        return found

    def witness(self, member: Member, request: ReviewRequest, name: str) -> Scope:
        """The scope in which a witness of a request acts, by their name."""
        with member.acting() as session:
            found = next(each for each in witnesses(session, request.id) if each.name == name)
        return Scope(cooperative=member.cooperative, member=found.id)

    def run_jobs(self) -> int:
        """Do the jobs this world has left, as a worker does, until none is due; gives how many."""
        done = 0
        kinds = {kind.name: (kind, act) for kind, act in ACTS.items()}
        while rows := self.waiting():
            for name, scope_id, job_id, ids in rows:
                kind, act = kinds[name]
                # Attempts are not counted: nothing reads them here, and it is one more transaction for each.
                with begun(self.house.database, kind, scope_id, job_id, ids) as claim:
                    assert claim is not None, name
                    act(claim)
                done += 1
        return done

    def waiting(self) -> list[tuple[str, UUID, UUID, Json]]:
        """The jobs of this world that are due, and the ids they carry."""
        due = (Job.done_at.is_(None), Job.failed_at.is_(None), Job.next_try_at <= clock.now())
        columns = (Job.kind, Job.scope_id, Job.id, Job.ids)
        with self.house.database.reading(role=Role.BACKUP) as session:  # who may read the ids of all
            statement = select(*columns).where(Job.scope_id.in_(self.scopes), *due)
            return [
                (row[0], row[1], row[2], row[3])
                for row in session.execute(statement.order_by(Job.next_try_at))
            ]


def joining(member: Member, since: date) -> Membership:
    """The membership of somebody, from a day on."""
    return Membership(id=member.id, person_id=member.person, display_name=member.name, since=since)


def keep_apart(house: House) -> None:
    """Let none of the jobs that other tests have left count as one that has stalled."""
    with house.database.unit_of_work(role=Role.RELAY) as session:
        left = update(Job).where(Job.done_at.is_(None), Job.failed_at.is_(None))
        session.execute(left.values(moved_at=clock.now() + timedelta(days=10_000)))


def open_door(house: House, person: UUID, *, language: str | None = None) -> str:
    """The token of a sign-in of this person, who reads pages in this language from now on."""
    token = new_token()
    expires = datetime.now(UTC) + timedelta(days=30)
    with house.database.unit_of_work(role=Role.IDENTITY) as session:
        session.add(Login(token_hash=digest(token), person_id=person, device="Tests", expires_at=expires))
    if language:
        reads(house, person, language)
    return token


def reads(house: House, person: UUID, language: str) -> None:
    """From now on, this person reads pages in this language."""
    with house.database.unit_of_work(role=Role.IDENTITY) as session:
        session.execute(update(Person).where(Person.id == person).values(language=language))


def sign_in(client: FlaskClient, house: House, person: UUID, *, language: str | None = None) -> FlaskClient:
    """Give a test client the cookie of a person who has signed in."""
    return carry(client, house, open_door(house, person, language=language))


def carry(client: FlaskClient, house: House, token: str) -> FlaskClient:
    """Give a test client the cookie of a sign-in."""
    with client.session_transaction(base_url=house.settings.public_url) as cookie:
        cookie["_user_id"] = token
        cookie["_fresh"] = True
    return client
