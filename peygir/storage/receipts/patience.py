"""How long what phones send is waited for and remembered: the one table of these times, each with its reason."""

import os
from datetime import timedelta
from typing import Final

PATIENCE: Final = timedelta(hours=float(os.environ.get("PEYGIR_COMMAND_PATIENCE_HOURS", "12")))
"""How long a command waits for the one before it; then it is carried out, with a mark. Longer than a shift: a colleague
whose phone comes back at its end loses no order; the office sees the entry on the next morning at the latest."""
RECEIPTS_LIVE: Final = timedelta(days=30)
"""How long a command that is sent again gets the answer of the first time, and what a settled one said is kept:
browsers throw away the storage of pages that were not visited for weeks, so hardly anything comes back later."""
ROWS_LIVE: Final = timedelta(days=400)
"""How long, after RECEIPTS_LIVE, a command is known without what it said: a phone that lay in a drawer from one season
to the next does nothing twice."""
