"""Pages that need no account: reporting, tracking, verdicts, following, the city's map."""
