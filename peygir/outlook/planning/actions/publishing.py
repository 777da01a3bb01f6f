"""Keeps since when everybody can read a session or a proposal, and since when no longer."""

from peygir.core import clock
from peygir.outlook.planning.models import CouncilSession, Proposal


def follow_publicity(row: CouncilSession | Proposal, *, is_open: bool) -> list[str]:
    """Set both moments by whether everybody may read the row now; returns the names of the columns that may change.

    What was never public has neither: nobody learns that it was hidden.
    """
    if is_open:
        row.published_at, row.hidden_at = row.published_at or clock.now(), None
    elif row.published_at is not None and row.hidden_at is None:
        row.hidden_at = clock.now()
    return ["published_at", "hidden_at"]
