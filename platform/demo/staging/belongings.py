"""What belongs to members of the demonstration beside their badges, and a departure that some prepare.

One of them had her membership and two levels signed for herself; one carries a badge from a cooperative of
another installation, which is as invented as its keys; three have joined a departure that is still open.
"""

import json
from hashlib import sha256
from io import BytesIO

from assessment.referential import Axis, Language
from badges import status
from badges.addresses import Places, badge_path
from badges.claims import BadgeFacts, Issuer, Level, StatusPlace, expiry
from badges.documents import cooperatives, levels
from badges.identifiers import NamedKey, did_key, did_web_method, public_key, web_document
from badges.queries.own import own_attestations
from badges.service import attesting
from badges.service.attesting import AttestationWishes
from badges.service.keys import Desk
from badges.signing import SeedSigner, signed
from demo.plot.lives import minute
from demo.staging.badges import sign
from demo.staging.stage import Stage, key
from kernel import clock
from musette.archives import badge_names, grown
from musette.models import CarriedBadge
from musette.queries.together import agreed_to
from musette.service import together
from musette.service.carrying import brought
from musette.service.together import Wishes

HOME, HERSELF, CARRIER = "l-etabli-commun", "Awa Diallo", "Solène Prigent"
ATTESTED, CARRIED = -7, -50  # days
OWN = AttestationWishes(Language.FRENCH, named=True, axes=(Axis.LOCAL_UTILITY, Axis.CREATIVITY))
ELSEWHERE = Places("https://presses-du-canal.example", "les-presses-du-canal")
PRESSES = Issuer(ELSEWHERE.did, "Les Presses du canal", ELSEWHERE.home)
ISSUED, RANK = -300, 71_204
LEVEL = Level(Axis.TOOL_MASTERY, 80)
TITLE, OPENED, CLOSES = "Vers un atelier de papier à plusieurs", -8, 24
GOING = ("Solène Prigent", "Marguerite Le Goff", "Yann Kerbrat")


def keep(stage: Stage, desk: Desk | None) -> None:
    """All of it; telling it again changes nothing."""
    if stage.plot.slug == HOME:
        _attest(stage, desk)
        _carry(stage)
        _prepare(stage)


def _attest(stage: Stage, desk: Desk | None) -> None:
    with clock.at(stage.days.at(ATTESTED, minute(HERSELF, ATTESTED))):
        with stage.acting(HERSELF) as session:
            if not own_attestations(session):
                attesting.ask(session, wishes=OWN, by=session.scope)
        sign(stage, desk)


def _carry(stage: Stage) -> None:
    badge_id = key("badge", ELSEWHERE.slug, CARRIER)
    with clock.at(stage.days.at(CARRIED, minute(CARRIER, CARRIED))), stage.acting(CARRIER) as session:
        if session.get(CarriedBadge, (session.person, badge_id)) is None:
            file = _taken_away(_facts(stage))
            session.add(brought(session, file=file, badge_id=badge_id, origin=""))


def _seed(of: str) -> bytes:
    """A key as invented as who holds it: it opens nothing anywhere."""
    return sha256(f"demonstration/{of}".encode()).digest()


def _facts(stage: Stage) -> BadgeFacts:
    badge_id, day = key("badge", ELSEWHERE.slug, CARRIER), stage.days.at(ISSUED, minute(CARRIER, ISSUED))
    about = ELSEWHERE.badge_class(LEVEL.axis, LEVEL.band, Language.FRENCH)
    return BadgeFacts(
        id=ELSEWHERE.at(badge_path(badge_id)),
        issuer=PRESSES,
        holder=did_key(public_key(_seed(CARRIER))),
        level=LEVEL,
        language=Language.FRENCH,
        confirmations=3,
        grounds={"worked_together": 3, "saw_work": 2},
        reciprocal=0,
        drawn=2,
        validated=True,
        awarded=day,
        valid_from=day,
        expires=expiry(day),
        status=StatusPlace(ELSEWHERE.at(ELSEWHERE.status_list(1)), RANK),
        image=ELSEWHERE.at(badge_path(badge_id, ".png")),
        criteria=ELSEWHERE.criteria,
        achievement=ELSEWHERE.at(about),
        holder_name=CARRIER,
    )


def _taken_away(facts: BadgeFacts) -> BytesIO:
    """The file she took away from there."""
    name, seed = f"key-{facts.valid_from.year}-1", _seed(PRESSES.name)
    signer, at = SeedSigner(seed, did_web_method(PRESSES.did, name)), facts.valid_from
    listed = cooperatives.status_list(facts.status.url, PRESSES, status.blank(), facts.language, at=at)
    documents = {
        "document": signed(levels.badge(facts), signer, at=at),
        "issuer": web_document(PRESSES.did, (NamedKey(name, public_key(seed)),)),
        "status": signed(listed, signer, at=at),
    }
    names = badge_names(str(key("badge", ELSEWHERE.slug, CARRIER)))
    entries = [(names[part], json.dumps(each, ensure_ascii=False)) for part, each in documents.items()]
    return BytesIO(b"".join(grown(0, b"", entries)))


def _prepare(stage: Stage) -> None:
    joint = key("joint", stage.plot.slug)
    for days, who in enumerate(GOING):
        with clock.at(stage.days.at(OPENED + days, minute(who, OPENED))):
            by = stage.scope(who)
            if days == 0:
                with stage.acting(who) as session:
                    on = stage.days.on(CLOSES)
                    together.open_joint(session, joint_id=joint, title=TITLE, closes_on=on, by=by)
            with stage.database.unit_of_work(together.scope_of(joint, by)) as session:
                if agreed_to(session, joint) is None:
                    wishes = Wishes(False, [each.id for each in together.things_of(session)])
                    consent_id = key("joint consent", who)
                    together.join(session, wishes=wishes, by=by, consent_id=consent_id)
