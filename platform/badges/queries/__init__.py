"""What is read of badges: what anybody may, and what their owner may."""
