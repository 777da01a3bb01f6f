"""Pages for the jury of a season's ranking: its terms, the order by formula, notes, decisions and certificates."""
