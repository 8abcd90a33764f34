"""The kinds of job this room asks for."""

from kernel.jobs import Kind, Owner
from kernel.walls import Role

RESET_MAIL = Kind("people.reset-mail", role=Role.IDENTITY, owner=Owner.PERSON)
ADDRESS_MAIL = Kind("people.address-mail", role=Role.IDENTITY, owner=Owner.PERSON)
