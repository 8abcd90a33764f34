"""Reading what a person carries."""
