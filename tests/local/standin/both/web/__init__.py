"""A web application small enough to test what runs it."""
