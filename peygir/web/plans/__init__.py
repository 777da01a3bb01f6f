"""Pages of those who plan: goals, and the choice of what to do for the money there is."""
