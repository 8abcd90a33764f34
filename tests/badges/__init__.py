"""Badges: what is signed, and what is believed."""
