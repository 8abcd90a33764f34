"""What is done elsewhere, each in its own module with its source.

A baseline hears the same statements as the rule, as numbers: the level seen for a confirmation, its author's
own level otherwise.
"""
