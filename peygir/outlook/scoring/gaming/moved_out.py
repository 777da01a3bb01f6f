"""Tests whether a unit passes cases on in the last days of the month more often than other units."""

from collections.abc import Sequence
from typing import Final

from peygir.outlook.scoring.gaming.peers import judge_shares
from peygir.outlook.scoring.gaming.results import GamingResult, GamingTest, Row
from peygir.outlook.scoring.gaming.statements import PUBLIC_CASES, holder_of, own_staff
from peygir.outlook.scoring.gaming.words import GamingKind

# Of what the unit's own staff passed on in the month, what left in the last two days.
STATEMENT: Final = f"""
SELECT holder.unit_id, event.file_id, event.at >= %(until)s::timestamptz - interval '2 days'
FROM history_event event JOIN cases_case one ON one.id = event.file_id
    {holder_of("event.file_id", "last.number < event.number")}
WHERE event.kind IN ('case_returned', 'case_referred', 'case_referred_out') AND event.file = 'case'
    AND event.at >= %(since)s AND event.at < %(until)s AND one.city_id = %(city)s AND {PUBLIC_CASES}
    AND {own_staff("event.by", "holder.unit_id")}
"""  # noqa: S608 - constants
ORDINARY: Final = 0.08
"""The share that is ordinary in any unit."""


def judge(rows: Sequence[Row]) -> dict[int, GamingResult]:
    """Test each unit's share against the other units (`peers`). `rows`: unit id, case id, whether it is a hit."""
    return judge_shares(rows, ordinary=ORDINARY)


TEST: Final = GamingTest(GamingKind.MOVED_OUT, STATEMENT, judge)
