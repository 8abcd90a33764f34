"""A talk in which a group places common marks: what is shown fades, what all agree to is kept."""
