"""Measures the running house: its speed beside the database's own, its growth, and what it keeps when it is killed."""
