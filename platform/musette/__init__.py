"""What a person carries: their profile, their history, what the collective knows of them."""
