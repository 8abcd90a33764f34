"""The pages of a workshop: its record, those who take part, whoever facilitates."""
