"""The seven axes, their clues, a person's assessments, and the copies a cooperative may count."""
