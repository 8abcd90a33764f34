"""What must be refused: every pitfall of linked data that a badge may fall into, and every changed value."""

import copy
import json
import time
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from badges.documents import bundles
from badges.linked import canonical
from badges.plain import MOST_BYTES, Document, Fault, Unacceptable, parsed
from badges.signing import SeedSigner, Unproven, check, signed
from badges.verifying import Code, Verdict, judged, verdict
from badges.vocabulary import shipped
from tests.badges import cast
from tests.badges.cast import BADGE, LIST, NOW, ORIGIN, OURS, PEERS, Home, at, leaves, made
from tests.cases import each_case

LATER = BADGE.expires + timedelta(days=1)
UNTIL = "https://www.w3.org/2018/credentials#validUntil"
STRANGER = SeedSigner(b"\x09" * 32, cast.OURS.method)


def judge(document: Document, now: Any = NOW, home: Home | None = None) -> Verdict:
    return judged(document, known=home or Home(), now=now)


def refused(found: Verdict) -> dict[Code, str]:
    """What was refused, each with its detail."""
    assert not found.accepted
    return {each.code: each.detail for each in found.reasons if not each.ok}


def fault(document: Document) -> Fault:
    with pytest.raises(Unacceptable) as raised:
        canonical(document)
    return raised.value.fault


@each_case("name", cast.everything())
def test_what_we_sign_is_accepted(name: str) -> None:
    found = judge(made(name))
    assert found.accepted, found
    assert verdict(json.dumps(made(name)).encode(), known=Home(), now=NOW) == found


def test_a_forged_field_is_refused_though_linked_data_drops_it() -> None:
    document = {**made("badge"), "grade": "20/20"}
    assert fault(document) is Fault.DROPPED
    assert refused(judge(document)) == {Code.SIGNED: "dropped"}
    with pytest.raises(Unacceptable, match="dropped"):
        signed(document, OURS, at=NOW)


@each_case("place", [("credentialSubject",), ("credentialSubject", "achievement"), ("issuer",)])
def test_a_forged_field_is_refused_wherever_it_stands(place: tuple[str, ...]) -> None:
    document = made("badge")
    at(document, place)["honours"] = "yes"
    assert refused(judge(document))[Code.SIGNED] == "dropped"


@each_case("type_", ["Excellent", "https://example.org/Excellent", "@json"])
def test_a_forged_type_is_refused(type_: str) -> None:
    document = made("badge")
    document["type"].append(type_)
    assert refused(judge(document))[Code.SIGNED] in ("dropped", "strange_value")


def test_an_expired_badge_is_refused_however_its_end_is_written() -> None:
    document = made("badge")
    assert refused(judge(document, LATER)) == {Code.CURRENT: "expired"}
    document[UNTIL] = {
        "@type": "http://www.w3.org/2001/XMLSchema#dateTime",
        "@value": document.pop("validUntil"),
    }
    assert fault(document) is Fault.STRANGE_KEY
    assert refused(judge(document, LATER)) == {Code.SIGNED: "strange_key"}


def test_the_end_told_elsewhere_on_the_same_thing_is_refused() -> None:
    """The statements are the same: only their place in the text differs."""
    document = made("badge")
    moved = {"id": document["id"], "type": document["type"], "validUntil": document.pop("validUntil")}
    document["evidence"][1] |= {"audience": moved}
    signed_so = {**made("badge")}
    signed_so["evidence"][1] |= {"audience": document["id"]}
    assert fault(document) is Fault.TWICE
    assert refused(judge(document, LATER))[Code.SIGNED] == "twice"


def test_a_badge_that_has_not_begun_is_refused() -> None:
    assert refused(judge(made("badge"), NOW - timedelta(seconds=1)))[Code.CURRENT] == "not_yet"


def test_the_last_second() -> None:
    assert judge(made("badge"), BADGE.expires - timedelta(seconds=1)).accepted
    assert refused(judge(made("badge"), BADGE.expires)) == {Code.CURRENT: "expired"}


