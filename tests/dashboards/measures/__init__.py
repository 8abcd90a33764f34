"""Tests of the statistics of a portrait."""
