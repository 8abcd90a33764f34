"""The stories of the demonstration as plain values: who, what, and how many days before today."""
