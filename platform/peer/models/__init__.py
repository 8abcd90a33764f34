"""What this room remembers. Each row is seen by those it involves; the machine role sees them all."""
