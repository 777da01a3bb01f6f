"""The Asterisk Manager Interface: its wire, a client, what its events tell of calls, and its call records."""
