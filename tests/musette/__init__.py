"""What a person carries."""
