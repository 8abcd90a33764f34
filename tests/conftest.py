"""Fixtures every room may use."""

pytest_plugins = ["tests.browser"]