@each_case(
    "context",
    [
        {"validUntil": "urn:nothing"},
        "https://example.org/context.json",
        "http://www.w3.org/ns/credentials/v2",
    ],
)
def test_a_context_brought_along_is_refused(context: object) -> None:
    document = made("badge")
    document["@context"].append(context)
    assert fault(document) is Fault.CONTEXT
    inner = made("badge")
    inner["credentialSubject"]["@context"] = ["https://www.w3.org/ns/credentials/v2"]
    assert fault(inner) is Fault.CONTEXT


def test_no_context_at_all_is_refused() -> None:
    absent: list[object] = [[], "https://www.w3.org/ns/credentials/v2", None]
    for context in absent:
        assert fault({**made("badge"), "@context": context}) is Fault.CONTEXT


@each_case(
    "key, value, expected",
    [
        ("evidence", [], Fault.STRANGE_VALUE),
        ("evidence", {}, Fault.STRANGE_VALUE),
        ("description", None, Fault.STRANGE_VALUE),
        ("description", 3, Fault.STRANGE_VALUE),
        ("description", 1.5, Fault.STRANGE_VALUE),
        ("description", "bell \x07", Fault.STRANGE_VALUE),
        ("description", "half of a letter \ud83c", Fault.STRANGE_VALUE),
        ("name", ["same", "same"], Fault.TWICE),
        ("name", [["nested"]], Fault.STRANGE_VALUE),
        ("issuer", "_:b0", Fault.NAMELESS),
        ("issuer", "no address", Fault.STRANGE_VALUE),
        ("issuer", "@id", Fault.STRANGE_VALUE),
        ("id", ["https://example.org/a"], Fault.STRANGE_VALUE),
        ("id", "_:me", Fault.NAMELESS),
        ("@id", "https://example.org/a", Fault.STRANGE_KEY),
        ("@included", [], Fault.STRANGE_KEY),
        ("Criteria", "https://example.org/a", Fault.STRANGE_KEY),
    ],
)
def test_values_that_may_be_read_in_two_ways_are_refused(key: str, value: object, expected: Fault) -> None:
    assert fault({**made("badge"), key: value}) is expected


def test_no_two_terms_say_the_same_thing() -> None:
    """A key renamed into another of the same meaning would leave the proof whole."""
    meanings: dict[str, set[str]] = {}

    def gather(terms: dict[str, Any]) -> None:
        for term, definition in terms.items():
            if term[0].islower():
                meaning = definition if isinstance(definition, str) else definition["@id"]
                meanings.setdefault(meaning, set()).add(term)
            if isinstance(definition, dict):
                gather(definition.get("@context") or {})

    for terms in shipped().values():
        gather({term: each for term, each in terms.items() if term != "@protected"})
    known = {"https://schema.org/description", "https://schema.org/name"}
    assert {key: found for key, found in meanings.items() if len(found) > 1 and key not in known} == {}


def poison(size: int) -> Document:
    """Things without a name, linked in every way: each looks like all others."""
    document = made("badge")
    del document["proof"]
    names = [f"_:b{number}" for number in range(size)]
    document["evidence"] = [
        {"id": name, "type": ["Evidence"], "audience": [other for other in names if other != name]}
        for name in names
    ]
    return document


def test_a_poison_graph_is_refused_at_once() -> None:
    nested: Any = {"type": ["Evidence"], "name": "x"}
    for _ in range(3):
        nested = {"type": ["Evidence"], "audience": [{**copy.deepcopy(nested), "genre": g} for g in "abcd"]}
    alike = {**made("badge"), "evidence": [nested, {**nested, "name": "y"}]}
    many = {**made("badge"), "evidence": [{"type": ["Evidence"], "name": str(each)} for each in range(9)]}
    started = time.perf_counter()
    for document in (poison(8), alike, many):
        assert fault(document) in (Fault.NAMELESS, Fault.TOO_LARGE)
        assert refused(judge({**document, "proof": made("badge")["proof"]}))[Code.SIGNED] in (
            "nameless",
            "too_large",
        )
    assert time.perf_counter() - started < 5


def test_two_things_that_look_the_same_are_refused() -> None:
    document = made("badge")
    document["evidence"] = [
        {"type": ["Evidence"], "audience": {"type": ["Evidence"], "name": name}} for name in ("a", "b")
    ]
    assert fault(document) is Fault.NAMELESS


