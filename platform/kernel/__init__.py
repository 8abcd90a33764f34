"""What every room stands on, and no word of the trade."""
