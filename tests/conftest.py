"""What every test shares."""

from hypothesis import settings

# A busy machine must not fail a rule: examples have no deadline.
settings.register_profile("musette", deadline=None)
settings.load_profile("musette")
