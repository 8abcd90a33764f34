"""The pictures joined to a request, for those who were asked and for its author."""

from uuid import UUID

from flask import Blueprint
from flask.typing import ResponseReturnValue

from kernel.walls import Role
from pages.uploads import jpeg
from pages.visit import allow, session, visit
from peer import permissions
from peer.queries.evidence import evidence_photo
from peer.queries.witnesses import called
from peer.service import testimonies

blueprint = Blueprint("exhibits", __name__)


@blueprint.get("/c/<slug>/evidence/<uuid:evidence_id>")
@allow(permissions.SEE_EVIDENCE)
def photo(evidence_id: UUID) -> ResponseReturnValue:
    """A picture, to a member involved in the request: the wall shows it to nobody else."""
    return jpeg(evidence_photo(session(), evidence_id), "photo")


@blueprint.get("/witness/<key>/evidence/<uuid:evidence_id>")
@allow(permissions.SPEAK_FROM_OUTSIDE)
def photo_for_a_witness(key: str, evidence_id: UUID) -> ResponseReturnValue:
    """The same at the end of a witness's link, for as long as it opens the request."""
    place = testimonies.scope_of(visit().house.settings.secret_key, key)
    with visit().open(place, Role.APP) as there:
        called(there)
        return jpeg(evidence_photo(there, evidence_id), "photo")
