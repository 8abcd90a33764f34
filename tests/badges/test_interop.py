"""Digital Bazaar's libraries, in Node, offline: they accept what we sign, and refuse what is forged."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from badges.identifiers import NamedKey, key_document, public_key, web_document
from badges.plain import Document
from badges.signing import SeedSigner, signed
from badges.vocabulary import CONTEST_PATH, published_contest_context, shipped
from tests.badges import cast
from tests.badges.cast import BADGE, COOPERATIVE, LIST, NOW, ORIGIN, made
from tests.cases import each_case
from tests.house.source import ROOT

HERE = ROOT / "tests" / "interop"
DEMANDED = bool(os.environ.get("CI") or os.environ.get("REQUIRE_NODE"))
ABSENT = (
    "ATTENTION: Node or tests/interop/node_modules is missing: badges are not verified by other libraries."
)
SECONDS = 120

FOUND = bool(shutil.which("node")) and (HERE / "node_modules").is_dir()
pytestmark = pytest.mark.skipif(not FOUND and not DEMANDED, reason=ABSENT)


def forged() -> dict[str, Document]:
    """Documents that any verifier must refuse."""
    field, level, until, endorsement = made("badge"), made("badge"), made("badge"), made("endorsement")
    field["grade"] = "20/20"
    level["credentialSubject"]["result"][0]["achievedLevel"] = f"{BADGE.achievement}#band-5"
    until["validUntil"] = "2038-11-18T09:30:00Z"
    endorsement["credentialSubject"]["endorsementComment"] = "Bravo"
    stranger = SeedSigner(b"\x09" * 32, cast.OURS.method)
    revoked = made("badge")
    revoked["credentialStatus"] |= {"id": f"{LIST}/revoked#5", "statusListCredential": f"{LIST}/revoked"}
    bundle = made("bundle")
    bundle["verifiableCredential"][2]["credentialSubject"]["endorsementComment"] = "Bravo"
    return {
        "forged field": field,
        "another level": level,
        "another end": until,
        "tampered endorsement": endorsement,
        "signed by a stranger": signed(made("badge"), stranger, at=NOW),
        "key of a peer": signed(made("badge"), cast.PEERS, at=NOW),
        "revoked": signed(revoked, cast.OURS, at=NOW),
        "tampered part of a bundle": bundle,
    }


def addresses() -> dict[str, Any]:
    """What may be asked for: contexts, DID documents and each of their keys, status lists."""
    ours = web_document(COOPERATIVE.did, (NamedKey(cast.KEY, public_key(cast.SEEDS["cooperative"])),))
    documents = [ours, key_document(cast.MEMBER), key_document(cast.PEER)]
    revoked = cast.status_list(BADGE.status.index)
    revoked["id"] = f"{LIST}/revoked"
    found: dict[str, Any] = {address: {"@context": terms} for address, terms in shipped().items()}
    found |= {each["id"]: each for each in documents}
    found |= {
        method["id"]: {"@context": "https://w3id.org/security/multikey/v1", **method}
        for each in documents
        for method in each["verificationMethod"]
    }
    return found | {
        ORIGIN + CONTEST_PATH: json.loads(published_contest_context()),
        LIST: made("status"),
        f"{LIST}/revoked": signed(revoked, cast.OURS, at=NOW),
    }


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    assert FOUND, ABSENT
    folder: Path = tmp_path_factory.mktemp("interop")
    (folder / "documents").mkdir()
    (folder / "known.json").write_text(json.dumps(addresses()), encoding="utf8")
    (folder / "now.json").write_text(json.dumps(NOW.isoformat()), encoding="utf8")
    for name, document in {**{each: made(each) for each in cast.everything()}, **forged()}.items():
        (folder / "documents" / name).write_text(json.dumps(document), encoding="utf8")
    command = ["node", str(HERE / "verify.mjs"), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)  # noqa: S603 - ours
    sys.stderr.write(done.stderr)
    assert done.returncode == 0, done.stderr
    return {each["name"]: each for each in map(json.loads, done.stdout.splitlines())}


@each_case("name", cast.everything())
def test_what_we_sign_is_accepted(name: str, verdicts: dict[str, dict[str, Any]]) -> None:
    assert verdicts[name]["verified"], verdicts[name]["error"]


@each_case("name", list(forged()))
def test_what_is_forged_is_refused(name: str, verdicts: dict[str, dict[str, Any]]) -> None:
    assert not verdicts[name]["verified"]
    assert "unknown address" not in verdicts[name]["error"]


def test_the_lock_names_no_registry() -> None:
    lock = (HERE / "package-lock.json").read_text(encoding="utf8")
    assert '"resolved"' not in lock
    assert "omit-lockfile-registry-resolved=true" in (HERE / ".npmrc").read_text(encoding="utf8")
