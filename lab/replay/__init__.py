"""Sends a city's own old records through the real actions, on a simulated clock."""
