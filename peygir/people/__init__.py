"""Citizens, staff, units' users, and who may do what."""
