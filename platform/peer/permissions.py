"""Who may ask, say and answer; what else must be true (`only`) is checked on rows."""

from kernel.permissions import ANYONE, Permission
from pages.permissions import MEMBER
from tenants.models import RoleName

MEMBERS = frozenset((MEMBER,))
MEDIATORS = frozenset((RoleName.MEDIATOR.value,))

ASK_FOR_REVIEWS = Permission("ask peers about one's own level", MEMBERS, "one's own level")
SAY_WHAT_ONE_SAW = Permission("confirm a level, see it otherwise, or abstain", MEMBERS, "a member asked")
SEE_EVIDENCE = Permission("see what is joined to a request", MEMBERS, "its author, and those asked")
ANSWER_STATEMENTS = Permission("answer who sees one's level otherwise", MEMBERS, "the member concerned")
SAY_WHEN_ASKED = Permission("say when one may be asked, and by whom", MEMBERS, "the member concerned")
READ_OWN_LEVELS = Permission("read what peers said of one's own levels", MEMBERS, "the member concerned")
SPEAK_FROM_OUTSIDE = Permission(
    "say what one saw, without an account", frozenset((ANYONE,)), "a witness, by their own link"
)
GIVE_THANKS = Permission("thank another member", MEMBERS)
READ_OWN_THANKS = Permission("read a thank-you, put it away, ask about it", MEMBERS, "its recipient")
READ_OWN_INBOX = Permission("read the requests one has received", MEMBERS, "a member asked")
TAKE_PART_IN_MEDIATION = Permission(
    "agree to a mediation, write its outcome, leave it", MEMBERS, "its two people, and its mediator"
)
READ_OWN_MEDIATIONS = Permission("read what waits for mediation", MEDIATORS, "one's own list")
REPORT_WORDS = Permission("report words as abusive", MEMBERS, "the member they were written to")
DECIDE_ON_WORDS = Permission("hide reported words, or leave them", MEDIATORS, "the mediator chosen")
