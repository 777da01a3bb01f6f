"""Whom the city thanks, and how they were chosen."""
