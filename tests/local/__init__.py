"""The embedded run: real processes, real PostgreSQL, real Valkey."""
