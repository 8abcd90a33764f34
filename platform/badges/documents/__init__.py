"""What is signed, unsigned yet: each module turns the facts of `claims` into one kind of document."""
