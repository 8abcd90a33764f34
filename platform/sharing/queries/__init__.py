"""Reading decisions, grants and copies."""
