"""Every document: reproduced, valid under 1EdTech's schema, read by other libraries."""

import json
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jsonschema import Draft201909Validator
from openbadgeslib.ob3 import OB3LdpVerifier, OB3VerificationError, verify_data_integrity_proof
from pyld import jsonld

from assessment.referential import Axis, Language
from badges.claims import Level, anchor, bounds, expiry
from badges.documents import bundles, cooperatives, levels, voices
from badges.identifiers import multikey, public_key
from badges.linked import canonical
from badges.plain import Document, Unacceptable
from badges.reading import Malformed, read
from badges.signing import SeedSigner, check, options, signed, stamp
from badges.vocabulary import CONTEST_PATH, contest_context, context, published_contest_context, shipped
from tests.badges import cast
from tests.badges.cast import BADGE, COOPERATIVE, KARIM, MEMBERS, NOW, ORIGIN, OWN, made
from tests.cases import each_case

DATA = Path(__file__).parent / "data"
EMBEDDED = [name for name in cast.everything() if name != "bundle"]
SCHEMA: dict[str, Any] = json.loads(
    (DATA / "ob_v3p0_achievementcredential_schema.json").read_text(encoding="utf8")
)


def pem(seed: bytes) -> bytes:
    return pem_of(public_key(seed))


def pem_of(public: bytes) -> bytes:
    return Ed25519PublicKey.from_public_bytes(public).public_bytes(
        Encoding.PEM, PublicFormat.SubjectPublicKeyInfo
    )


def signer_of(name: str) -> bytes:
    who = {"self": "member", "bundle": "member", "endorsement": "peer", "contest": "peer"}
    return cast.SEEDS[who.get(name, "cooperative")]


def loader(address: str, _options: object = None) -> dict[str, Any]:
    return {"contextUrl": None, "documentUrl": address, "document": {"@context": context(address)}}


def test_the_published_vector_is_reproduced_byte_for_byte() -> None:
    document = json.loads((DATA / "document.json").read_text(encoding="utf8"))
    expected = json.loads((DATA / "expected.json").read_text(encoding="utf8"))
    seed = bytes.fromhex(expected["seed_hex"])
    signer = SeedSigner(seed, f"{expected['issuer']}#{multikey(public_key(seed))}")
    found = signed(document, signer, at=datetime(2010, 1, 1, 19, 23, 24, tzinfo=UTC))
    assert canonical(document) == (DATA / "document-canon.txt").read_bytes()
    assert options(found["proof"]) == (DATA / "proof-canon.txt").read_bytes()
    assert found["proof"]["proofValue"] == expected["proofValue"]
    check(found, public_key(seed))


@each_case("name", cast.everything())
def test_pyld_writes_the_same_canonical_form(name: str) -> None:
    document = made(name)
    wanted = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": loader}
    for each in (document, {key: value for key, value in document.items() if key != "proof"}):
        assert canonical(each) == jsonld.normalize(each, wanted).encode()


@each_case("name", ["badge", "english", "first", "self", "membership"])
def test_badges_are_valid_under_the_schema_of_1edtech(name: str) -> None:
    assert list(Draft201909Validator(SCHEMA).iter_errors(made(name))) == []


def test_endorsements_are_valid_under_the_schema_of_1edtech() -> None:
    definition = {**SCHEMA, "$ref": "#/$defs/EndorsementCredential"}
    for gone in ("properties", "required", "additionalProperties", "type"):
        definition.pop(gone)
    validator = Draft201909Validator(definition)
    document = made("endorsement")
    assert list(validator.iter_errors(document)) == []
    del document["name"]
    assert [each.validator for each in validator.iter_errors(document)] == ["required"]


def test_the_profile_is_valid_under_the_schema_of_1edtech() -> None:
    definition = {"$ref": "#/$defs/Profile", "$defs": SCHEMA["$defs"]}
    found = cooperatives.profile(COOPERATIVE, Language.FRENCH, image=f"{ORIGIN}/logo.png")
    assert list(Draft201909Validator(definition).iter_errors(found)) == []
    assert canonical(found)


