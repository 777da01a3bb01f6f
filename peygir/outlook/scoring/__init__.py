"""How well we did, by unit, manager and month. Judges no small sample, hides no method."""
