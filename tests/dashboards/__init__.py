"""Tests of the dashboards room."""
