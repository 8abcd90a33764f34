"""The pages of what a person carries."""
