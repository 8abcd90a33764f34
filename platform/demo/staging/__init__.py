"""The stories written down, each row by the role and in the scope that would have written it."""
