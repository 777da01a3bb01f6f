"""Pages for those who plan: problems, programmes and proposals to the council."""
