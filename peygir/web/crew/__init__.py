"""Pages for crews in the street: the work of the day, on a phone that may have no connection."""
