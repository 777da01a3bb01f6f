"""Pages of the clerks of units: the inbox, the case page, routing, messages."""
