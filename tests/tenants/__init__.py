"""A cooperative before anybody scores anything."""
