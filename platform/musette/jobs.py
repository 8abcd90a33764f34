"""The kinds of job this room asks for."""

from kernel.jobs import Kind, Owner
from kernel.walls import Role

INTENTION_MAIL = Kind("musette.intention-mail", owner=Owner.PERSON)
ERASE_SATCHEL = Kind("musette.erase-satchel", owner=Owner.PERSON)
ERASE_PLACE = Kind("musette.erase-place", owner=Owner.PERSON)
ERASE_MEMBER = Kind("musette.erase-member", role=Role.MACHINE)
UNSAY = Kind("musette.unsay")
TAKE_BACK = Kind("musette.take-back", owner=Owner.PERSON)
