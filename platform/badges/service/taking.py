"""What a member takes along: a badge, its voices and what they chose, in one document they sign."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from badges import jobs, permissions
from badges.addresses import badge_path
from badges.documents.bundles import bundle
from badges.models import MEMBERSHIP, Badge
from badges.plain import Document
from badges.queries.issued import files_of, published_document
from badges.queries.own import attestations_here, own_badge
from badges.service import attesting, differing
from badges.service.keys import Desk, member_did, member_signer, places_of
from badges.service.publishing import written
from badges.signing import signed
from kernel import clock
from kernel.db import UnitOfWork
from kernel.jobs import later
from kernel.refusals import Unknown
from kernel.scope import Scope
from kernel.tables import Json
from tenants.queries.members import is_member


@dataclass(frozen=True)
class Along:
    """What goes along with a badge beside its voices: nothing, unless the member says so.

    `membership`: that their key is a member's; `own`: the level they say is theirs, from 0 to 100; `views`:
    the statements that see it otherwise.
    """

    membership: bool = False
    own: bool = False
    views: Collection[UUID] = ()

    def written(self) -> Json:
        """The same as a badge keeps it."""
        views = sorted(str(each) for each in self.views)
        return {"membership": self.membership, "own": self.own, "views": views}


def ask(session: UnitOfWork, *, badge_id: UUID, along: Along, by: Scope) -> None:
    """Have the worker put together, and sign with the member's own key, what they take along."""
    permissions.KEEP_BADGES.check(by)
    found = own_badge(session, badge_id, hold=True)
    if found.cooperative_id != session.cooperative:
        raise Unknown
    found.bundle, found.along = None, along.written()
    if is_member(session, session.member):
        _prepare(session, found, along)
    if not differing.ask_authors(session, badge=found):
        later(session, jobs.BUNDLE, person=session.person, member=found.member_id, badge=badge_id)


def _prepare(session: UnitOfWork, badge: Badge, along: Along) -> None:
    """Have signed what is to go along, under the name that the badge shows, or none; what is there stays."""
    kept = attestations_here(session)
    levels = attesting.own_levels(session)
    axes = [badge.axis] if along.own and badge.axis in levels else []
    if axes or (along.membership and MEMBERSHIP not in kept):
        wishes = attesting.AttestationWishes(badge.language, named=badge.holder_name is not None, axes=axes)
        attesting.prepare(session, wishes=wishes)


def put_together(session: UnitOfWork, *, badge_id: UUID, desk: Desk) -> None:
    """Make the bundle of a badge of the person in scope: what is signed about it now, and what they chose."""
    found = session.get(Badge, (session.person, badge_id), populate_existing=True, with_for_update=True)
    badge = published_document(session, badge_path(badge_id, ".json"))
    if found is None or badge is None:
        return
    signed_here = files_of(session, f"{badge_path(badge_id)}/endorsements/")
    voices = [each for each in signed_here if each.gone_at is None]
    views = differing.documents(session, badge=found, signed_badge=badge, desk=desk)
    if views is None:
        return
    spoken = (published_document(session, each.path) or {} for each in voices)
    documents = [badge, *spoken, *_own_words(session, found, desk), *views]
    address = places_of(session, desk=desk).at(badge_path(badge_id)) + "#bundle"
    made = bundle(address, member_did(session, desk=desk).did, documents)
    found.bundle = written(signed(made, member_signer(session, desk=desk), at=clock.now()))


def _own_words(session: UnitOfWork, badge: Badge, desk: Desk) -> list[Document]:
    """What the member has signed for themself, as far as they want it along."""
    wanted = [MEMBERSHIP] if badge.along.get("membership") else []
    wanted += [badge.axis.value] if badge.along.get("own") else []
    found = attesting.attest(session, desk=desk) if wanted else {}
    return [found[about] for about in wanted if about in found]
