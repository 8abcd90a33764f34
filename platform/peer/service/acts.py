"""What happens around a level, as the journal names it."""

from enum import StrEnum


class Act(StrEnum):
    """Each act is read by its author and by the member concerned, by nobody else."""

    ASK = "ask"
    WITHDRAW_REQUEST = "withdraw-request"
    ENDORSE = "endorse"
    CONTEST = "contest"
    WITHDRAW_STATEMENT = "withdraw-statement"
    KEEP_LEVEL = "keep-level"
    ADJUST_LEVEL = "adjust-level"
