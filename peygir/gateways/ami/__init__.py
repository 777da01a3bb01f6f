"""The Asterisk Manager Interface: its packets, a client, its events as facts about calls, and call records."""
