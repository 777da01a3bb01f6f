"""A citizen's request, from first word to city budget. Start reading at `journey/plot.py`."""
