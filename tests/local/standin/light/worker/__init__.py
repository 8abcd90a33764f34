"""What sends a job to the small worker of these tests."""
