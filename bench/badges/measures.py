"""Badges signed and verified in a second, beside pyld, Digital Bazaar in Node, and Ed25519 alone."""

from collections.abc import Callable
from functools import partial
from itertools import cycle

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from badges.identifiers import public_key
from badges.signing import signed
from badges.verifying import judged
from badges.vocabulary import shipped
from bench.badges.sheaf import COOPERATIVE, NOW, SEED, SIGNER, Here, Sheaf, sheaf
from bench.baselines import digital_bazaar, pyld_proofs, raw_ed25519
from bench.dashboards.timing import Act, in_turns
from bench.goals import Bound, Goal, Reached

COUNT, AT_A_TIME, ROUNDS, WARM = 60, 5, 30, 12
ISSUE, VERIFY = "issue", "verify"
OURS, PYLD, NODE, RAW = "ours", "pyld", "node", "raw Ed25519"
GOALS = [
    (Goal("issue, to pyld", Bound.AT_LEAST, 2.0), ISSUE, PYLD),
    (Goal("issue, to Digital Bazaar in Node", Bound.AT_LEAST, 1.5), ISSUE, NODE),
    (Goal("verify, to pyld", Bound.AT_LEAST, 2.0), VERIFY, PYLD),
    (Goal("verify, to Digital Bazaar in Node", Bound.AT_LEAST, 1.5), VERIFY, NODE),
]
NAMED = {PYLD: pyld_proofs.SOURCE, NODE: digital_bazaar.SOURCE, RAW: raw_ed25519.SOURCE}
LEGEND = """\
badges a second, one process, the same {count} documents, median of {rounds} turns of {at_a_time}
ours verifies the form, dates, key, proof and signed status list of each; pyld and Ed25519 the proof alone"""

Rates = dict[tuple[str, str], float]  # (act, who): badges a second; NaN where it could not be measured


def badges() -> list[Reached]:
    """Measure, print the table, and give the goals."""
    found = measure(sheaf(COUNT), ROUNDS, AT_A_TIME)
    print("\n".join(report(found)))
    return [Reached(goal, found[act, OURS] / found[act, who]) for goal, act, who in GOALS]


def measure(documents: Sheaf, rounds: int, at_a_time: int) -> Rates:
    """The rate of each, in turns."""
    with digital_bazaar.node(for_node(documents)) as node:
        acts: dict[tuple[str, str], Act] = {
            (act, who): partial(times, at_a_time, one)
            for (act, who), one in ours_and_theirs(documents).items()
        }
        if node:
            acts |= {(act, NODE): partial(node.do, act, at_a_time) for act in (ISSUE, VERIFY)}
        named = {f"{act} {who}": act_ for (act, who), act_ in acts.items()}
        taken = in_turns(named, rounds, warm=WARM)
    measured = {key: at_a_time / taken[f"{key[0]} {key[1]}"] for key in acts}
    return {(act, NODE): float("nan") for act in (ISSUE, VERIFY)} | measured


def ours_and_theirs(documents: Sheaf) -> dict[tuple[str, str], Act]:
    """What each does with the next document."""
    here, key, public = Here(), Ed25519PrivateKey.from_private_bytes(SEED), public_key(SEED)
    signature = raw_ed25519.sign(key)
    unsigned, proven = cycle(documents.unsigned), cycle(documents.signed)
    return {
        (ISSUE, RAW): lambda: raw_ed25519.sign(key),  # first: Node, the last of a turn, tidies up meanwhile
        (ISSUE, OURS): lambda: signed(next(unsigned), SIGNER, at=NOW),
        (ISSUE, PYLD): lambda: pyld_proofs.issue(next(unsigned), SIGNER, NOW),
        (VERIFY, OURS): lambda: accepted(judged(next(proven), known=here, now=NOW).accepted),
        (VERIFY, PYLD): lambda: pyld_proofs.verify(next(proven), public),
        (VERIFY, RAW): lambda: raw_ed25519.verify(key, signature),
    }


def accepted(found: bool) -> None:  # noqa: FBT001 - it is what is looked at
    """Raise RuntimeError when a badge of ours was refused: what was measured would be worth nothing."""
    if not found:
        raise RuntimeError("a badge that should be accepted was refused")


def times(count: int, act: Callable[[], object]) -> None:
    """Do something so many times."""
    for _ in range(count):
        act()


def for_node(documents: Sheaf) -> dict[str, object]:
    """The same documents, key and contexts, as Node reads them."""
    document = Here().did_document(COOPERATIVE.did) or {}
    method = document["verificationMethod"][0]
    contexts = {address: {"@context": terms} for address, terms in shipped().items()}
    multikey = {"@context": "https://w3id.org/security/multikey/v1", **method}
    return {
        "known": {**contexts, COOPERATIVE.did: document, method["id"]: multikey},
        "now": NOW.isoformat().replace("+00:00", "Z"),
        "method": SIGNER.method,
        "controller": COOPERATIVE.did,
        "seed": list(SEED),
        "unsigned": documents.unsigned,
        "signed": documents.signed,
    }


def report(found: Rates) -> list[str]:
    """The table, line by line, with the sources of the baselines."""
    lines = ["", f"  {'':<14}{ISSUE:>10}{VERIFY:>10}"]
    lines += [
        f"  {who:<14}{found[ISSUE, who]:>10,.0f}{found[VERIFY, who]:>10,.0f}"
        for who in (OURS, PYLD, NODE, RAW)
    ]
    lines += ["", LEGEND.format(count=COUNT, rounds=ROUNDS, at_a_time=AT_A_TIME)]
    return [*lines, *(f"  {who}: {source}" for who, source in NAMED.items()), ""]