@each_case(
    "text, expected",
    [
        (b"", Fault.NOT_JSON),
        (b"[]", Fault.NOT_JSON),
        (b'{"a": NaN}', Fault.NOT_JSON),
        (b"[" * 100_000, Fault.NOT_JSON),
        (b'{"a":' * 5_000 + b"1" + b"}" * 5_000, Fault.NOT_JSON),
        (b'{"validUntil": "2020", "validUntil": "2030"}', Fault.TWICE),
        (b" " * (MOST_BYTES + 1), Fault.TOO_LARGE),
        (b'{"a": "\xff\xfe"}', Fault.NOT_JSON),
    ],
)
def test_texts_that_are_no_document(text: bytes, expected: Fault) -> None:
    with pytest.raises(Unacceptable) as raised:
        parsed(text)
    assert raised.value.fault is expected
    assert refused(verdict(text, known=Home(), now=NOW))[Code.READABLE]


def test_deep_documents_are_refused() -> None:
    document: Any = {}
    for _ in range(40):
        document = {"evidence": document, "id": f"urn:{len(str(document))}", "type": "Evidence"}
    assert fault({**document, "@context": made("badge")["@context"]}) is Fault.TOO_LARGE


def test_a_key_beside_the_signature_proves_nothing() -> None:
    """Signed by a stranger, under their own key or under the name of ours."""
    document = made("badge")
    assert refused(judge(signed(document, STRANGER, at=NOW))) == {Code.SIGNED: "proof"}
    assert refused(judge(signed(document, PEERS, at=NOW))) == {Code.SIGNED: "key"}
    beside = signed(document, PEERS, at=NOW)
    beside["proof"]["publicKeyMultibase"] = cast.PEER.removeprefix("did:key:")
    assert refused(judge(beside)) == {Code.SIGNED: "proof"}
    other = SeedSigner(cast.SEEDS["cooperative"], f"{cast.COOPERATIVE.did}#key-2027-1")
    assert refused(judge(signed(document, other, at=NOW))) == {Code.SIGNED: "key"}


def test_a_cooperative_that_is_not_ours_is_refused() -> None:
    document = made("badge")
    document["issuer"]["id"] = "did:web:elsewhere.example:t:etabli-commun"
    signer = SeedSigner(b"\x09" * 32, "did:web:elsewhere.example:t:etabli-commun#key-2026-1")
    assert refused(judge(signed(document, signer, at=NOW))) == {
        Code.ISSUER: "unknown",
        Code.SIGNED: "key",
        Code.NOT_REVOKED: "no_list",
    }


def test_nobody_confirms_themselves() -> None:
    """A member signs, with their own key, a badge that says what only a cooperative may say."""
    document = made("badge")
    document["issuer"] = {"id": cast.MEMBER, "type": ["Profile"]}
    del document["credentialStatus"]
    assert refused(judge(signed(document, cast.MEMBERS, at=NOW))) == {Code.ISSUER: "oneself"}
    own = made("self")
    own["credentialSubject"]["result"][2]["status"] = "Completed"
    assert refused(judge(signed(own, cast.MEMBERS, at=NOW))) == {Code.ISSUER: "oneself"}
    other = made("self")
    other["credentialSubject"]["id"] = cast.PEER
    assert refused(judge(signed(other, cast.MEMBERS, at=NOW))) == {Code.ISSUER: "oneself"}
    endorsed = made("endorsement")
    endorsed["issuer"] = {"id": cast.MEMBER, "type": ["Profile"]}
    assert Code.ISSUER in refused(judge(signed(endorsed, cast.MEMBERS, at=NOW)))


def test_a_tampered_endorsement_is_refused() -> None:
    document = made("endorsement")
    document["credentialSubject"]["credentialSubject"]["result"][0]["achievedLevel"] = (
        f"{cast.OWN.achievement}#band-5"
    )
    assert refused(judge(document)) == {Code.SIGNED: "proof"}


def test_a_tampered_part_spoils_the_bundle() -> None:
    document = made("bundle")
    document["verifiableCredential"][2]["credentialSubject"]["endorsementComment"] = "Bravo"
    found = judge(document)
    assert refused(found) == {Code.FORM: "parts", Code.SIGNED: "proof"}
    assert [each.accepted for each in found.parts] == [True, True, False, True]
    resigned = signed(document, cast.MEMBERS, at=NOW)
    assert refused(judge(resigned)) == {Code.FORM: "parts"}
    assert refused(judge(signed(made("bundle"), PEERS, at=NOW))) == {Code.SIGNED: "key"}
    assert refused(judge({**made("bundle"), "verifiableCredential": ["x"]})) == {Code.FORM: "holder"}


