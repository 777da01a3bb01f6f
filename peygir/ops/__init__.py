"""What keeps the house running: commands, the worker, the clock, health."""
