"""The kinds of job this room asks for."""

from kernel.jobs import Kind, Owner, Queue
from kernel.walls import Role

INTENTION_MAIL = Kind("musette.intention-mail", owner=Owner.PERSON)
NOTE_ERASURE = Kind("musette.note-erasure", owner=Owner.PERSON)
ERASE_SATCHEL = Kind("musette.erase-satchel", owner=Owner.PERSON)
ERASE_PLACE = Kind("musette.erase-place", owner=Owner.PERSON)
ERASE_BADGES = Kind("musette.erase-badges", owner=Owner.PERSON)
ERASE_MEMBER = Kind("musette.erase-member", role=Role.MACHINE)
UNSAY = Kind("musette.unsay")
TELL_PLACE = Kind("musette.tell-place", Queue.BULK, owner=Owner.PERSON)
EXPORT = Kind("musette.export", Queue.BULK, owner=Owner.PERSON)
FORGET_ARCHIVE = Kind("musette.forget-archive", owner=Owner.PERSON)
BRING_IN = Kind("musette.bring-in", Queue.BULK, owner=Owner.PERSON)
FORGET_ARRIVAL = Kind("musette.forget-arrival", owner=Owner.PERSON)
TAKE_BACK = Kind("musette.take-back", owner=Owner.PERSON)
FORGET_TYPED = Kind("musette.forget-typed", owner=Owner.PERSON)
