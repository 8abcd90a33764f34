"""The kinds of job this room asks for."""

from kernel.jobs import Kind, Owner

CONTRIBUTE = Kind("assessment.contribute", owner=Owner.PERSON)
FORGET_DRAFT = Kind("assessment.forget-draft", owner=Owner.PERSON)
