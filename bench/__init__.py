"""What the platform is worth, measured beside baselines: `python3 dev.py bench NAME`."""
