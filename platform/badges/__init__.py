"""An endorsement that travels: badges that carry the voices of peers, and that anyone can verify."""
