"""What is read: one's own badges, keys and lists, and what anybody may read."""
