"""Content of the demo: plain data and text builders, without the database."""