@pytest.mark.parametrize("name", ["badge", "english", "first", "self", "membership"])
def test_openbadgeslib_accepts_what_we_issue(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    document = made(name)
    found = OB3LdpVerifier(pem(signer_of(name))).verify(within(document, monkeypatch))
    assert found.issuer.id == document["issuer"]["id"]


@each_case("name", [each for each in cast.everything() if "contest" not in each])
def test_openbadgeslib_accepts_every_proof(name: str) -> None:
    verify_data_integrity_proof(made(name), pem(signer_of(name)))


def test_openbadgeslib_reads_our_status_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    document = within(made("badge"), monkeypatch)
    monkeypatch.setattr("openbadgeslib.ob3.status._check_list_window", lambda *_: None)
    verifier = OB3LdpVerifier(pem(cast.SEEDS["cooperative"]))
    for withdrawn, refused in ((BADGE.status.index + 1, False), (BADGE.status.index, True)):
        published = json.dumps(cast.status_list(withdrawn)).encode()
        read = partial(
            verifier.verify,
            document,
            check_status=True,
            download=lambda _address, found=published: found,
            verify_status_list=False,  # it knows lists signed as JWT only
        )
        if refused:
            with pytest.raises(OB3VerificationError, match="is set at index 94567"):
                read()
        else:
            assert read()


def test_openbadgeslib_accepts_the_proof_of_a_contest() -> None:
    extra = {ORIGIN + CONTEST_PATH: json.loads(published_contest_context())}
    verify_data_integrity_proof(made("contest"), pem(signer_of("contest")), extra_contexts=extra)


def within(document: Document, monkeypatch: pytest.MonkeyPatch) -> Document:
    """The library looks at the clock: our documents are dated in its past or in its future."""
    monkeypatch.setattr("openbadgeslib.ob3.ldp._check_validity_window", lambda _credential: None)
    return document


def test_contexts_are_those_their_authors_publish() -> None:
    assert len(shipped()) == 5
    assert contest_context()["ContestCredential"] == "urn:musette:contest:ContestCredential"
    assert json.loads(published_contest_context())["@context"] == contest_context()


def test_a_badge_says_its_band_and_never_its_level() -> None:
    document = made("badge")
    results = {each["id"].rpartition("-")[2]: each for each in document["credentialSubject"]["result"]}
    assert results["rubric"]["achievedLevel"] == f"{BADGE.achievement}#band-4"
    assert results["confirmations"]["value"] == "6"
    assert results["reciprocal"]["value"] == "1"
    assert results["state"]["status"] == "Completed"
    assert '"72"' not in json.dumps(document)
    assert document["description"] == (
        "Confirmé par 6 pairs, dont tirage au sort\u00a0: 3, dont réciproques\u00a0: 1."
    )
    assert [each["name"] for each in document["evidence"]] == [
        "Validé par des pairs",
        "Nous avons travaillé ensemble",
        "J’ai vu ce travail se faire",
        "Carnets de chants",
    ]


def test_the_first_confirmation_is_said_as_it_is() -> None:
    document = made("first")
    assert document["description"] == "Confirmé par 1 pair."
    assert document["evidence"][0]["name"] == "Confirmé par des pairs"
    assert "identifier" not in document["credentialSubject"]


def test_a_badge_in_english() -> None:
    document = made("english")
    achievement = document["credentialSubject"]["achievement"]
    assert achievement["name"] == "Local usefulness: steady contribution"
    assert achievement["inLanguage"] == "en"
    assert (
        document["description"] == "Confirmed by 6 peers, of which drawn by lot: 3, of which reciprocal: 1."
    )


def test_a_new_issue_keeps_the_day_of_the_award() -> None:
    later = datetime(2027, 3, 1, tzinfo=UTC)
    found = levels.badge(replace(BADGE, valid_from=later, confirmations=7))
    assert found["id"] == BADGE.id
    assert found["awardedDate"] == "2026-11-18T09:30:00Z"
    assert found["validFrom"] == "2027-03-01T00:00:00Z"


@each_case(
    "awarded, expires",
    [("2026-11-18", "2028-11-18"), ("2024-02-29", "2026-02-28"), ("2026-02-28", "2028-02-28")],
)
def test_a_badge_lasts_twenty_four_months(awarded: str, expires: str) -> None:
    assert expiry(datetime.fromisoformat(awarded)).date().isoformat() == expires


def test_a_self_assertion_is_provisional() -> None:
    subject = made("self")["credentialSubject"]
    found = {key: value for each in subject["result"] for key, value in each.items() if key != "id"}
    assert found["value"] == "72"
    assert found["status"] == "Provisional"
    assert subject["id"] == made("self")["issuer"]["id"]


def test_an_endorsement_stands_apart_and_tells_its_claim() -> None:
    document = made("endorsement")
    subject = document["credentialSubject"]
    assert subject["id"] == OWN.id
    assert subject["type"] == ["EndorsementSubject", "VerifiableCredential"]
    assert subject["endorsementComment"] == "Nous avons travaillé ensemble · J’ai vu ce travail se faire"
    assert subject["credentialSubject"]["result"][0]["achievedLevel"].endswith("#band-4")
    assert "endorsement" not in made("badge")


def test_an_unnamed_peer_stays_unnamed() -> None:
    facts = replace(cast.ENDORSEMENT, endorser=replace(KARIM, name=None))
    assert "name" not in voices.endorsement(facts)["issuer"]


def test_a_contest_cannot_be_taken_for_an_approval() -> None:
    document = made("contest")
    assert document["type"] == ["VerifiableCredential", "ContestCredential"]
    assert document["credentialSubject"]["state"] == "open"


def test_a_contest_is_read_with_its_reason_its_band_and_its_state() -> None:
    found = read(made("contest"))
    assert found.description == "Je n’ai pas vu de demande venant du territoire."
    assert (found.band, found.state) == (2, "open")


@each_case("bands", [["6"], ["0"], ["2 "], [""], ["2", "3"]])
def test_a_contest_that_sees_no_band_or_several_is_refused(bands: list[str]) -> None:
    document = deepcopy(made("contest"))
    result = document["credentialSubject"]["result"][0]
    seen = [{**result, "achievedLevel": f"{cast.OWN.id}#band-{each}"} for each in bands]
    document["credentialSubject"]["result"] = seen
    with pytest.raises(Malformed, match="achievedLevel"):
        read(document)


def test_two_things_alike_are_not_signed_together() -> None:
    twice = [made("badge"), {**made("badge"), "id": f"{ORIGIN}/b/3"}]
    with pytest.raises(Unacceptable, match="nameless"):
        signed(bundles.bundle(f"{ORIGIN}/p/2", cast.MEMBER, twice), MEMBERS, at=NOW)


@each_case("level, band", [(0, 1), (19, 1), (20, 2), (39, 2), (40, 3), (60, 4), (79, 4), (80, 5), (100, 5)])
def test_bands(level: int, band: int) -> None:
    assert Level(Axis.CREATIVITY, level).band == band
    low, high = bounds(band)
    assert low <= level <= high
    assert abs(anchor(Axis.CREATIVITY, band).level - (low + high) / 2) <= 10


@pytest.mark.parametrize("level", [-1, 101])
def test_a_level_is_from_0_to_100(level: int) -> None:
    with pytest.raises(ValueError, match="from 0 to 100"):
        Level(Axis.CREATIVITY, level)


def test_a_moment_needs_a_zone() -> None:
    with pytest.raises(ValueError, match="zone"):
        stamp(datetime(2026, 1, 1))  # noqa: DTZ001 - that is what is refused
