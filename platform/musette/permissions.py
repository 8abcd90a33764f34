"""Who may open a satchel: its owner, and nobody else; what a member offers is read by the cooperative."""

from kernel.permissions import Permission
from pages.permissions import MEMBER, SIGNED_IN

OWNER = frozenset((SIGNED_IN,))
MEMBERS = frozenset((MEMBER,))

OPEN_OWN_SATCHEL = Permission("read one's own profile and history", OWNER)
KEEP_EXPERIENCES = Permission("capture, describe, read and remove one's own experiences", OWNER, "one's own")
KEEP_INTENTIONS = Permission("set an intention, look back at it, draw a scenario", OWNER, "one's own")
KEEP_ACTIVITIES = Permission("name one's activities, choose which one counts", OWNER, "one's own")
TAKE_EVERYTHING = Permission("take all of one's own data away", OWNER)
BRING_IN = Permission("bring in what was taken away elsewhere", OWNER, "one's own")
GO_TOGETHER = Permission("take satchels away together, by a link; choose what of one's own goes", MEMBERS)
ARRIVE_TOGETHER = Permission("bring a file that several people made, open one's own part of it", MEMBERS)
ERASE_OWN_ACCOUNT = Permission("erase one's own account", OWNER)
CHOOSE_WHAT_COUNTS = Permission("choose the activity that counts in a cooperative", MEMBERS, "one's own")
SHOW_EXPERIENCES = Permission("join an experience to a request, take it back", MEMBERS, "one's own")
OFFER_HELP = Permission("offer help on an axis, withdraw it", MEMBERS, "one's own")
READ_OFFERS = Permission("read what members offer", MEMBERS)
READ_WHAT_IS_KNOWN = Permission("read what the cooperative knows of oneself", MEMBERS)
COMPOSE_PORTFOLIO = Permission("compose one's own page, take it away as a file", OWNER, "one's own")
BE_HELPED = Permission("have one's levels typed by somebody, confirm them or not", MEMBERS, "one's own")
TYPE_FOR_ANOTHER = Permission("type levels for a member", MEMBERS, "who gave their code")
