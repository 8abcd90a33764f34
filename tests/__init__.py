"""The tests; a package, so that no room of tests hides the room it tests."""
