"""Who may decide what is shared: the person, and nobody else; nobody can ask for it."""

from kernel.permissions import ANYONE, Permission
from pages.permissions import MEMBER, SIGNED_IN

MEMBERS = frozenset((MEMBER,))

DECIDE_OWN_CONSENTS = Permission("decide which axes count in the portrait", MEMBERS, "one's own")
SHARE_OWN = Permission(
    "show a copy of something to an audience, update it, take it back", frozenset((SIGNED_IN,)), "one's own"
)
SEE_AS = Permission("see what somebody gets of what one shows", MEMBERS, "one's own")
READ_SHOWN = Permission("read what a member shows", MEMBERS, "its audience")
OPEN_LINK = Permission("read what a person shows by a link", frozenset((ANYONE,)), "who holds the link")
READ_OWN_ACCESS_LOG = Permission("read who looked at one's own data", MEMBERS, "one's own")
