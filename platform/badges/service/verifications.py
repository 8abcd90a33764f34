"""A badge handed over by a stranger: kept for minutes, judged by a worker under a hard limit, then told.

What is handed over may be made to keep whoever reads it busy for ever. So no page reads it; a worker does,
in a process that is killed after a while, and takes the file away before it looks at it: nothing that kills
its process is ever looked at twice.
"""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from http import HTTPStatus

from cattrs.preconf.json import make_converter

from badges.queries.public import Home
from badges.reading import Read
from badges.verifying import Code, Reason, Verdict, verdict
from kernel import clock
from kernel.jobs import Bell, Errand, Queue
from kernel.keys import digest, new_token
from kernel.refusals import N_, Invalid, Refusal, Resting, TooMany
from kernel.slate import Slate
from kernel.tables import Json

LIMIT = 4  # seconds after which the process that judges is killed; a bundle of sixty takes less than one
VERIFY = Errand("badges.verify", Queue.FAST, LIMIT)
KEPT = 15 * 60  # seconds
PATIENCE = timedelta(seconds=LIMIT + 2)  # once begun, there is no verdict to wait for beyond that
HAND, HELD = "verify:hand", LIMIT + 1  # one file is judged at a time: the other hands are for all the rest
PLACES = ("verify:place:0", "verify:place:1")  # one file is judged, one waits
PLACED = 2 * LIMIT + 4  # seconds until a place that nobody gave back is free again
AGAIN = 0.5  # seconds until a file that finds the hand taken is looked at again
MOST_BYTES = 2 * 1024 * 1024  # of what is handed over
UNKNOWN_ADDRESS = "unknown_address"
TOO_LARGE = N_("This file is too large: a badge weighs two megabytes at most.")
EMPTY = N_("This file is empty.")
ELSEWHERE = N_(
    "This address is not one of this installation, and nothing is fetched from elsewhere: give the file of"
    " the badge instead."
)
BUSY = N_("Other badges are being verified at this moment: try again in a few seconds.")
NO_HANDS = N_(
    "Badges cannot be verified for now: the part that does it does not answer. The pages of badges still"
    " stand; try again in a moment."
)
_written = make_converter()


class Unserved(Refusal):
    """Nobody can verify for now."""

    status = HTTPStatus.SERVICE_UNAVAILABLE

    def __init__(self) -> None:
        super().__init__(NO_HANDS)


class Stage(StrEnum):
    """How far a verification has come; `FADED`: nothing is kept of it, or it never was."""

    WAITING = "waiting"
    TOLD = "told"
    CUT = "cut"
    FADED = "faded"


@dataclass(frozen=True)
class Outcome:
    """How far a verification has come, its verdict, and what the cooperatives it names are called here."""

    stage: Stage
    verdict: Verdict | None = None
    at: datetime | None = None
    names: tuple[tuple[str, str], ...] = ()


def hand_over(slate: Slate, bell: Bell, *, content: bytes) -> str:
    """Have a file verified; gives the ticket under which the verdict will be told.

    Raises Invalid for a file that is empty or too large, TooMany while two others are looked at, Unserved
    when no worker can be told.
    """
    if not content:
        raise Invalid(EMPTY, field="file")
    if len(content) > MOST_BYTES:
        raise Invalid(TOO_LARGE, field="file")
    return _hand_over(slate, bell, {"file": base64.b64encode(content).decode()})


def hand_over_address(slate: Slate, bell: Bell, *, address: str, origin: str) -> str:
    """The same for a badge of this installation, by the address of its page or file; raises Invalid."""
    path = address.partition("#")[0].partition("?")[0].removeprefix(f"{origin}/")
    if not address.startswith(f"{origin}/b/"):
        raise Invalid(ELSEWHERE, field="address")
    return _hand_over(slate, bell, {"path": "/".join(path.split("/")[:2]).partition(".")[0]})


def attend(home: Home, slate: Slate, bell: Bell, *, ticket: str) -> None:
    """Judge what was handed over under a ticket if nothing else is being judged; else, in a moment."""
    if not slate.claim(HAND, seconds=HELD):
        bell.hand_over(VERIFY, ticket, wait=AGAIN)
        return
    try:
        judge(home, slate, ticket=ticket)
    finally:
        slate.wipe(HAND)


