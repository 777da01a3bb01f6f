"""The process that hears the PBX, turns its events into contacts, and asks it for calls."""
