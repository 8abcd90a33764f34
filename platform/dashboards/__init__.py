"""A cooperative seen as a whole, over time."""
