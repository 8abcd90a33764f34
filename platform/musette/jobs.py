"""The kinds of job this room asks for."""

from kernel.jobs import Kind, Owner

INTENTION_MAIL = Kind("musette.intention-mail", owner=Owner.PERSON)
TAKE_BACK = Kind("musette.take-back", owner=Owner.PERSON)
FORGET_TYPED = Kind("musette.forget-typed", owner=Owner.PERSON)