def test_a_badge_of_someone_else_makes_no_bundle() -> None:
    theirs = bundles.bundle(f"{ORIGIN}/p/3", cast.PEER, [made("badge")])
    found = judge(signed(theirs, PEERS, at=NOW))
    assert refused(found) == {Code.FORM: "someone_else"}
    assert [each.accepted for each in found.parts] == [True]


def test_bundles_hold_no_bundles_and_not_too_many_documents() -> None:
    nested = bundles.bundle(f"{ORIGIN}/p/4", cast.MEMBER, [made("bundle")])
    many = bundles.bundle(f"{ORIGIN}/p/5", cast.MEMBER, [made("badge")] * 65)
    assert fault(nested) is Fault.CONTEXT
    assert fault(many) is Fault.TOO_LARGE
    for each in (nested, many, bundles.bundle(f"{ORIGIN}/p/6", cast.MEMBER, [])):
        assert not judge({**each, "proof": made("bundle")["proof"]}).accepted


@each_case("opening", ['{"a":[', '{"verifiableCredential":', '{"a":["b",{"c":'])
@each_case("depth", [30, 200, 300, 450])
def test_no_depth_breaks_the_verdict(opening: str, depth: int) -> None:
    closing = "".join({"{": "}", "[": "]"}[each] for each in reversed(opening) if each in "{[")
    content = opening * depth + '{"x":"y"}' + closing * depth
    assert not verdict(content.encode(), known=Home(), now=NOW).accepted


def test_a_revoked_badge_is_refused() -> None:
    home = Home(lists={LIST: cast.status_list(BADGE.status.index)})
    assert refused(judge(made("badge"), home=home)) == {Code.NOT_REVOKED: "revoked"}
    assert judge(made("badge"), home=Home(lists={LIST: cast.status_list(BADGE.status.index + 1)})).accepted


def test_a_withdrawn_page_is_enough_to_refuse() -> None:
    assert refused(judge(made("badge"), home=Home(gone={BADGE.id}))) == {Code.NOT_WITHDRAWN: ""}


def forged_lists() -> dict[str, Document]:
    """Lists in which nothing is set, none of them that of the issuer."""
    ours = made("status")
    suspension = made("status")
    suspension["credentialSubject"]["statusPurpose"] = "suspension"
    elsewhere = {**made("status"), "id": f"{ORIGIN}/t/etabli-commun/status/2"}
    short = made("status")
    short["credentialSubject"]["encodedList"] = "uH4sIAAAAAAAA"
    another = {**made("status"), "issuer": cast.PEER}
    return {
        "unsigned": {key: value for key, value in ours.items() if key != "proof"},
        "a stranger's": signed(ours, STRANGER, at=NOW),
        "a peer's": signed(another, PEERS, at=NOW),
        "suspension": signed(suspension, OURS, at=NOW),
        "elsewhere": signed(elsewhere, OURS, at=NOW),
        "short": signed(short, OURS, at=NOW),
        "not a list": made("badge"),
    }


@each_case("name", list(forged_lists()))
def test_a_status_list_is_believed_only_from_the_issuer(name: str) -> None:
    home = Home(lists={LIST: forged_lists()[name]})
    assert refused(judge(made("badge"), home=home)) == {Code.NOT_REVOKED: "no_list"}


def test_a_list_that_cannot_be_found_refuses() -> None:
    assert refused(judge(made("badge"), home=Home(lists={}))) == {Code.NOT_REVOKED: "no_list"}


def test_two_statuses_are_refused() -> None:
    document = made("badge")
    other = {**document["credentialStatus"], "id": f"{LIST}#3", "statusListIndex": "3"}
    document["credentialStatus"] = [document["credentialStatus"], other]
    assert refused(judge(signed(document, OURS, at=NOW))) == {Code.FORM: "credentialStatus"}


