"""The pages and the files of the portraits."""
