"""Districts, neighbourhoods, units, agencies, topics, calendar, seasons; all with dates of validity."""
