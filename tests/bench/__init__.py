"""The benches measure what they say."""
