"""Badges in the parcel of whoever goes: signed documents, and what is needed to verify them far from home."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from badges.models import Badge
from badges.plain import Document
from badges.queries.issued import published_document
from badges.queries.own import own_badges
from badges.service.keys import Desk, places_of
from badges.service.taking import put_together
from badges.verifying import verdict
from kernel.db import UnitOfWork
from kernel.refusals import Invalid
from kernel.tables import Json
from musette.archives import NO_ARCHIVE

MOST = 200


@dataclass(frozen=True)
class Carried:
    """What came along with badges, for whoever verifies them: the keys and the lists of one cooperative.

    As `badges.verifying.Known` asks. Its keys are believed because the list of the file, which every code
    holds the digest of, names the same cooperative and one of them.
    """

    did: Document
    lists: Mapping[str, Document]

    def did_document(self, did: str) -> Document | None:
        """The DID document of the cooperative the file comes from."""
        return self.did if self.did.get("id") == did else None

    def status_list(self, address: str) -> Document | None:
        """A list of what was withdrawn, as it was when the file was made."""
        return self.lists.get(address)

    def is_gone(self, address: str) -> bool:
        """Whether a page was withdrawn: not known here."""
        return not address

    def hosted(self, address: str) -> Document | None:
        """Badges of the older edition are not carried."""
        return self.lists.get(address) if not address else None


def carried_along(session: UnitOfWork, *, chosen: Collection[UUID], desk: Desk) -> Json:
    """The badges chosen among those of the cooperative in scope, each with its voices, signed anew today."""
    held = [each for each in own_badges(session) if each.cooperative_id == session.cooperative]
    mine = [each for each in held if each.id in chosen and each.withdrawn_at is None]
    bundles = {str(each.id): found for each in mine if (found := _bundle(session, each, desk))}
    if not bundles:
        return {}
    places = places_of(session, desk=desk)
    paths = {places.status_list(each.status_number) for each in mine}
    lists = {places.at(path): published_document(session, path) for path in sorted(paths)}
    return {"did": published_document(session, places.did_document), "lists": lists, "bundles": bundles}


def checked(told: object) -> Json:
    """The badges of a parcel, of the right form and no more is said; raises Invalid otherwise."""
    if told in ({}, None):
        return {}
    sound = (
        isinstance(told, dict)
        and isinstance(told.get("did"), dict)
        and isinstance(told.get("lists"), dict)
        and isinstance(told.get("bundles"), dict)
        and len(told["bundles"]) <= MOST
    )
    if not sound or not isinstance(told, dict):
        raise Invalid(NO_ARCHIVE, field="file")
    for name in told["bundles"]:
        _check_id(name)
    return told


def judged(told: Json, *, now: datetime) -> dict[str, bool]:
    """Whether each badge of a parcel may be believed, by its id: in a worker, never in a page."""
    if not told:
        return {}
    known = Carried(told["did"], {str(name): each for name, each in told["lists"].items()})
    return {
        name: verdict(json.dumps(each).encode(), known=known, now=now).accepted
        for name, each in told["bundles"].items()
    }


def _bundle(session: UnitOfWork, badge: Badge, desk: Desk) -> Any:  # noqa: ANN401 - a JSON document
    put_together(session, badge_id=badge.id, desk=desk)
    return json.loads(badge.bundle) if badge.bundle else None


def _check_id(name: str) -> None:
    try:
        UUID(name)
    except ValueError as fault:
        raise Invalid(NO_ARCHIVE, field="file") from fault
