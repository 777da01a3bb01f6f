"""The citizens' panel that watches the city's cases: its members, what they judge and find, and who owes an answer."""
