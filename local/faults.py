"""What can go wrong in a way a person can act upon."""


class LocalError(Exception):
    """A fault of the local run, told to the operator in plain sentences; nothing is left running."""
