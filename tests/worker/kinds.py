"""Kinds of job that only the tests ask for, and what they are given."""

from kernel.jobs import Kind, Queue

GATE = "gate"
ENDLESS = b"a tangle"  # what takes for ever to verify
MENDED = "mended"
NOTE = Kind("tests.note")
LONG_NOTE = Kind("tests.long_note", Queue.BULK)
FRAGILE = Kind("tests.fragile")
