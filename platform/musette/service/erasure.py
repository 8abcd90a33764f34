"""Erasing an account: identity first, in one transaction that also asks for all the rest.

From then on nobody can sign in to it. Jobs, each harmless if repeated, delete the satchel, then end each stay
and take back words: the stance of what was said of others counts until it expires, published portraits stay.
"""

from uuid import UUID

from sqlalchemy import delete, select, union, update

from assessment.models import Activity, Assessment, Counting, Draft, LifeEvent
from badges.models import Attestation, Badge, MemberKey
from badges.service import claiming
from kernel.db import UnitOfWork
from kernel.jobs import later
from kernel.keys import pseudonym
from kernel.scope import Scope
from kernel.tables import PersonOwned
from musette import jobs, permissions
from musette.joint import JointConsent
from musette.models import (
    Archive,
    Arrival,
    Attached,
    CarriedBadge,
    CarriedStatement,
    Experience,
    Intention,
    Onward,
    Photo,
    Piece,
    Portfolio,
    Scenario,
)
from musette.queries.carried import holders_of_my_words
from musette.service import parting
from musette.service.leaving import let_go
from peer.service import addresses
from peer.service import members as exchanges
from people import service as people
from sharing.models import Consent, FormerGrant, Grant, SharedLink
from tenants.models import Membership
from tenants.queries.members import places_ever
from tenants.service.invitations import forget_invitations
from tenants.service.members import end_stay

# All that stands behind the wall of a person but badges, what stands beside them and attestations, which
# their cooperative takes back too; what depends on others first. A test compares with the models.
SATCHEL: tuple[type[PersonOwned], ...] = (
    Piece,
    Archive,
    JointConsent,
    Arrival,
    Attached,
    Photo,
    Experience,
    Intention,
    Scenario,
    CarriedStatement,
    CarriedBadge,
    Portfolio,
    Grant,
    FormerGrant,
    MemberKey,
    Consent,
    Counting,
    Draft,
    LifeEvent,
    Assessment,
    Activity,
)


def erase_account(session: UnitOfWork, *, password: str, secret_key: str, by: Scope) -> None:
    """Delete the account in scope, as the identity role; raises Invalid when the password is wrong."""
    permissions.ERASE_OWN_ACCOUNT.check(by)
    places = places_ever(session)
    address = people.erase(session, password=password, by=session.person)
    _ask_for_all(session, places, _mark(secret_key, address))


def erase_unused(session: UnitOfWork, *, secret_key: str) -> str:
    """Delete the account in scope, which nobody uses, as the identity role; gives its address."""
    places = places_ever(session)
    address = people.erase_unused(session)
    _ask_for_all(session, places, _mark(secret_key, address))
    return address


def erase_again(session: UnitOfWork, *, secret_key: str) -> str | None:
    """Erase the account in scope that a backup has brought back, as the identity role.

    Gives its address, to which no letter must be kept; None when there is no such account.
    """
    places = places_ever(session)
    address = people.erase_again(session, by=session.person)
    if address is not None:
        _ask_for_the_rest(session, places, _mark(secret_key, address))
    return address


def _mark(secret_key: str, address: str) -> str:
    """What an address is recognised by once it is written nowhere any more."""
    return pseudonym(secret_key, address.lower())


def _ask_for_all(session: UnitOfWork, places: list[tuple[UUID, UUID]], mark: str) -> None:
    later(session, jobs.NOTE_ERASURE)
    _ask_for_the_rest(session, places, mark)


def _ask_for_the_rest(session: UnitOfWork, places: list[tuple[UUID, UUID]], mark: str) -> None:
    later(session, jobs.ERASE_SATCHEL)
    for cooperative_id, member_id in places:
        later(session, jobs.ERASE_PLACE, cooperative=cooperative_id, member=member_id, mark=mark)


def erase_satchel(session: UnitOfWork) -> None:
    """Delete every row of the person in scope, and ask that their badges be."""
    owed = union(*(select(each.cooperative_id, each.member_id) for each in (Badge, Attestation)))
    for cooperative_id, member_id in session.execute(owed):
        later(session, jobs.ERASE_BADGES, cooperative=cooperative_id, member=member_id)
    session.execute(delete(SharedLink).where(SharedLink.person_id == session.person))
    for model in SATCHEL:
        session.execute(delete(model))


def erase_badges(session: UnitOfWork) -> None:
    """Leave nothing of the badges of the person in scope in the cooperative in scope."""
    claiming.forget(session)


def erase_place(session: UnitOfWork, *, mark: str) -> None:
    """End the stay in scope, and have the words said there taken back from whoever carries them.

    `mark` is what the address of the account is recognised by, where others have written it.
    """
    found = session.get(Membership, (session.cooperative, session.member))
    if found is None:
        return
    end_stay(session, found=found)
    for statement_id, holder in holders_of_my_words(session):
        later(session, jobs.UNSAY, person=holder, statement=statement_id)
    session.execute(delete(Onward).where(Onward.author_id == session.member))
    later(session, jobs.ERASE_MEMBER, left=session.member, mark=mark)


def erase_member(session: UnitOfWork, *, member_id: UUID, mark: str, secret_key: str) -> None:
    """Delete what the cooperative in scope holds of somebody erased, words included, as the machine role.

    So goes what others wrote that was their address: who was invited, a witness from outside and their name.
    """

    def is_theirs(address: str) -> bool:
        return _mark(secret_key, address) == mark

    addresses.forget_somebody(session, is_theirs=is_theirs)
    forget_invitations(session, is_theirs=is_theirs)
    exchanges.unsay(session, member_id=member_id)
    parting.forget_files(session, member_id=member_id)
    let_go(session, member_id=member_id)


def unsay(session: UnitOfWork, *, statement_id: UUID) -> None:
    """Take the words away from a statement the person in scope carries."""
    carried = update(CarriedStatement).where(CarriedStatement.id == statement_id)
    session.execute(carried.values(words=""))
