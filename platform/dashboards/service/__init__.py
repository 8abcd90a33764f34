"""Closing campaigns, and counting while they are open."""
