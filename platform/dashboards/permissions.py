"""Who may read the portraits: every member of the cooperative, coordinators no more than the others."""

from kernel.permissions import Permission
from pages.permissions import MEMBER

READ_PORTRAITS = Permission("read the cooperative's portraits", frozenset((MEMBER,)))
