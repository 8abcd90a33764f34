"""One job."""

from valkey_words import say


def ask(to: str) -> None:
    """Send the job."""
    say("RPUSH", "fast", to)
