"""Follows a table that others write to: which ids have been read, and which smaller ones may still appear.

An id is drawn before its transaction commits, so the greatest visible id says nothing of those below it. But who draws
an id has a transaction number by then: a file is locked, or its row written, before its line is. So an id that is
missing under a visible one belongs to a transaction below the snapshot's `xmax`; once every such transaction has ended
(`xmin` has come that far) and the id is still not there, it was rolled back and will never be.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

MOST_GAPS: Final = 10_000
"""Ids that are waited for at most: more are missing only while a whole city is loaded in one transaction."""


@dataclass
class Horizon:
    """How far the table has been read: all ids up to `top`, but for the gaps (id → xmax when it was found missing)."""

    top: int = 0
    gaps: dict[int, int] = field(default_factory=dict)

    @property
    def settled(self) -> int:
        """No id at or below this one will appear any more: from here on one may read again and miss nothing."""
        return min(self.gaps) - 1 if self.gaps else self.top

    def take(self, ids: Iterable[int], *, xmin: int, xmax: int) -> list[int]:
        """What is new among the ids that one snapshot showed above `top` and in the gaps; in order, each only once."""
        fresh = [one for one in sorted(set(ids)) if one > self.top or one in self.gaps]
        for row_id in fresh:
            if row_id > self.top:
                missing = range(max(self.top + 1, row_id - MOST_GAPS), row_id)
                self.gaps.update(dict.fromkeys(missing, xmax))
                self.top = row_id
            else:
                del self.gaps[row_id]
        for row_id in [one for one, seen in self.gaps.items() if seen <= xmin]:
            del self.gaps[row_id]
        for row_id in sorted(self.gaps)[:-MOST_GAPS]:
            del self.gaps[row_id]
        return fresh
