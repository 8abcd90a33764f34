"""Cooperatives of any size, to see how the platform bears them: made from a seed, loaded by COPY."""
