"""Pages for people, one folder per audience, one file per screen. Asks queries, calls one action."""
