"""What is done with badges, as the journal names it."""

from enum import StrEnum


class Act(StrEnum):
    """Each act is read by its author, and by the member concerned."""

    CLAIM_BADGE = "claim-badge"
    RENEW_BADGE = "renew-badge"
    WITHDRAW_BADGE = "withdraw-badge"
    ERASE_BADGE = "erase-badge"
    JOIN_EVIDENCE = "join-evidence"
    TAKE_BACK_EVIDENCE = "take-back-evidence"
    TAKE_KEY = "take-key"
    TAKE_ATTESTATIONS = "take-attestations"
    WITHDRAW_ATTESTATIONS = "withdraw-attestations"
