"""Live sessions: city managers on the phone, the citizens who spoke with them, and the orders that followed."""
