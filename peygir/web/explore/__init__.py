"""Pages on which people who write no SQL ask what the calls say together."""
