"""What the case page shows of each machine's row."""
