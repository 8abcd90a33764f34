"""Keys: their names, and the seeds that are sealed."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from badges.identifiers import (
    NamedKey,
    NotAnIdentifier,
    base58,
    did_key,
    did_key_method,
    did_web,
    did_web_address,
    did_web_method,
    key_document,
    key_in,
    multikey,
    public_key,
    read_base58,
    read_multikey,
    web_document,
)
from badges.sealing import SealingKey, Unsealable, Why, is_current, seal, unseal
from badges.signing import signed
from badges.verifying import judged
from tests.badges import cast
from tests.badges.cast import NOW, Home, made
from tests.cases import each_case

OWNER = UUID("7d3b0c1e-0000-4000-8000-000000000001")
KEY = SealingKey.of("a secret of the operator")


@given(st.binary(max_size=80))
def test_base_58_comes_back(data: bytes) -> None:
    assert read_base58(base58(data)) == data


def test_base_58_as_published() -> None:
    assert base58(b"Hello World!") == "2NEpo7TZRRrLZSi2U"  # draft-msporny-base58, 5
    assert base58(bytes.fromhex("0000287fb4cd")) == "11233QC4"


def test_the_example_of_the_method_did_key() -> None:
    did = "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"
    found = key_document(did)
    assert found["assertionMethod"] == [did_key_method(did)]
    assert did_key(read_multikey(did.removeprefix("did:key:"))) == did
    assert key_in(found, did_key_method(did)) == read_multikey(did.removeprefix("did:key:"))


@each_case("text", ["", "did:key:", "did:key:z", "did:key:z6Mk0", "did:web:x", "did:key:z6Mkh" + "a" * 900])
def test_texts_that_are_no_key(text: str) -> None:
    with pytest.raises(NotAnIdentifier):
        key_document(text)


@pytest.mark.parametrize(
    ("host", "did", "address"),
    [
        (
            "Musette.Example.org",
            "did:web:musette.example.org:t:etabli",
            "https://musette.example.org/t/etabli/did.json",
        ),
        ("localhost:8000", "did:web:localhost%3A8000:t:etabli", "https://localhost:8000/t/etabli/did.json"),
    ],
)
def test_cooperatives_by_their_address(host: str, did: str, address: str) -> None:
    assert did_web(host, "etabli") == did
    assert did_web_address(did) == address
    assert did_web_address("did:web:example.org") == "https://example.org/.well-known/did.json"


@each_case("slug", ["", "Etabli", "a/b", "a:b", "é", "a--b", "-a"])
def test_slugs_are_plain(slug: str) -> None:
    with pytest.raises(NotAnIdentifier):
        did_web("example.org", slug)


@each_case("name", ["", "key", "key-26-1", "key-2026-1#x"])
def test_keys_are_named_after_a_year(name: str) -> None:
    with pytest.raises(NotAnIdentifier):
        did_web_method("did:web:x:t:y", name)


def test_a_did_document_lists_the_keys_that_verify() -> None:
    did = "did:web:example.org:t:etabli"
    keys = (NamedKey("key-2026-1", public_key(b"1" * 32)), NamedKey("key-2027-1", public_key(b"2" * 32)))
    found = web_document(did, keys)
    assert found["assertionMethod"] == [f"{did}#key-2026-1", f"{did}#key-2027-1"]
    assert {each["type"] for each in found["verificationMethod"]} == {"Multikey"}
    assert key_in(found, f"{did}#key-2027-1") == keys[1].public
    assert key_in(found, f"{did}#key-2028-1") is None
    for changed in ({"controller": "did:web:other"}, {"id": f"{did}#key-2026-1"}):
        found["verificationMethod"][1] |= changed
        assert key_in(found, f"{did}#key-2027-1") is None


def test_what_a_replaced_key_signed_still_verifies_until_it_is_taken_out() -> None:
    newer = NamedKey("key-2027-1", public_key(b"2" * 32))
    both = Home(keys=(*Home().keys, newer))
    assert judged(made("badge"), known=both, now=NOW).accepted
    assert not judged(made("badge"), known=Home(keys=(newer,)), now=NOW).accepted


def test_a_signature_is_that_of_the_document_and_the_moment() -> None:
    assert signed(made("badge"), cast.OURS, at=NOW) == made("badge")


@given(st.binary(min_size=32, max_size=32), st.uuids(), st.text(min_size=1))
def test_a_sealed_seed_opens_for_its_owner(seed: bytes, owner: UUID, secret: str) -> None:
    key = SealingKey.of(secret)
    sealed = seal(seed, under=key, owner=owner)
    assert unseal(sealed, under=key, owner=owner) == seed
    assert seed not in sealed
    assert seal(seed, under=key, owner=owner) != sealed


def refusal(sealed: bytes, key: SealingKey = KEY, owner: UUID = OWNER) -> Why:
    with pytest.raises(Unsealable) as raised:
        unseal(sealed, under=key, owner=owner)
    return raised.value.why


@given(st.integers(min_value=0, max_value=68), st.integers(min_value=1, max_value=255))
def test_any_byte_changed_is_seen(place: int, change: int) -> None:
    sealed = bytearray(seal(b"s" * 32, under=KEY, owner=OWNER))
    sealed[place] ^= change
    assert refusal(bytes(sealed)) in Why


def test_why_a_seed_does_not_open_is_said() -> None:
    sealed = seal(b"s" * 32, under=KEY, owner=OWNER)
    assert refusal(sealed, SealingKey.of("another secret")) is Why.WRONG_KEY
    assert refusal(sealed, owner=uuid4()) is Why.ALTERED
    assert refusal(sealed[:-1]) is Why.ALTERED
    assert refusal(sealed[:20]) is Why.SHORT
    assert refusal(b"") is Why.SHORT


def test_a_secret_is_replaced_without_losing_what_it_sealed() -> None:
    sealed = seal(b"s" * 32, under=KEY, owner=OWNER)
    both = SealingKey.of("a newer secret", "a secret of the operator")
    assert unseal(sealed, under=both, owner=OWNER) == b"s" * 32
    assert not is_current(sealed, under=both)
    again = seal(b"s" * 32, under=both, owner=OWNER)
    assert is_current(again, under=both)
    assert refusal(again) is Why.WRONG_KEY


def test_secrets_are_given_and_kept_from_sight() -> None:
    for secrets in ((), ("",), ("a", "")):
        with pytest.raises(ValueError, match="secret"):
            SealingKey.of(*secrets)
    assert repr(KEY) == "SealingKey()"
    assert multikey(b"\0" * 32).startswith("z6Mk")
