"""The file several people make: whatever is changed is refused, and no code but one's own opens anything."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from badges.identifiers import did_key, public_key
from kernel.refusals import Invalid
from musette.parcels import files, meeting, sealing
from musette.parcels.meeting import Agreed, Seated

FILE = UUID("6f1f0d3c-8f0a-4f5e-9b57-0a6c7a9d1c11")
SEEDS = [bytes([rank]) * 32 for rank in (1, 2, 3)]
SECRETS = [bytes([rank]) * sealing.SECRET for rank in (11, 12, 13)]
COOPERATIVE, STRANGER = b"c" * 32, b"s" * 32


def signer(seed: bytes) -> Callable[[bytes], bytes]:
    """Who signs with a seed."""
    return Ed25519PrivateKey.from_private_bytes(seed).sign


def build(
    seeds: list[bytes] = SEEDS, *, under: bytes = COOPERATIVE, file_id: UUID = FILE, sealed: Any = None
) -> bytes:
    """A file of three people, signed by a cooperative."""
    bodies = sealed or [
        sealing.seal(f"part {place}".encode(), secret=SECRETS[place], file_id=file_id, place=place)
        for place in range(len(seeds))
    ]
    parcels = [
        files.listed(
            body,
            did=did_key(public_key(seed)),
            signature=signer(seed)(sealing.to_sign(body, file_id=file_id, place=place)),
        )
        for place, (seed, body) in enumerate(zip(seeds, bodies, strict=True))
    ]
    home = files.Home(
        "Chantier", "did:web:here:t:chantier", "did:web:here:t:chantier#key-1", public_key(under)
    )
    start = files.head(
        file_id=file_id, made_at="2026-11-22T10:00:00+00:00", home=home, parcels=parcels, sign=signer(under)
    )
    return start + b"".join(bodies)


def refusal(body: bytes) -> str:
    """Why a file is refused."""
    with pytest.raises(Invalid) as fault:
        files.checked(body)
    return fault.value.sentence


def test_each_opens_their_own_part_and_no_other() -> None:
    body = build()
    file = files.checked(body)
    assert (file.id, file.home.name, len(file.parcels)) == (FILE, "Chantier", 3)
    for place, secret in enumerate(SECRETS):
        typed = sealing.code(file.digest, place=place, secret=secret).lower().replace("-", " ")
        read = sealing.read_code(typed.replace("o", "0"))
        assert (read.file, read.place) == (files.key_of(files.digest_of(body)), place)
        sealed = files.parcel(body, file, place)
        assert (
            sealing.unseal(sealed, secret=read.secret, file_id=file.id, place=place)
            == f"part {place}".encode()
        )
        with pytest.raises(Invalid):
            sealing.unseal(sealed, secret=SECRETS[place - 1], file_id=file.id, place=place)
        with pytest.raises(Invalid):
            sealing.unseal(sealed, secret=secret, file_id=file.id, place=place + 1)
        with pytest.raises(Invalid):
            sealing.unseal(sealed, secret=secret, file_id=uuid4(), place=place)


def test_no_name_stands_in_the_list_and_nothing_that_was_sealed() -> None:
    body = build()
    assert b"part 0" not in body
    assert sealing.seal(b"x", secret=SECRETS[0], file_id=FILE, place=0) != sealing.seal(
        b"x", secret=SECRETS[0], file_id=FILE, place=0
    )


def test_no_byte_can_be_changed() -> None:
    body = build()
    for place in range(len(body)):
        changed = bytearray(body)
        changed[place] ^= 0x20
        with pytest.raises(Invalid):
            files.checked(bytes(changed))


def test_files_cut_lengthened_newer_or_of_another_kind() -> None:
    body = build()
    assert {refusal(body[:size]) for size in (0, 5, 200, len(body) - 1)} <= {files.NO_FILE, files.CHANGED}
    assert refusal(body + b" ") == files.NO_FILE
    assert refusal(body.replace(b"together 1", b"together 2", 1)) == files.NEWER
    assert refusal(b"PK\x03\x04" + body) == files.NO_FILE
    assert refusal(b"\n" * 10) == files.NO_FILE


def test_a_file_that_is_too_large_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST", 100)
    assert refusal(build()) == files.TOO_LARGE


def test_parts_swapped_or_replaced_are_refused_even_under_a_new_list() -> None:
    body = build()
    file = files.checked(body)
    parts = [files.parcel(body, file, place) for place in range(3)]
    listed = list(file.parcels)
    for wrong in (
        [listed[1], listed[0], listed[2]],
        [listed[0], listed[1], files.listed(b"else", did=listed[2].did, signature=listed[2].signature)],
    ):
        bodies = {each.sha256: part for each, part in zip(listed, parts, strict=True)}
        sign = signer(COOPERATIVE)
        start = files.head(file_id=FILE, made_at="", home=file.home, parcels=wrong, sign=sign)
        assert refusal(start + b"".join(bodies.get(each.sha256, b"else") for each in wrong)) == files.CHANGED


def test_a_file_signed_again_by_another_key_is_another_file() -> None:
    body, again = build(), build(under=STRANGER)
    assert files.checked(again).home.public == public_key(STRANGER)
    assert files.key_of(files.digest_of(again)) != files.key_of(files.digest_of(body))


def test_lists_that_no_musette_writes() -> None:
    def signed_list(words: bytes) -> bytes:
        return b"\n".join((files.FIRST, signer(COOPERATIVE)(files.SIGNED + words).hex().encode(), words, b""))

    for words in (b"", b"[]", b"{}", b"[" * 3000, b"null", b'{"format": "musette together"}'):
        assert refusal(signed_list(words)) == files.CHANGED
    assert refusal(build(seeds=SEEDS[:1])) == files.CHANGED  # alone is not together


@pytest.mark.parametrize("typed", ["", "AAAA", "é" * 53, "A" * 60, "9" * 53, "B" * 52])
def test_what_is_no_code(typed: str) -> None:
    with pytest.raises(Invalid):
        sealing.read_code(typed)


def test_secrets_differ_by_consent_and_by_installation() -> None:
    one, other = uuid4(), uuid4()
    found = {sealing.secret_of(key, each) for key in ("k" * 32, "l" * 32) for each in (one, other)}
    assert len(found) == 4
    assert {len(each) for each in found} == {sealing.SECRET}


def told(statement: str) -> dict[str, str]:
    return {"id": statement, "words": "Une belle coupe."}


PAIRS = st.tuples(st.integers(0, 7), st.integers(0, 7), st.uuids())


@given(
    people=st.lists(st.uuids(), min_size=2, max_size=6, unique=True),
    pairs=st.lists(
        st.tuples(st.integers(0, 7), st.integers(0, 7), st.uuids()),
        max_size=12,
        unique_by=lambda each: each[2],
    ),
    hearing=st.sets(st.integers(0, 5)),
    speaking=st.sets(st.integers(0, 5)),
)
def test_what_comes_in_is_what_both_confirmed(
    people: list[UUID], pairs: list[tuple[int, int, UUID]], hearing: set[int], speaking: set[int]
) -> None:
    """From members to places and back: the same statements between the same people, and no other."""
    everybody = [*people, *(uuid4() for _stranger in range(8 - len(people)))]  # the last ones do not go
    places = {each: place for place, each in enumerate(people)}
    said = [(everybody[by], everybody[about], told(str(key))) for by, about, key in pairs if by != about]
    here = {each: uuid4() for each in people}
    seats = []
    for person, place in places.items():
        heard = [(by, {"statement": words}) for by, about, words in said if about == person]
        spoken = [(about, {"statement": words}) for by, about, words in said if by == person]
        seats.append(
            Seated(
                place,
                here[person],
                meeting.placed(heard, places, meeting.BY) if place in hearing else (),
                meeting.placed(spoken, places, meeting.ABOUT) if place in speaking else (),
            )
        )
    wanted = {
        Agreed(UUID(words["id"]), here[about], here[by])
        for by, about, words in said
        if {by, about} <= places.keys() and places[about] in hearing and places[by] in speaking
    }
    assert set(meeting.agreed(seats)) == wanted


def test_a_statement_told_otherwise_by_one_of_the_two_does_not_come_in() -> None:
    key, other = str(uuid4()), {"id": str(uuid4()), "words": ""}
    subject = Seated(0, uuid4(), of_me=[{"by": 1, "statement": told(key)}])
    for words in ({**told(key), "words": "Plus belle."}, other):
        author = Seated(1, uuid4(), by_me=[{"about": 0, "statement": words}])
        assert list(meeting.agreed([subject, author])) == []
    same = Seated(1, subject.member, by_me=[{"about": 0, "statement": told(key)}])
    assert list(meeting.agreed([subject, same])) == []
