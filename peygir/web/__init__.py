"""Pages for people, one folder per audience, one file per screen. A view runs queries and calls at most one action."""
