"""The walls, attacked."""
