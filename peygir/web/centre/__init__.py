"""Pages of the 137 centre: its calls, their outcomes, who is to be called, the phone menu."""
