"""The house is still the house."""
