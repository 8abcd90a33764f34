"""Signing what a member claimed, and publishing it. By jobs, in the scope of the member concerned."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from assessment.referential import Axis
from badges import hosted, jobs
from badges.addresses import Places, badge_path, endorsement_path
from badges.claims import BadgeFacts, Identity, StatusPlace
from badges.documents import levels
from badges.models import Badge
from badges.plain import Document
from badges.queries.issued import files_of, standing_at
from badges.queries.own import agreeing, author_of, badges_here, places, tally
from badges.rules import Tally, next_tally, read_tally
from badges.service import evidence, images
from badges.service.keys import Desk, issuer_of, issuer_signer, member_did, places_of
from badges.service.lists import publish_list
from badges.service.publishing import DOCUMENT, PAGE, PNG, SVG, publish, take_away
from badges.signing import Signer, signed
from kernel import clock
from kernel.db import UnitOfWork
from kernel.jobs import later
from tenants.queries.cooperatives import cooperative

KINDS = {".svg": SVG, ".png": PNG, ".ob2.png": PNG}


def follow(session: UnitOfWork, *, axis: Axis) -> None:
    """Have the badges of the member in scope issued again, on one axis, where they would say anything new.

    One that is over says nothing new, but names nobody who no longer agrees to it.
    """
    for badge in badges_here(session, axis):
        signed_once = badge.withdrawn_at is None and badge.issued_at is not None
        if signed_once and _coming(session, badge) != read_tally(badge.told):
            later(session, jobs.ISSUE, person=session.person, member=badge.member_id, badge=badge.id)


def _coming(session: UnitOfWork, badge: Badge) -> Tally:
    """What the next issue of a badge would state."""
    place = places(session).get(badge.axis)
    live = clock.now() < badge.expires_at
    heard = tally(session, badge.axis) if live and place and place.band == badge.band else None
    return next_tally(read_tally(badge.told), heard, agreeing(session, badge.axis))


def issue(session: UnitOfWork, *, badge_id: UUID, desk: Desk) -> None:
    """Sign a badge and publish all its forms; one withdrawn, erased or already as it should be stays so."""
    badge = session.get(Badge, (session.person, badge_id), populate_existing=True, with_for_update=True)
    if badge is None or badge.withdrawn_at is not None:
        return
    stated = _coming(session, badge)
    if badge.issued_at is not None and stated == read_tally(badge.told):
        return
    signer, home = issuer_signer(session, desk=desk), places_of(session, desk=desk)
    before, badge.told, badge.bundle = read_tally(badge.told), stated.written(), None
    if badge.issued_at is None or clock.now() < badge.expires_at:
        badge.issued_at = clock.now()
    _rank(badge, stated)
    facts = _facts(session, badge, stated, desk)
    if standing_at(session, home.status_list(badge.status_number)) is None:
        publish_list(session, number=badge.status_number, desk=desk)
    _publish(session, badge, facts, signer, home)
    _publish_page(session, badge, stated)
    _ask_voices(session, badge, stated, {each.statement: each.name for each in before.voices})


def _rank(badge: Badge, stated: Tally) -> None:
    """Give each named voice its rank in addresses; one given is never given again."""
    ranks = dict(badge.voices)
    for voice in stated.voices:
        ranks.setdefault(voice.statement, len(ranks) + 1)
    badge.voices = ranks


def _facts(session: UnitOfWork, badge: Badge, stated: Tally, desk: Desk) -> BadgeFacts:
    home = places_of(session, desk=desk)
    return BadgeFacts(
        id=home.at(badge_path(badge.id)),
        issuer=issuer_of(session, desk=desk),
        holder=member_did(session, desk=desk).did,
        level=images.level_of(badge.axis, badge.band),
        language=badge.language,
        confirmations=stated.confirmations,
        grounds=stated.grounds,
        reciprocal=stated.reciprocal,
        drawn=stated.drawn,
        validated=stated.validated,
        awarded=badge.awarded_at,
        valid_from=badge.issued_at or clock.now(),
        expires=badge.expires_at,
        status=StatusPlace(home.at(home.status_list(badge.status_number)), badge.status_index),
        image=home.at(badge_path(badge.id, ".png")),
        criteria=home.criteria,
        achievement=home.at(home.badge_class(badge.axis, badge.band, badge.language)),
        holder_name=badge.holder_name,
        identity=Identity(badge.identity, badge.salt) if badge.identity and badge.salt else None,
        traces=evidence.traces(session, badge=badge, home=home),
    )


def _publish(session: UnitOfWork, badge: Badge, facts: BadgeFacts, signer: Signer, home: Places) -> None:
    """The signed document, the hosted one, what they are about, and the images that carry them."""
    document = signed(levels.badge(facts), signer, at=facts.valid_from)
    address = home.at(badge_path(badge.id, ".ob2.json"))
    assertion = hosted.assertion(facts, address=address, badge_class=facts.achievement)
    publish(session, path=badge_path(badge.id, ".json"), kind=DOCUMENT, body=document)
    publish(session, path=badge_path(badge.id, ".ob2.json"), kind=DOCUMENT, body=assertion)
    dates = (badge.awarded_at, badge.expires_at)
    drawn = images.label(badge.axis, badge.band, badge.language, facts.issuer.name, dates)
    for extension, body in images.files(drawn, _text(document), address).items():
        publish(session, path=badge_path(badge.id, extension), kind=KINDS[extension], body=body)
    _publish_class(session, badge, facts, home)


def _publish_class(session: UnitOfWork, badge: Badge, facts: BadgeFacts, home: Places) -> None:
    """What such a badge is about, and who issues it, for older displayers; its picture stands in it."""
    drawn = images.label(badge.axis, badge.band, badge.language, facts.issuer.name)
    about, issuer = replace(facts, image=images.as_address(drawn)), home.at(home.hosted_issuer)
    made = hosted.badge_class(about, address=facts.achievement, issuer=issuer)
    path = home.badge_class(badge.axis, badge.band, badge.language)
    publish(session, path=path, kind=DOCUMENT, body=made)
    who = hosted.issuer(facts.issuer, address=issuer)
    publish(session, path=home.hosted_issuer, kind=DOCUMENT, body=who)


def _publish_page(session: UnitOfWork, badge: Badge, stated: Tally) -> None:
    home = cooperative(session)
    unnamed = stated.confirmations - len(stated.voices)
    page = {
        "id": str(badge.id),
        "axis": badge.axis.value,
        "band": badge.band,
        "language": badge.language.value,
        "cooperative": {"slug": home.slug, "name": home.name},
        "holder_name": badge.holder_name,
        "state": "current",
        "validated": stated.validated,
        "confirmations": stated.confirmations,
        "drawn": stated.drawn,
        "reciprocal": stated.reciprocal,
        "grounds": dict(stated.grounds),
        "voices": [
            *_named(badge, stated),
            *({"name": None, "grounds": [], "on": None} for _ in range(unnamed)),
        ],
        "awarded": badge.awarded_at.isoformat(),
        "issued": badge.issued_at.isoformat() if badge.issued_at else None,
        "expires": badge.expires_at.isoformat(),
        "withdrawn_at": None,
        "traces": evidence.publish_all(session, badge=badge),
    }
    publish(session, path=badge_path(badge.id), kind=PAGE, body=page)


def _named(badge: Badge, stated: Tally) -> list[Mapping[str, Any]]:
    """The voices of those who agreed to be named: nothing tells one of the others from another."""
    return [
        {
            "name": each.name,
            "grounds": list(each.grounds),
            "on": each.on.isoformat(),
            "drawn": each.drawn,
            "reciprocal": each.reciprocal,
            "document": endorsement_path(badge.id, badge.voices[each.statement]),
        }
        for each in stated.voices
    ]


def _ask_voices(session: UnitOfWork, badge: Badge, stated: Tally, before: Mapping[str, str]) -> None:
    """Ask for the documents of those named that are not there under that name; take away those of the others.

    `before` gives the names the badge said until now, by statement.
    """
    files = {each.path: each for each in files_of(session, f"{badge_path(badge.id)}/")}
    named = {each.statement: each.name for each in stated.voices}
    for statement, rank in badge.voices.items():
        path = endorsement_path(badge.id, rank)
        there = path in files and files[path].gone_at is None
        if there and statement not in named:
            take_away(session, path=path)
        elif statement in named and not (there and before.get(statement, "") == named[statement]):
            _ask_voice(session, badge, UUID(statement), rank)


def _ask_voice(session: UnitOfWork, badge: Badge, statement: UUID, rank: int) -> None:
    """In the scope of its author: their key is behind their own wall."""
    author = author_of(session, statement)
    if author is not None and author.person_id is not None:
        later(
            session,
            jobs.ENDORSE,
            person=author.person_id,
            member=author.id,
            badge=badge.id,
            statement=statement,
            rank=str(rank),
        )


def _text(document: Document) -> str:
    return json.dumps(document, ensure_ascii=False)
