"""The pages of badges: those anybody reads, and those of their owners."""
