"""The ranking of units over a season: its rules as data, the order by formula, and what a jury may decide."""
