"""How fast badges are signed and verified."""
