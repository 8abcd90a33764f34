"""Papers that a cooperative keeps."""
