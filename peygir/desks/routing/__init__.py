"""Chooses the unit or outside agency of a case. There is always an owner."""
