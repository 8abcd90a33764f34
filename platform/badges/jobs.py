"""The kinds of job this room asks for. Those of one member run in their own scope: their key is there."""

from kernel.jobs import Kind, Owner, Queue
from kernel.walls import Role

ISSUE = Kind("badges.issue")
ENDORSE = Kind("badges.endorse")
LIST_WITHDRAWN = Kind("badges.list-withdrawn", role=Role.MACHINE)
BUNDLE = Kind("badges.bundle")
ATTEST = Kind("badges.attest")
SIGN_VIEW = Kind("badges.sign-view")
TAKE_BACK_EVIDENCE = Kind("badges.take-back-evidence", owner=Owner.PERSON)
HAND_KEY = Kind("badges.hand-key")
ROTATE = Kind("badges.rotate", Queue.BULK, role=Role.MACHINE)
