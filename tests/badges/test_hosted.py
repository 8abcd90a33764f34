"""Open Badges 2.0: what older displayers read, believed when this installation publishes it."""

import hashlib
import json
from dataclasses import replace
from datetime import timedelta

from badges import hosted
from badges.baking import Edition, bake_png
from badges.plain import Document
from badges.verifying import Code, Verdict, verdict
from tests.badges.cast import BADGE, COOPERATIVE, NOW, ORIGIN, Home
from tests.badges.test_baking import PNG

ADDRESS = f"{ORIGIN}/b/8f14e45f/ob2.json"
CLASS = f"{ORIGIN}/b/8f14e45f/class.json"
ISSUER = f"{ORIGIN}/t/etabli-commun/ob2.json"
ASSERTION = hosted.assertion(BADGE, address=ADDRESS, badge_class=CLASS)


def judge(content: str, pages: dict[str, Document] | None = None, gone: set[str] | None = None) -> Verdict:
    known = Home(pages={ADDRESS: ASSERTION} if pages is None else pages, gone=gone or set())
    return verdict(bake_png(PNG, content, edition=Edition.V2), known=known, now=NOW)


def refused(found: Verdict) -> set[Code]:
    assert not found.accepted
    return {each.code for each in found.reasons if not each.ok}


def test_the_three_documents_refer_to_each_other() -> None:
    badge_class = hosted.badge_class(BADGE, address=CLASS, issuer=ISSUER)
    issuer = hosted.issuer(COOPERATIVE, address=ISSUER, contact="bonjour@etabli.example")
    assert ASSERTION["badge"] == badge_class["id"]
    assert badge_class["issuer"] == issuer["id"]
    assert badge_class["name"] == "Utilité locale\u00a0: contribution suivie"
    assert ASSERTION["verification"] == {"type": "hosted"}
    assert ASSERTION["expires"] == "2028-11-18T09:30:00Z"
    assert issuer["email"] == "bonjour@etabli.example"
    assert "email" not in hosted.issuer(COOPERATIVE, address=ISSUER)


def test_the_recipient_is_hashed_as_the_specification_says() -> None:
    found = hosted.identity_hash("awa@example.org", "salt")
    assert found.hashed == "sha256$" + hashlib.sha256(b"awa@example.orgsalt").hexdigest()
    facts = replace(BADGE, identity=found)
    recipient = hosted.assertion(facts, address=ADDRESS, badge_class=CLASS)["recipient"]
    assert recipient == {"type": "email", "hashed": True, "identity": found.hashed, "salt": "salt"}
    alone = hosted.assertion(replace(BADGE, identity=None), address=ADDRESS, badge_class=CLASS)["recipient"]
    assert alone == {"type": "id", "hashed": False, "identity": BADGE.holder}


def test_what_we_publish_is_believed() -> None:
    assert judge(ADDRESS).accepted
    assert judge(json.dumps(ASSERTION)).accepted
    assert verdict(json.dumps(ASSERTION).encode(), known=Home(pages={ADDRESS: ASSERTION}), now=NOW).accepted


def test_what_differs_or_is_unknown_is_refused() -> None:
    changed = {**ASSERTION, "narrative": "Confirmé par 60 pairs."}
    assert refused(judge(json.dumps(changed))) == {Code.SIGNED}
    assert refused(judge("https://elsewhere.example/b")) == {Code.SIGNED}
    assert refused(judge("not an address")) == {Code.SIGNED}
    assert refused(judge("{")) == {Code.READABLE}


def test_what_ended_is_refused() -> None:
    assert refused(judge(ADDRESS, gone={ADDRESS})) == {Code.NOT_WITHDRAWN}
    assert refused(judge(ADDRESS, pages={}, gone={ADDRESS})) == {Code.NOT_WITHDRAWN, Code.SIGNED}
    late = BADGE.expires + timedelta(days=1)
    assert not verdict(
        json.dumps(ASSERTION).encode(), known=Home(pages={ADDRESS: ASSERTION}), now=late
    ).accepted
