"""Running Musette on one machine: embedded PostgreSQL and Valkey, the supervisor, the checks."""
