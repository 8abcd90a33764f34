"""The peer rule on simulated cooperatives; every assumption stands in `bench/peer/assumptions.py`."""
