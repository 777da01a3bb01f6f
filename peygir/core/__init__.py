"""General tools without knowledge of the city: the clock, ids, Persian text, geometry."""
