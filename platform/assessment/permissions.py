"""Who may do what with assessments: the person, with their own, and nobody else."""

from kernel.permissions import ANYONE, Permission
from pages.permissions import SIGNED_IN

TAKE_STOCK = Permission("take stock of one's work, read and remove one's own", frozenset((SIGNED_IN,)))
READ_GRID = Permission("read and print the grid of the seven axes", frozenset((ANYONE,)))
