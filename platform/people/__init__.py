"""A human being before any cooperative: identity, sign-in, language."""
