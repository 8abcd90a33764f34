"""The demonstration: its stories, and what they become in a database."""
