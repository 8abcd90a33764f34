"""The demonstration cooperatives, made up from the first to the last word."""
