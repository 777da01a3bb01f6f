"""Which event wakes which action (`plot.py`), what a command does at several desks, and what time sets off.

Importing the package tells `history` whom events wake.
"""

from peygir.journey import dispatch

__all__ = ["dispatch"]
