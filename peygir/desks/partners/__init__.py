"""The city's other systems: what they are told as it happens, and what is taken over from their old records."""
