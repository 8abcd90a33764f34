"""The file several people take away together: a signed list, then one sealed parcel for each. Pure."""
