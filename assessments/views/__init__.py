"""Pages, a file for each thing."""
