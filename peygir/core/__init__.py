"""The clock, ids, Persian text, geometry. Knows nothing of the city."""
