"""Pages for the council's secretariat, and for whoever keeps the votes of citizens."""
