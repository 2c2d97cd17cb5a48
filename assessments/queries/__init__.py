"""Reads, each starting from what a seat may see."""
