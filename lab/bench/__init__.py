"""Benchmarks of the running system: speed beside the database's own, growth, and data kept after kills."""
