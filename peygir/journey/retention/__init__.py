"""Personal data at several desks: where it is, erasing what is due, and a citizen's own data and their erasure."""
