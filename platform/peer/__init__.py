"""Peers who have seen the work confirm a level or see it otherwise; the member answers; the rule settles."""
