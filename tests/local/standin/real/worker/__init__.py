"""A worker small enough to test what runs it."""
