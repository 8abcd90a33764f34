"""A cooperative: its members, roles, groups, invitations and campaigns."""
