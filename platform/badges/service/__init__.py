"""What is done about badges: claimed, signed, withdrawn by their owners; verified by anybody."""
