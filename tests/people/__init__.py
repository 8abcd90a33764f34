"""Accounts, sign-ins, and the links sent by mail."""
