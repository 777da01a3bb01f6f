"""Connects the desks: which event triggers which action (`plot.py`), commands across desks, and the clock.

Importing the package tells `history` which actions each event triggers.
"""

from peygir.journey import dispatch

__all__ = ["dispatch"]
