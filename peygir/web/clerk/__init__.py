"""Where the clerks of units work: the inbox, the case page, routing, messages."""
