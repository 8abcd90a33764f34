"""Reading a cooperative: itself, its members, groups, invitations and campaigns."""
