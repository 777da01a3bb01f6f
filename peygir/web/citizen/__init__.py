"""A citizen's own pages, behind a one-time code: their reports and what they said."""
