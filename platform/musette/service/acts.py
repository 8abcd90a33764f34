"""What is done in going together, as the journal names it."""

from enum import StrEnum


class Act(StrEnum):
    """Each act is read by its author; whose part is in a file that is taken reads who took it."""

    JOIN_DEPARTURE = "join-departure"
    LEAVE_DEPARTURE = "leave-departure"
    SEAL_PART = "seal-part"
    TAKE_FILE = "take-joint-file"
    OPEN_PART = "open-part"
    BRING_PART = "bring-part-in"


ABOUT = "going together"
