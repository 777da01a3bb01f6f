"""What many cases say together. Reads only."""
