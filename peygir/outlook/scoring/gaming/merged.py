"""Tests whether a unit merges cases that it called done, so that nobody can reopen them, unusually often."""

from collections.abc import Sequence
from typing import Final

from peygir.outlook.scoring.gaming.peers import judge_shares
from peygir.outlook.scoring.gaming.results import GamingResult, GamingTest, Row
from peygir.outlook.scoring.gaming.statements import CLOSED, own_staff
from peygir.outlook.scoring.gaming.words import GamingKind

STATEMENT: Final = f"""
WITH {CLOSED}
SELECT closed.unit_id, closed.case_id, EXISTS (
    SELECT 1 FROM history_event event
    WHERE event.file = 'case' AND event.file_id = closed.case_id AND event.number > closed.number
        AND event.kind = 'case_merged' AND {own_staff("event.by", "closed.unit_id")}
) AND NOT EXISTS (
    SELECT 1 FROM history_event event
    WHERE event.file = 'case' AND event.file_id = closed.case_id AND event.number > closed.number
        AND event.kind = 'case_confirmed'
)
FROM closed WHERE closed.kind = 'case_finished'
"""  # noqa: S608 - constants
ORDINARY: Final = 0.01
"""The share that is ordinary in any unit."""


def judge(rows: Sequence[Row]) -> dict[int, GamingResult]:
    """Test each unit's share against the other units (`peers`). `rows`: unit id, case id, whether it is a hit."""
    return judge_shares(rows, ordinary=ORDINARY)


TEST: Final = GamingTest(GamingKind.MERGED, STATEMENT, judge)
