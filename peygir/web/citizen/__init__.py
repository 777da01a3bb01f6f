"""A citizen's own pages, behind a one-time code: their reports, verdicts and withdrawals."""
