"""What a person carries: their profile, experiences, intentions, scenarios, and what the collective knows."""
