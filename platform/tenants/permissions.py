"""Who may do what in a cooperative."""

from kernel.permissions import ANYONE, Permission
from pages.permissions import MEMBER
from tenants.models import RoleName

COORDINATORS = frozenset((RoleName.COORDINATOR.value,))
OF_A_BRANCH = frozenset((RoleName.BRANCH_COORDINATOR.value,))
MEMBERS = frozenset((MEMBER,))
TRUSTED = COORDINATORS | frozenset((RoleName.DATA_REPRESENTATIVE.value,))

ANSWER_INVITATION = Permission("answer an invitation", frozenset((ANYONE,)), "whoever has the link")
SEE_COOPERATIVE = Permission("see the cooperative, its groups and its journal", MEMBERS)
STOP_REMINDERS = Permission("stop the reminders of campaigns", frozenset((ANYONE,)), "whoever has the link")
CHOOSE_REMINDERS = Permission("stop the reminders of campaigns sent to oneself, or take them again", MEMBERS)
CHANGE_OWN_NAME = Permission("change one's own name", MEMBERS)
LEAVE = Permission("leave the cooperative", MEMBERS, "oneself; the last coordinator stays")
COORDINATE = Permission("see the coordination page", COORDINATORS)
INVITE_MEMBERS = Permission(
    "invite members, resend and cancel invitations",
    COORDINATORS | OF_A_BRANCH,
    "a branch coordinator: into their branch",
)
IMPORT_MEMBERS = Permission("invite a whole list of members from a file", COORDINATORS)
MANAGE_MEMBERS = Permission("see the list of members, remove a member", COORDINATORS)
GIVE_ROLES = Permission("give and end roles", COORDINATORS)
MANAGE_GROUPS = Permission("create and change groups", COORDINATORS)
MANAGE_GROUP_MEMBERS = Permission(
    "see who is in a group, add members to it and remove them",
    COORDINATORS | OF_A_BRANCH,
    "a branch coordinator: their branch",
)
FIND_OWN_BRANCH = Permission("find the branch one coordinates", OF_A_BRANCH)
OPEN_CAMPAIGNS = Permission("open a campaign and move its closing date", COORDINATORS)
WRITE_NOTES = Permission("write a note and commitments beside the last portrait", COORDINATORS)
SAY_WHO_WE_ARE = Permission("say how many members there are of each status and seniority", COORDINATORS)
READ_CHARTER = Permission("read the charter, its versions, and say that one has read it", MEMBERS)
READ_CHARTER_FIRST = Permission(
    "read the charter before joining", frozenset((ANYONE,)), "whoever has an invitation"
)
WRITE_CHARTER = Permission("write the next version of the charter, and publish it", COORDINATORS)
READ_DUTIES = Permission("read the register of processing and the opening kit", TRUSTED)
