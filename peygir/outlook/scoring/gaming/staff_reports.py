"""Tests whether a unit finishes reports that staff filed, or that came from their phones, unusually often."""

from collections.abc import Sequence
from typing import Final

from peygir.outlook.scoring.gaming.peers import judge_shares
from peygir.outlook.scoring.gaming.results import GamingResult, GamingTest, Row
from peygir.outlook.scoring.gaming.statements import CLOSED, ORDINARY_SHARE, STAFF_PHONES, own_staff
from peygir.outlook.scoring.gaming.words import GamingKind

STATEMENT: Final = f"""
WITH {CLOSED}, {STAFF_PHONES}
SELECT closed.unit_id, closed.case_id, citizen.phone IN (SELECT phone FROM staff_phone) OR EXISTS (
    SELECT 1 FROM history_event event
    WHERE event.file = 'case' AND event.file_id = closed.case_id AND event.number = 1
        AND {own_staff("event.by", "closed.unit_id")}
)
FROM closed LEFT JOIN cases_report report ON report.code = closed.code
    LEFT JOIN people_citizen citizen ON citizen.id = report.citizen_id
WHERE closed.kind = 'case_finished'
"""  # noqa: S608 - constants
ORDINARY: Final = ORDINARY_SHARE
"""The share that is ordinary in any unit."""


def judge(rows: Sequence[Row]) -> dict[int, GamingResult]:
    """Test each unit's share against the other units (`peers`). `rows`: unit id, case id, whether it is a hit."""
    return judge_shares(rows, ordinary=ORDINARY)


TEST: Final = GamingTest(GamingKind.STAFF_REPORTS, STATEMENT, judge)
