"""Takes the place of the platform's own kernel."""
