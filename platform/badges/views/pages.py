"""The page of a badge, for anybody who has its address: what it says, who says it, whether it stands."""

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask.wrappers import Response
from flask_babel import gettext as _

from assessment.referential import Language, referential
from badges import words
from badges.models import Published
from badges.plain import parsed
from badges.queries.public import (
    Home,
    PublicBadge,
    State,
    public_badge,
    public_evidence,
    published,
)
from badges.verifying import Verdict, judged
from badges.views.files import gone
from badges.views.telling import told
from kernel import clock
from kernel.refusals import Unknown
from pages.formats import language
from pages.permissions import READ_PUBLIC_PAGES
from pages.visit import allow, session, visit

blueprint = Blueprint("badge_pages", __name__, template_folder="../templates")


@dataclass(frozen=True)
class Spoken:
    """What a badge says, in the language of its reader."""

    title: str
    axis: str
    anchor: str
    band: str
    level: str
    tally: str
    grounds: tuple[tuple[str, int], ...]


@blueprint.after_request
def stay_discreet(response: Response) -> Response:
    """Its owner may close the page at any time: no cache answers for it, no search engine keeps it."""
    response.headers.setdefault("Cache-Control", "no-cache")
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@blueprint.get("/b/<uuid:badge_id>")
@allow(READ_PUBLIC_PAGES)
def one(badge_id: UUID) -> ResponseReturnValue:
    """A badge, as anybody may read and check it."""
    row = page_of(badge_id)
    if row.gone_at is not None:
        return gone()
    badge, now, home = public_badge(row), clock.now(), Home(session(), origin())
    facts = {"badge": badge, "spoken": spoken(badge), "now": now, "origin": origin()}
    state = badge.state(now)
    if state is State.WITHDRAWN:
        return render_template("badges/withdrawn.html", **facts)
    found = verified(badge, home)
    telling = told(found, ((found.what.issuer, badge.cooperative),)) if found and found.what else None
    return render_template("badges/one.html", telling=telling, state=state, **facts, said=said)


@blueprint.get("/b/<uuid:badge_id>/embed")
@allow(READ_PUBLIC_PAGES)
def embed(badge_id: UUID) -> ResponseReturnValue:
    """What to paste in a page of one's own: an image and a link, nothing that runs."""
    row = page_of(badge_id)
    badge = public_badge(row) if row.gone_at is None else None
    if badge is None or badge.state(clock.now()) is State.WITHDRAWN:
        return gone()
    return render_template("badges/embed.html", badge=badge, spoken=spoken(badge), origin=origin())


@blueprint.get("/b/<uuid:badge_id>/evidence/<int:rank>")
@allow(READ_PUBLIC_PAGES)
def evidence(badge_id: UUID, rank: int) -> ResponseReturnValue:
    """A piece of work that the owner of a badge shows beside it."""
    row, page = published(session(), f"b/{badge_id}/evidence/{rank}"), page_of(badge_id)
    if row is None:
        raise Unknown
    if row.gone_at is not None or page.gone_at is not None:
        return gone()
    badge = public_badge(page)
    facts = {"badge": badge, "spoken": spoken(badge), "shown": public_evidence(row)}
    return render_template("badges/evidence.html", **facts)


@blueprint.get("/t/<issuer>")
@allow(READ_PUBLIC_PAGES)
def cooperative(issuer: str) -> ResponseReturnValue:
    """A cooperative as an issuer of badges: what they mean, and where its keys are."""
    row = published(session(), f"t/{issuer}/profile.json")
    if row is None:
        raise Unknown
    if row.gone_at is not None:
        return gone()
    profile = parsed(row.body)
    facts = {"issuer": issuer, "name": profile["name"], "did": profile["id"]}
    criteria = words.criteria(Language(language()))
    return render_template("badges/cooperative.html", **facts, criteria=criteria, sheets=referential().sheets)


def page_of(badge_id: UUID) -> Published:
    """What is published of a badge; raises Unknown."""
    row = published(session(), f"b/{badge_id}")
    if row is None:
        raise Unknown
    return row


def origin() -> str:
    """The public address of this installation."""
    return visit().house.settings.public_url


def verified(badge: PublicBadge, home: Home) -> Verdict | None:
    """The verdict on the signed file of a badge, as anybody would reach it; None while it is being signed."""
    row = home.row(f"b/{badge.id}.json")
    if row is None or row.gone_at is not None:
        return None
    return judged(parsed(row.body), known=home, now=clock.now())


def spoken(badge: PublicBadge) -> Spoken:
    """What a badge says, in words."""
    reader, level = Language(language()), badge.level
    band, axis = words.band_words(level.band, reader), words.axis_name(level, reader)
    placed = _("%(band)s, on the axis “%(axis)s” of the diagram of Fanny Lignères", band=band, axis=axis)
    return Spoken(
        title=words.title(level, reader),
        axis=axis,
        anchor=after_title(words.anchor_words(level, reader)),
        band=band,
        level=placed[:1].upper() + placed[1:],
        tally=words.tally(badge.confirmations, badge.drawn, badge.reciprocal, reader),
        grounds=tuple((said([each]), count) for each, count in words.grounds_named(badge.grounds)),
    )


def after_title(anchor: str) -> str:
    """What an anchor says after the words that the title has taken from it; all of it when it took none."""
    _title, colon, rest = anchor.partition(":")
    kept = rest.strip() if colon else anchor
    return kept[:1].upper() + kept[1:]


def said(grounds: tuple[str, ...] | list[str]) -> str:
    """Grounds, in the words of those who named them."""
    return " · ".join(words.ground_words(each, Language(language())) for each in grounds)
