"""What a person decides about who sees what."""
