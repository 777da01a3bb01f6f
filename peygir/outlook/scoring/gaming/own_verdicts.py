"""Tests whether “it is fixed” comes from a unit's own staff, or their phones, more often than elsewhere."""

from collections.abc import Sequence
from typing import Final

from peygir.outlook.scoring.gaming.peers import judge_shares
from peygir.outlook.scoring.gaming.results import GamingResult, GamingTest, Row
from peygir.outlook.scoring.gaming.statements import PUBLIC_CASES, STAFF_PHONES, holder_of, own_staff
from peygir.outlook.scoring.gaming.words import GamingKind

# The network from which a citizen answers is not kept, so it cannot be compared.
STATEMENT: Final = f"""
WITH {STAFF_PHONES}
SELECT holder.unit_id, verdict_case.id, citizen.phone IN (SELECT phone FROM staff_phone) OR EXISTS (
    SELECT 1 FROM history_event event
    WHERE event.file = 'case' AND event.file_id = verdict_case.id AND event.at = verdict.at
        AND event.kind = 'case_confirmed' AND {own_staff("event.by", "holder.unit_id")}
)
FROM answers_verdict verdict JOIN answers_question question ON question.id = verdict.question_id
    JOIN cases_report report ON report.id = verdict.report_id
    LEFT JOIN people_citizen citizen ON citizen.id = report.citizen_id
    JOIN cases_case verdict_case ON verdict_case.id = report.case_id
    {holder_of("verdict_case.id", "last.at <= verdict.at")}
WHERE verdict.is_fixed AND question.kind = 'fixed' AND verdict.at >= %(since)s AND verdict.at < %(until)s
    AND verdict_case.city_id = %(city)s AND {PUBLIC_CASES.replace("one.", "verdict_case.")}
"""  # noqa: S608 - constants
ORDINARY: Final = 0.01
"""The share that is ordinary in any unit."""


def judge(rows: Sequence[Row]) -> dict[int, GamingResult]:
    """Test each unit's share against the other units (`peers`). `rows`: unit id, case id, whether it is a hit."""
    return judge_shares(rows, ordinary=ORDINARY)


TEST: Final = GamingTest(GamingKind.OWN_VERDICTS, STATEMENT, judge)