@each_case("index", ["131072", "-1", "", "x", "1.0", "٣"])
def test_a_status_out_of_its_list_is_refused(index: str) -> None:
    document = made("badge")
    document["credentialStatus"]["statusListIndex"] = index
    assert refused(judge(signed(document, OURS, at=NOW))) == {Code.NOT_REVOKED: "no_list"}


def test_a_badge_without_status_is_refused() -> None:
    document = made("badge")
    del document["credentialStatus"]
    assert refused(judge(signed(document, OURS, at=NOW))) == {Code.NOT_REVOKED: "no_status"}


@each_case("value, ok", [("0", False), ("1", True), ("999", True), ("1000", False)])
def test_values_stay_in_the_bounds_the_badge_describes(value: str, ok: bool) -> None:  # noqa: FBT001 - a case
    document = made("badge")
    document["credentialSubject"]["result"][1]["value"] = value
    found = judge(signed(document, OURS, at=NOW))
    assert found.accepted if ok else refused(found) == {Code.FORM: "value"}


@each_case("value", ["NaN", "Infinity", "1e9999", "six", "٦"])
def test_values_are_plain_numbers(value: str) -> None:
    document = made("badge")
    document["credentialSubject"]["result"][1]["value"] = value
    assert refused(judge(signed(document, OURS, at=NOW))) == {Code.FORM: "value"}


def test_results_are_those_the_badge_describes() -> None:
    for key, value, part in (
        ("achievedLevel", f"{BADGE.achievement}#band-6", "achievedLevel"),
        ("resultDescription", f"{BADGE.achievement}#wit", "resultDescription"),
        ("status", "Failed", "status"),
    ):
        document = made("badge")
        document["credentialSubject"]["result"][0][key] = value
        assert refused(judge(signed(document, OURS, at=NOW))) == {Code.FORM: part}


@each_case("key", ["issuer", "validFrom", "credentialSubject", "type", "@context", "id"])
def test_what_a_badge_must_hold(key: str) -> None:
    document = made("badge")
    del document[key]
    assert refused(judge(document)) == {Code.FORM: key}


@each_case("when", ["2026-11-18", "2026-11-18T09:30:00", "yesterday", ""])
def test_moments_need_a_zone(when: str) -> None:
    assert refused(judge({**made("badge"), "validFrom": when})) == {Code.FORM: "validFrom"}


@each_case(
    "changed",
    [
        {"type": "Ed25519Signature2020"},
        {"cryptosuite": "eddsa-jcs-2022"},
        {"proofPurpose": "authentication"},
        {"proofValue": "u123"},
        {"proofValue": "z0OIl"},
        {"created": "yesterday"},
        {"verificationMethod": "did:web:x#<>"},
        {"nonce": "1"},
        {"proofValue": ["z1"]},
    ],
)
def test_only_one_kind_of_proof_is_read(changed: dict[str, Any]) -> None:
    document = made("badge")
    document["proof"] |= changed
    assert Code.SIGNED in refused(judge(document))


@each_case("proof", [None, [], [{}, {}], "x", {}])
def test_one_proof_is_needed(proof: object) -> None:
    document = {**made("badge"), "proof": proof}
    assert refused(judge(document)) == {Code.SIGNED: "proof"}
    with pytest.raises(Unproven):
        check(document, b"")


@given(st.data())
def test_any_value_changed_is_refused(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(cast.everything()))
    document = made(name)
    path = data.draw(st.sampled_from(leaves(document)))
    before = at(document, path)
    after = (
        not before
        if isinstance(before, bool)
        else data.draw(st.text(max_size=40).filter(lambda x: x != before))
    )
    at(document, path[:-1])[path[-1]] = after
    assert not judge(document).accepted


@given(st.data())
def test_any_value_taken_away_is_refused(data: st.DataObject) -> None:
    document = made(data.draw(st.sampled_from(cast.everything())))
    path = data.draw(st.sampled_from(leaves(document)))
    del at(document, path[:-1])[path[-1]]
    assert not judge(document).accepted


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda x: st.lists(x) | st.dictionaries(st.text(), x),
    )
)
def test_no_document_breaks_the_verdict(value: Any) -> None:
    for text in (json.dumps(value), json.dumps({**made("badge"), "credentialSubject": value}), str(value)):
        content = text.encode("utf8", "replace")
        assert not verdict(content, known=Home(), now=NOW).accepted
