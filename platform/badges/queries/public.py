"""What anybody may read: the rows of `published`, and nothing else."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from assessment.referential import Axis
from badges.claims import BAND_WIDTH, Level
from badges.identifiers import SLUG, did_web
from badges.models import Published
from badges.plain import Document
from kernel.db import UnitOfWork

HOSTED = ".ob2.json"
WITHDRAWN = "withdrawn"


class State(StrEnum):
    """Where a public badge stands."""

    CURRENT = "current"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class NamedVoice:
    """A peer who agreed to be named: grounds of the referential, the day, the path of what they signed."""

    name: str
    grounds: tuple[str, ...]
    on: date | None
    document: str | None
    drawn: bool
    reciprocal: bool


@dataclass(frozen=True)
class PublicEvidence:
    """A piece of work beside a badge: its rank in addresses, title, words, day; the size of its photo."""

    rank: int
    name: str
    words: str
    on: date
    width: int | None
    height: int | None


@dataclass(frozen=True)
class PublicBadge:
    """What the page of a badge tells; `voices` agreed to be named, `unnamed` counts the others."""

    id: UUID
    level: Level
    slug: str
    cooperative: str
    holder: str | None
    validated: bool
    confirmations: int
    drawn: int
    reciprocal: int
    grounds: Mapping[str, int]
    voices: tuple[NamedVoice, ...]
    unnamed: int
    awarded: datetime
    issued: datetime
    expires: datetime
    withdrawn: datetime | None
    traces: tuple[PublicEvidence, ...] = ()

    def state(self, now: datetime) -> State:
        """Where it stands at a moment; withdrawn for good, whatever its end."""
        if self.withdrawn is not None:
            return State.WITHDRAWN
        return State.EXPIRED if now >= self.expires else State.CURRENT


def published(session: UnitOfWork, path: str) -> Published | None:
    """What is published at a path, gone or not; None when nothing ever was."""
    return session.get(Published, path)


def public_badge(row: Published) -> PublicBadge:
    """The facts of the page of a badge."""
    told = json.loads(row.body)
    named = tuple(_voice(each) for each in told["voices"] if each["name"])
    return PublicBadge(
        id=UUID(told["id"]),
        level=Level(Axis(told["axis"]), (told["band"] - 1) * BAND_WIDTH),
        slug=told["cooperative"]["slug"],
        cooperative=told["cooperative"]["name"],
        holder=told["holder_name"],
        validated=told["validated"],
        confirmations=told["confirmations"],
        drawn=told["drawn"],
        reciprocal=told["reciprocal"],
        grounds=told["grounds"],
        voices=named,
        unnamed=max(told["confirmations"] - len(named), 0),
        awarded=datetime.fromisoformat(told["awarded"]),
        issued=datetime.fromisoformat(told["issued"]),
        expires=datetime.fromisoformat(told["expires"]),
        withdrawn=_withdrawn(told),
        traces=tuple(_evidence(each) for each in told.get("traces", ())),
    )


def public_evidence(row: Published) -> PublicEvidence:
    """The facts of the page of a piece of work."""
    return _evidence(json.loads(row.body))


class Home:
    """What this installation knows when it verifies a badge: all of it is published (`verifying.Known`).

    `origin` is its public address. A document is read once, however often it is asked for.
    """

    def __init__(self, session: UnitOfWork, origin: str) -> None:
        self._session = session
        self._origin = origin
        self._read: dict[str, Published | None] = {}

    def path(self, address: str) -> str | None:
        """The path of an address of this installation; None for those of others."""
        start = f"{self._origin}/"
        return address.removeprefix(start) if address.startswith(start) else None

    def row(self, path: str | None) -> Published | None:
        """What is published at a path."""
        if path is not None and path not in self._read:
            self._read[path] = published(self._session, path)
        return self._read[path] if path is not None else None

    def did_document(self, did: str) -> Document | None:
        """The DID document of one of our cooperatives, which outlives it."""
        slug = self._slug(did)
        return self._document(f"t/{slug}/did.json") if slug else None

    def status_list(self, address: str) -> Document | None:
        """The signed status list published at this address."""
        return self._document(self.path(address))

    def is_gone(self, address: str) -> bool:
        """Whether this was withdrawn or erased here, or the badge it is about."""
        path = self.path(address)
        if path is None:
            return False
        return self._is_over(path) or (path.startswith("b/") and self._is_over(_badge_path(path)))

    def hosted(self, address: str) -> Document | None:
        """The Open Badges 2.0 assertion published at this address; None once it is withdrawn."""
        path = self.path(address)
        found = self._document(path) if path and path.endswith(HOSTED) else None
        return found if found and not found.get("revoked") else None

    def name(self, did: str) -> str | None:
        """What one of our cooperatives is called, by its own profile; None for anybody else."""
        slug = self._slug(did)
        profile = self._document(f"t/{slug}/profile.json") if slug else None
        return str(profile["name"]) if profile else None

    def voice(self, address: str, did: str) -> str | None:
        """The name of the peer who signs with this key, if what they said is published at this address."""
        found = self._document(self.path(address)) or {}
        issuer = found.get("issuer")
        if not isinstance(issuer, dict) or issuer.get("id") != did:
            return None
        return issuer.get("name")

    def _slug(self, did: str) -> str | None:
        start = did_web(urlsplit(self._origin).netloc, "x").removesuffix("x")
        slug = did.removeprefix(start)
        return slug if did.startswith(start) and SLUG.fullmatch(slug) else None

    def _document(self, path: str | None) -> Document | None:
        row = self.row(path)
        if row is None or row.gone_at is not None:
            return None
        found = json.loads(row.body)
        return found if isinstance(found, dict) else None

    def _is_over(self, path: str) -> bool:
        row = self.row(path)
        if row is None:
            return False
        return row.gone_at is not None or (path == _badge_path(path) and _is_withdrawn(row))


def _badge_path(path: str) -> str:
    """The path of the page of a badge, from that of anything that belongs to it."""
    return "/".join(path.split("/")[:2]).partition(".")[0]


def _is_withdrawn(row: Published) -> bool:
    return bool(json.loads(row.body)["state"] == WITHDRAWN)


def _withdrawn(told: Mapping[str, Any]) -> datetime | None:
    return datetime.fromisoformat(told["withdrawn_at"]) if told["state"] == WITHDRAWN else None


def _evidence(told: Mapping[str, Any]) -> PublicEvidence:
    return PublicEvidence(**{**told, "on": date.fromisoformat(told["on"])})


def _voice(told: Mapping[str, Any]) -> NamedVoice:
    on = date.fromisoformat(told["on"]) if told["on"] else None
    return NamedVoice(
        name=told["name"],
        grounds=tuple(told["grounds"]),
        on=on,
        document=told["document"],
        drawn=told["drawn"],
        reciprocal=told["reciprocal"],
    )
