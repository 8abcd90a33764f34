"""Who may claim, withdraw and take along; nothing is public but by the act of the member concerned."""

from kernel.permissions import Permission
from pages.permissions import MEMBER, SIGNED_IN

CLAIM_BADGES = Permission("claim or renew a badge", frozenset((MEMBER,)), "one's own confirmed level")
KEEP_BADGES = Permission("read, download and withdraw one's badges", frozenset((SIGNED_IN,)), "their owner")
TAKE_ATTESTATIONS = Permission(
    "have signed that one is a member, and one's own levels", frozenset((MEMBER,)), "for oneself alone"
)
TAKE_KEY = Permission("take one's own key along", frozenset((MEMBER,)), "the key of one's own membership")
