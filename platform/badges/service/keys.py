"""The keys that sign: made when first needed, sealed at once, opened by the worker alone."""

import os
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from assessment.referential import Language
from badges import vocabulary
from badges.addresses import Places
from badges.claims import Issuer
from badges.documents.cooperatives import profile
from badges.identifiers import (
    KEY_BYTES,
    NamedKey,
    did_key,
    did_key_method,
    did_web_method,
    public_key,
    web_document,
)
from badges.models import IssuerKey, MemberKey
from badges.queries.issued import issuer_keys
from badges.queries.own import member_key
from badges.sealing import SealingKey, is_current, seal, unseal
from badges.service.publishing import DID_DOCUMENT, DOCUMENT, publish, publish_once
from badges.signing import SeedSigner, Signer
from kernel import clock
from kernel.db import UnitOfWork
from kernel.settings import Settings
from tenants.queries.cooperatives import cooperative

HANDED_FOR = timedelta(minutes=10)
ISSUING = "issuer key"  # what is done one at a time in a cooperative


@dataclass(frozen=True)
class Desk:
    """What the worker signs at: the keys that open seeds, and the address of this installation."""

    seals: SealingKey
    origin: str


def desk_of(settings: Settings) -> Desk | None:
    """What the settings let sign at; None without a sealing key."""
    keys = settings.sealing_keys
    return Desk(SealingKey.of(*keys), settings.public_url) if keys else None


def places_of(session: UnitOfWork, *, desk: Desk) -> Places:
    """The places of the cooperative in scope."""
    return Places(desk.origin, cooperative(session).slug)


def issuer_of(session: UnitOfWork, *, desk: Desk) -> Issuer:
    """The cooperative in scope, as documents name it."""
    places = places_of(session, desk=desk)
    return Issuer(places.did, cooperative(session).name, places.home)


def issuer_signer(session: UnitOfWork, *, desk: Desk) -> Signer:
    """Who signs for the cooperative in scope, under its newest key; the first is made when first needed."""
    known = issuer_keys(session)
    if not known:
        session.one_at_a_time(ISSUING)
        known = issuer_keys(session) or [add_issuer_key(session, desk=desk)]
    newest = known[-1]
    seed = unseal(newest.sealed, under=desk.seals, owner=session.cooperative)
    return SeedSigner(seed, did_web_method(places_of(session, desk=desk).did, newest.name))


def add_issuer_key(session: UnitOfWork, *, desk: Desk) -> IssuerKey:
    """Make a key for the cooperative in scope and publish it beside the earlier ones: all still verify."""
    known = issuer_keys(session)
    seed, year = os.urandom(KEY_BYTES), clock.now().year
    rank = sum(each.name.startswith(f"key-{year}-") for each in known) + 1
    made = IssuerKey(
        name=f"key-{year}-{rank}",
        public=public_key(seed),
        sealed=seal(seed, under=desk.seals, owner=session.cooperative),
        made_at=clock.now(),
    )
    session.add(made)
    session.flush()
    _present(session, desk, [*known, made])
    return made


def member_signer(session: UnitOfWork, *, desk: Desk) -> Signer:
    """Who signs for the member in scope; their key is made when first needed."""
    kept = member_did(session, desk=desk)
    seed = unseal(kept.sealed, under=desk.seals, owner=session.person)
    return SeedSigner(seed, did_key_method(kept.did))


def member_did(session: UnitOfWork, *, desk: Desk) -> MemberKey:
    """The key of the person in scope in the cooperative in scope, one for each membership."""
    found = member_key(session, session.cooperative)
    if found is None:
        seed = os.urandom(KEY_BYTES)
        row = MemberKey(
            cooperative_id=session.cooperative,
            did=did_key(public_key(seed)),
            sealed=seal(seed, under=desk.seals, owner=session.person),
            made_at=clock.now(),
        )
        session.add_once(row)
        found = member_key(session, session.cooperative)
    if found is None:
        raise LookupError("a key that was just made is not there")
    return found


def hand_key(session: UnitOfWork, *, desk: Desk, secret: str) -> None:
    """Give the member in scope their own seed for ten minutes, sealed anew under the secret of the pages."""
    kept = member_did(session, desk=desk)
    seed = unseal(kept.sealed, under=desk.seals, owner=session.person)
    kept.handed = seal(seed, under=SealingKey.of(secret), owner=session.person)
    kept.handed_until = clock.now() + HANDED_FOR


def seal_issuer_keys_again(session: UnitOfWork, *, seals: SealingKey) -> int:
    """Seal the keys of the cooperative in scope under the secret in use; gives how many were not yet.

    As the machine role. Raises Unsealable when one opens under none of the secrets given.
    """
    old = [each for each in issuer_keys(session) if not is_current(each.sealed, under=seals)]
    for each in old:
        seed = unseal(each.sealed, under=seals, owner=session.cooperative)
        each.sealed = seal(seed, under=seals, owner=session.cooperative)
    return len(old)


def seal_member_keys_again(session: UnitOfWork, *, seals: SealingKey) -> int:
    """The same for the keys of the person in scope, in all their cooperatives."""
    kept = session.scalars(select(MemberKey)).all()
    old = [each for each in kept if not is_current(each.sealed, under=seals)]
    for each in old:
        each.sealed = seal(
            unseal(each.sealed, under=seals, owner=session.person), under=seals, owner=session.person
        )
    return len(old)


def _present(session: UnitOfWork, desk: Desk, keys: list[IssuerKey]) -> None:
    """Publish who the cooperative is, and every key it signs or signed with."""
    places, home = places_of(session, desk=desk), cooperative(session)
    named = tuple(NamedKey(each.name, each.public) for each in keys)
    publish(session, path=places.did_document, kind=DID_DOCUMENT, body=web_document(places.did, named))
    document = profile(issuer_of(session, desk=desk), Language(home.language))
    publish(session, path=places.profile, kind=DOCUMENT, body=document)
    context = vocabulary.published_contest_context()
    publish_once(session, path=vocabulary.CONTEST_PATH.removeprefix("/"), kind=DOCUMENT, body=context)