def judge(home: Home, slate: Slate, *, ticket: str) -> None:
    """Judge what was handed over under a ticket, once, and keep the verdict for a quarter of an hour."""
    key = _key(ticket)
    given = slate.read(f"{key}:given")
    if not given:
        return
    slate.wipe(f"{key}:given")
    slate.write(key, {"begun": clock.now().isoformat()}, seconds=KEPT)
    try:
        _tell(home, slate, key, given)
    finally:
        slate.wipe(given["place"])


def _tell(home: Home, slate: Slate, key: str, given: dict[str, str]) -> None:
    found = _judged(home, given)
    names = {did: name for at, did in _issuers(found) if (name := home.name(did) or home.voice(at, did))}
    said = {"verdict": json.dumps(_to_keep(found)), "names": json.dumps(names), "at": clock.now().isoformat()}
    slate.write(key, said, seconds=KEPT)


def outcome(slate: Slate, *, ticket: str) -> Outcome:
    """How far the verification of a ticket has come; raises Resting when Redis does not answer."""
    found = slate.read(_key(ticket))
    if "verdict" in found:
        at, names = datetime.fromisoformat(found["at"]), json.loads(found["names"])
        return Outcome(Stage.TOLD, _kept(json.loads(found["verdict"])), at, tuple(names.items()))
    if not found:
        return Outcome(Stage.FADED)
    begun = found.get("begun")
    cut = begun is not None and clock.now() - datetime.fromisoformat(begun) > PATIENCE
    return Outcome(Stage.CUT if cut else Stage.WAITING)


def _hand_over(slate: Slate, bell: Bell, given: dict[str, str]) -> str:
    ticket = new_token()
    key = _key(ticket)
    try:
        place = next((each for each in PLACES if slate.claim(each, seconds=PLACED)), None)
        if place is None:
            raise TooMany(BUSY, seconds=LIMIT)
        slate.write(f"{key}:given", {**given, "place": place}, seconds=KEPT)
        slate.write(key, {"asked": clock.now().isoformat()}, seconds=KEPT)
    except Resting as fault:
        raise Unserved from fault
    if not bell.hand_over(VERIFY, ticket):
        raise Unserved
    return ticket


def _judged(home: Home, given: dict[str, str]) -> Verdict:
    now = clock.now()
    if "file" in given:
        return verdict(base64.b64decode(given["file"]), known=home, now=now)
    page, signed = home.row(given["path"]), home.row(f"{given['path']}.json")
    if page is None or signed is None:
        return Verdict(False, None, (Reason(Code.READABLE, ok=False, detail=UNKNOWN_ADDRESS),))
    if page.gone_at is not None or signed.gone_at is not None:
        reasons = (Reason(Code.READABLE, ok=True), Reason(Code.NOT_WITHDRAWN, ok=False))
        return Verdict(False, None, reasons)
    return verdict(signed.body, known=home, now=now)


def _to_keep(found: Verdict) -> Json:
    """A verdict, and those of what it bundles, as JSON keeps them."""
    kept: Json = _written.unstructure(replace(found, parts=()))
    return {**kept, "parts": [_to_keep(each) for each in found.parts]}


def _kept(kept: Json) -> Verdict:
    """A verdict as it was kept, and those of what it bundles."""
    what = _written.structure(kept["what"], Read) if kept["what"] else None
    reasons = tuple(_written.structure(each, Reason) for each in kept["reasons"])
    return Verdict(kept["accepted"], what, reasons, tuple(map(_kept, kept["parts"])))


def _issuers(found: Verdict) -> Iterator[tuple[str, str]]:
    """The documents of a verdict by their addresses, each with who signed it."""
    if found.what:
        yield found.what.id, found.what.issuer
    for each in found.parts:
        yield from _issuers(each)


def _key(ticket: str) -> str:
    """The key of a ticket; the ticket itself is written nowhere."""
    return f"verify:{digest(ticket)}"
