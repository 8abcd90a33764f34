"""Reading portraits as a member; contributions and what was sealed as the machine role."""
