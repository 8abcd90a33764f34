"""Who may ask, say and answer; what else must be true (`only`) is checked on rows."""

from kernel.permissions import Permission
from pages.permissions import MEMBER

MEMBERS = frozenset((MEMBER,))

ASK_FOR_REVIEWS = Permission("ask peers about one's own level", MEMBERS, "one's own level")
SAY_WHAT_ONE_SAW = Permission("confirm a level, see it otherwise, or abstain", MEMBERS, "a member asked")
ANSWER_STATEMENTS = Permission("answer who sees one's level otherwise", MEMBERS, "the member concerned")
READ_OWN_LEVELS = Permission("read what peers said of one's own levels", MEMBERS, "the member concerned")
READ_OWN_INBOX = Permission("read the requests one has received", MEMBERS, "a member asked")
