"""The clock of the stand-in."""

from worker.app import app

__all__ = ["app"]
