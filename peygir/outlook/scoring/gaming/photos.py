"""Tests whether results of a unit carry copies of photos more often than those of other units."""

from collections.abc import Sequence
from typing import Final

from peygir.outlook.scoring.gaming.peers import judge_shares
from peygir.outlook.scoring.gaming.results import GamingResult, GamingTest, Row
from peygir.outlook.scoring.gaming.statements import CLOSED
from peygir.outlook.scoring.gaming.words import GamingKind

# The signals of fieldwork that nobody has explained.
STATEMENT: Final = f"""
WITH {CLOSED}
SELECT closed.unit_id, closed.case_id, EXISTS (
    SELECT 1 FROM fieldwork_evidencesignal signal
    WHERE signal.case_id = closed.case_id AND signal.evidence_id = (closed.data->>'evidence')::bigint
        AND signal.kind IN ('same_file', 'no_change') AND signal.explained_why = ''
)
FROM closed WHERE closed.kind = 'case_finished'
"""  # noqa: S608 - constants
ORDINARY: Final = 0.01
"""The share that is ordinary in any unit."""


def judge(rows: Sequence[Row]) -> dict[int, GamingResult]:
    """Test each unit's share against the other units (`peers`). `rows`: unit id, case id, whether it is a hit."""
    return judge_shares(rows, ordinary=ORDINARY)


TEST: Final = GamingTest(GamingKind.PHOTOS, STATEMENT, judge)
