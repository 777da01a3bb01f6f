"""Live sessions: managers of the city on the line, citizens who spoke with them, and the orders that came of it."""
