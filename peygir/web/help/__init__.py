"""Help for staff: a guide for each screen and a manual for each role, from one source."""
