"""Districts, neighbourhoods, units, agencies, topics, calendar, seasons. Everything here has dates of validity."""
