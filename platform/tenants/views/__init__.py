"""The pages of a cooperative that are about people coming, working together and being asked to answer."""
