"""A verdict in words: each thing that was looked at, what it gave, and what could not be looked at."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flask_babel import gettext as _

from assessment.referential import Language
from badges.reading import PERSON, Kind, Read
from badges.service.verifications import UNKNOWN_ADDRESS
from badges.verifying import Code, Reason, Verdict
from badges.words import band_words
from kernel.refusals import N_
from pages.formats import day, language

KINDS = {
    Kind.BADGE: N_("A badge"),
    Kind.SELF_ASSERTION: N_("What a person says of their own level"),
    Kind.ENDORSEMENT: N_("The confirmation of a peer"),
    Kind.CONTEST: N_("The view of a peer who sees it otherwise"),
    Kind.MEMBERSHIP: N_("That a key was a member's, on a day"),
    Kind.STATUS_LIST: N_("The list of what a cooperative's members have withdrawn"),
    Kind.BUNDLE: N_("Several documents together"),
    Kind.HOSTED: N_("A badge of the earlier format, Open Badges 2.0"),
}
UNREAD = {
    "too_large": N_("It is too large, or too tangled, to be a badge."),
    "not_json": N_("This is neither a PNG nor an SVG image, nor a signed JSON file."),
    "not_an_image": N_("This image is damaged, or of a kind that carries no badge."),
    "truncated": N_("This image is cut short: take it again from where you found it."),
    "no_badge": N_("This image carries no badge: it may have been resized, or saved again by a program."),
    "several": N_("This image carries several badges: nobody could say which one it shows."),
    "twice": N_("It says the same thing twice, so that two readers could read two things in it."),
    UNKNOWN_ADDRESS: N_("There is no badge at this address."),
}
NO_BADGE = {"too_large", "not_json", "not_an_image", "truncated", "no_badge", UNKNOWN_ADDRESS}
TWO_WAYS = N_("It is written so that one thing would be signed and another one read.")
WRONG = {
    (Code.FORM, "parts"): N_("One of the documents it holds is refused."),
    (Code.FORM, "someone_else"): N_("It holds a document about somebody else."),
    (Code.ISSUER, "unknown"): N_("Its issuer is no cooperative of this installation: nobody here can vouch."),
    (Code.ISSUER, "oneself"): N_("Nobody confirms their own level."),
    (Code.SIGNED, "key"): N_("It was signed with a key that is not its issuer's."),
    (Code.SIGNED, "proof"): N_("The signature does not match: something was changed after it was signed."),
    (Code.SIGNED, "unknown"): N_("It is not signed, and this installation publishes no such badge."),
    (Code.NOT_REVOKED, "revoked"): N_("Its owner has withdrawn it."),
    (Code.NOT_REVOKED, "no_status"): N_("It does not say where its withdrawal would be written."),
    (Code.NOT_REVOKED, "no_list"): N_("The list where its withdrawal would be written cannot be believed."),
    (Code.NOT_WITHDRAWN, ""): N_("Its owner has withdrawn it: its page is closed."),
}
TAKEN_BACK = N_(
    "The cooperative has taken it back: it was answered since, is not held any more, or its author has left."
)
STATES = {
    "open": N_("Nobody has answered it yet."),
    "kept": N_("The member has answered it, and keeps their level."),
    "adjusted": N_("The member has answered it, and adjusted their level."),
    "mediation": N_("Both asked somebody elected to help."),
}
TOLD_BY_ITS_PAGE = {(Code.SIGNED, "unknown"), (Code.NOT_REVOKED, "revoked")}
BY_COOPERATIVES = (Kind.BADGE, Kind.MEMBERSHIP)
UNTIED = N_("Nothing ties this key to anybody: a name in the file proves nothing.")
FORM = N_("It lacks something that a badge must say, says it twice, or goes out of its own bounds.")


@dataclass(frozen=True)
class Line:
    """One thing that was looked at."""

    ok: bool
    words: str


@dataclass(frozen=True)
class Told:
    """A verdict in words. `what` is None when nothing of what the file says may be repeated.

    `band` and `state` are of a view that differs: the level its author sees, and what became of it.
    """

    accepted: bool
    kind: str
    what: Read | None
    issuer: str
    is_person: bool
    is_untied: bool
    is_none: bool
    lines: tuple[Line, ...]
    band: str = ""
    state: str = ""
    parts: tuple["Told", ...] = ()


def told(found: Verdict, names: Iterable[tuple[str, str]]) -> Told:
    """A verdict in the words of the page; `names` are what cooperatives are called here, by identifier."""
    known = {**_holders(found, dict(names)), **dict(names)}
    return Told(
        accepted=found.accepted,
        kind=_(KINDS[found.what.kind]) if found.what else "",
        what=found.what if _is_theirs(found) else None,
        issuer=known.get(found.what.issuer, "") if found.what else "",
        is_person=_is_person(found),
        is_untied=_is_untied(found, known),
        is_none=_is_none(found),
        lines=tuple(_lines(found, known)),
        band=_band(found.what),
        state=_(STATES[found.what.state]) if found.what and found.what.state in STATES else "",
        parts=tuple(told(each, known.items()) for each in found.parts),
    )


def _band(what: Read | None) -> str:
    """The band a document gives, in words."""
    return band_words(what.band, Language(language())) if what and what.band else ""


def _is_person(found: Verdict) -> bool:
    """Whether it was signed with the key of a person."""
    return found.what is not None and found.what.issuer.startswith(PERSON)


def _is_none(found: Verdict) -> bool:
    """Whether no badge was found there at all: a mistake of handling, which accuses nobody."""
    unread = [each.detail for each in found.reasons if each.code is Code.READABLE and not each.ok]
    return bool(unread) and NO_BADGE.issuperset(unread)


def _is_untied(found: Verdict, names: dict[str, str]) -> bool:
    """Whether nothing here says whose key signed; for a bundle, its documents say it one by one."""
    if found.what is None or found.what.kind is Kind.BUNDLE:
        return False
    return _is_person(found) and found.what.issuer not in names


def _holders(found: Verdict, names: dict[str, str]) -> dict[str, str]:
    """Whom a cooperative says that keys belong to, in the documents that come together, by name if told."""
    parts = [each.what for each in found.parts if each.accepted and each.what]
    told = [each for each in parts if each.kind in BY_COOPERATIVES]
    return {
        **{each.holder: _unnamed(each, names) for each in told},
        **{each.holder: each.holder_name for each in told if each.holder_name},
    }


def _unnamed(what: Read, names: dict[str, str]) -> str:
    if what.kind is Kind.MEMBERSHIP and what.issuer in names:
        return str(_("a member of %(cooperative)s", cooperative=names[what.issuer]))
    return str(_("the person this badge was given to"))


def _is_over(found: Verdict) -> bool:
    """Whether it was withdrawn, or erased."""
    return any(each.code is Code.NOT_WITHDRAWN and not each.ok for each in found.reasons)


def _is_theirs(found: Verdict) -> bool:
    """Whether its issuer did say it, accepted or not: else nothing of it is repeated on our pages."""
    seen = {each.code: each.ok for each in found.reasons}
    return seen.get(Code.SIGNED, False) and seen.get(Code.ISSUER, True)


def _lines(found: Verdict, names: dict[str, str]) -> Iterator[Line]:
    theirs = _is_theirs(found)
    for each in found.reasons:
        if each.ok and not theirs:
            continue  # an end that nobody signed is no end
        if (each.code, each.detail) in TOLD_BY_ITS_PAGE and _is_over(found):
            continue
        words = _right(each, found.what, names) if each.ok else _wrong(each, found.what)
        if words:
            yield Line(each.ok, words)
    if theirs and _is_untied(found, names):
        yield Line(ok=False, words=str(_(UNTIED)))


def _wrong(reason: Reason, what: Read | None) -> str:
    """What is wrong, in a sentence."""
    if reason.code is Code.READABLE:
        return str(_(UNREAD.get(reason.detail, TWO_WAYS)))
    if reason.code is Code.FORM:
        return str(_(WRONG.get((reason.code, reason.detail), FORM)))
    if reason.code is Code.CURRENT:
        return _out_of_time(reason, what)
    if reason.detail == "revoked" and what and what.kind is Kind.CONTEST:
        return str(_(TAKEN_BACK))
    return str(_(WRONG.get((reason.code, reason.detail), TWO_WAYS)))


def _out_of_time(reason: Reason, what: Read | None) -> str:
    if reason.detail == "expired" and what and what.expires:
        return str(_("It expired on %(day)s.", day=day(what.expires)))
    if what and what.valid_from:
        return str(_("It begins on %(day)s only.", day=day(what.valid_from)))
    return str(_("It does not say when it begins."))


def _right(reason: Reason, what: Read | None, names: dict[str, str]) -> str:
    """What was found right, in a sentence; empty when it says nothing to a reader."""
    if what is None or reason.code in (Code.READABLE, Code.FORM):
        return ""
    name = names.get(what.issuer)
    if reason.code is Code.SIGNED:
        return _signature(what, name)
    if reason.code is Code.CURRENT:
        return str(
            _("It has not expired: it ends on %(day)s.", day=day(what.expires)) if what.expires else ""
        )
    if reason.code is Code.NOT_REVOKED and not what.issuer.startswith(PERSON):
        return str(_("It has not been withdrawn."))
    return ""


def _signature(what: Read, name: str | None) -> str:
    if what.kind is Kind.HOSTED:
        return str(_("This installation publishes the same, to the letter."))
    if name is None:
        return str(_("The signature is that of the key it names, and nothing has been changed since."))
    return str(_("The signature is that of %(name)s, and nothing has been changed since.", name=name))
