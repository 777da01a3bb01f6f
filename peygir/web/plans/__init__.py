"""Pages for those who plan: problems, programmes, proposals, goals, and what to do for the money there is."""
