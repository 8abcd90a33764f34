"""The history of the database, oldest first; each step is written to be run once and kept for ever."""
