"""Which texts of the catalogue a citizen's pages and messages can show, found by following names through the source."""
