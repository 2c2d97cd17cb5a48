"""The passport of a base: its whole life in one line, as it was known on any day, and all of it in one file."""
