"""The kinds of job this room asks for."""

from kernel.jobs import Kind, Owner

END = Kind("sharing.end", owner=Owner.PERSON)
FORGET_LINK = Kind("sharing.forget-link", owner=Owner.PERSON)
