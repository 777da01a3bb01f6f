"""Citizens, staff and their accounts, API keys, and the rules of who may do what."""
