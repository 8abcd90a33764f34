"""A cooperative seen as a whole, over time: dated, immutable portraits in which nobody can be found."""
