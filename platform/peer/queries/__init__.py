"""Reading requests, statements and standings, as the member they involve or as the machine role."""
