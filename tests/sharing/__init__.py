"""What is shown, to whom, and that nobody else gets it."""
