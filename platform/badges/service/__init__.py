"""What is done with badges: by their owner, and by the worker that signs."""
