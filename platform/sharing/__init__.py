"""Who may see what: consents given, refused and withdrawn by the person."""
