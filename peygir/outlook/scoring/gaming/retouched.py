"""Tests whether a unit changes topics or places just before cases are due more often than other units."""

from collections.abc import Sequence
from typing import Final

from peygir.outlook.scoring.gaming.peers import judge_shares
from peygir.outlook.scoring.gaming.results import GamingResult, GamingTest, Row
from peygir.outlook.scoring.gaming.statements import PROMISED, own_staff
from peygir.outlook.scoring.gaming.words import GamingKind

# In the last day, or the last quarter of the time if that is less.
STATEMENT: Final = f"""
WITH {PROMISED}
SELECT promised.unit_id, promised.case_id, EXISTS (
    SELECT 1 FROM history_event event
    WHERE event.file = 'case' AND event.file_id = promised.case_id AND event.kind = 'case_read'
        AND event.number > promised.number AND event.at <= promised.due_at
        AND event.at > promised.due_at - LEAST(interval '1 day', (promised.due_at - promised.opened_at) / 4)
        AND {own_staff("event.by", "promised.unit_id")}
)
FROM promised
"""  # noqa: S608 - constants
ORDINARY: Final = 0.02
"""The share that is ordinary in any unit."""


def judge(rows: Sequence[Row]) -> dict[int, GamingResult]:
    """Test each unit's share against the other units (`peers`). `rows`: unit id, case id, whether it is a hit."""
    return judge_shares(rows, ordinary=ORDINARY)


TEST: Final = GamingTest(GamingKind.RETOUCHED, STATEMENT, judge)
