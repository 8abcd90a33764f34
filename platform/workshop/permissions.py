"""Who may hold a workshop: every member of the cooperative, and whoever facilitates holds its reins."""

from kernel.permissions import Permission
from pages.permissions import MEMBER

MEMBERS = frozenset((MEMBER,))

READ_WORKSHOPS = Permission("read what workshops have kept, and their screen", MEMBERS)
PREPARE_WORKSHOP = Permission("prepare a workshop, and facilitate one that is not over", MEMBERS)
FACILITATE = Permission(
    "choose the axis, open the showing, place the marks, end", MEMBERS, "whoever facilitates"
)
TAKE_PART = Permission("take part in a workshop, show an axis, agree or not", MEMBERS)
