"""Who may open a satchel: its owner, and nobody else."""

from kernel.permissions import Permission
from pages.permissions import MEMBER, SIGNED_IN

OPEN_OWN_SATCHEL = Permission("read one's own profile and history", frozenset((SIGNED_IN,)))
READ_WHAT_IS_KNOWN = Permission("read what the cooperative knows of oneself", frozenset((MEMBER,)))
