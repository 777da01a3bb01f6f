"""Doors for machines: Open311 and the city's own systems."""
