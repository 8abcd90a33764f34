"""What every page needs, whatever it is about: the visit, permissions, forms, formats, typography."""
