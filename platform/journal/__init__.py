"""What happened and who did it, written in the same transaction as the act."""
