"""What happens around a level, as the journal names it."""

from enum import StrEnum


class Act(StrEnum):
    """Each act is read by its author and by the member concerned, by nobody else."""

    ASK = "ask"
    ASK_OUTSIDE = "ask-outside"
    WITHDRAW_REQUEST = "withdraw-request"
    ENDORSE = "endorse"
    CONTEST = "contest"
    WITHDRAW_STATEMENT = "withdraw-statement"
    KEEP_LEVEL = "keep-level"
    ADJUST_LEVEL = "adjust-level"
    ASK_MEDIATION = "ask-mediation"
    AGREE_MEDIATION = "agree-mediation"
    DECLINE_MEDIATION = "decline-mediation"
    PROPOSE_OUTCOME = "propose-outcome"
    AGREE_OUTCOME = "agree-outcome"
    LEAVE_DISAGREEMENT = "leave-disagreement"
    REPORT_WORDS = "report-words"
    HIDE_WORDS = "hide-words"
    LEAVE_WORDS = "leave-words"
