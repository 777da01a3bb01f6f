"""Pages for members of the council."""
