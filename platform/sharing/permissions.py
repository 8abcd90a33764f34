"""Who may decide what is shared: the person, and nobody else."""

from kernel.permissions import Permission
from pages.permissions import MEMBER

DECIDE_OWN_CONSENTS = Permission("decide which axes count in the portrait", frozenset((MEMBER,)), "one's own")
