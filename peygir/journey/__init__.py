"""Which event wakes which action (`plot.py`), what a command does at several desks, and what time sets off.

Importing the package tells `history` whom events wake and procrastinate which tasks there are.
"""

from peygir.journey import dispatch, night

__all__ = ["dispatch", "night"]
