"""What is done in a workshop: preparing it, showing, agreeing."""
