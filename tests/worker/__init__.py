"""The workers, for real."""
