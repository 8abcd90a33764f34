"""The figures of a portrait, from what was gathered and the tables that may be published."""
