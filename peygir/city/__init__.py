"""Districts, neighbourhoods, units, agencies, topics, calendar and seasons, each with dates of validity."""
