"""Where units work: the inbox and the case page."""
