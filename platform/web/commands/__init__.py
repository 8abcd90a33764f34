"""The operator's command line: `musette`."""
