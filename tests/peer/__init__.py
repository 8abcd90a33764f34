"""Tests of the peer room."""
