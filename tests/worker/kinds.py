"""Kinds of job that only the tests ask for."""

from kernel.jobs import Kind, Queue

GATE = "gate"
MENDED = "mended"
NOTE = Kind("tests.note")
LONG_NOTE = Kind("tests.long_note", Queue.BULK)
FRAGILE = Kind("tests.fragile")
