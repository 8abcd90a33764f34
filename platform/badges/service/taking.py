"""What a member takes along: a badge and its voices in one document, signed with their own key."""

from uuid import UUID

from badges.addresses import badge_path
from badges.documents.bundles import bundle
from badges.models import Badge
from badges.queries.issued import files_of, published_document
from badges.service.keys import Desk, member_did, member_signer, places_of
from badges.service.publishing import written
from badges.signing import signed
from kernel import clock
from kernel.db import UnitOfWork


def put_together(session: UnitOfWork, *, badge_id: UUID, desk: Desk) -> None:
    """Make the bundle of a badge of the person in scope: what is signed about it now, and no more."""
    found = session.get(Badge, (session.person, badge_id), populate_existing=True, with_for_update=True)
    badge = published_document(session, badge_path(badge_id, ".json"))
    if found is None or badge is None:
        return
    voices = [each for each in files_of(session, f"{badge_path(badge_id)}/") if each.gone_at is None]
    documents = [badge, *(published_document(session, each.path) or {} for each in voices)]
    address = places_of(session, desk=desk).at(badge_path(badge_id)) + "#bundle"
    made = bundle(address, member_did(session, desk=desk).did, documents)
    found.bundle = written(signed(made, member_signer(session, desk=desk), at=clock.now()))
