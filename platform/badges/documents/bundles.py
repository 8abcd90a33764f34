"""What a member takes along: signed documents together, in a presentation that they sign."""

from collections.abc import Sequence

from badges.plain import Document
from badges.vocabulary import CREDENTIALS


def bundle(address: str, holder: str, documents: Sequence[Document]) -> Document:
    """A verifiable presentation of these signed documents, by the holder of a `did:key`."""
    return {
        "@context": [CREDENTIALS],
        "id": address,
        "type": ["VerifiablePresentation"],
        "holder": holder,
        "verifiableCredential": list(documents),
    }
