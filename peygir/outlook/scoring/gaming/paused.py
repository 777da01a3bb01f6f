"""Tests whether a unit pauses the clock just before cases are due more often than other units."""

from collections.abc import Sequence
from typing import Final

from peygir.outlook.scoring.gaming.peers import judge_shares
from peygir.outlook.scoring.gaming.results import GamingResult, GamingTest, Row
from peygir.outlook.scoring.gaming.statements import PROMISED
from peygir.outlook.scoring.gaming.words import GamingKind

# A pause that began in the last quarter of the time that was promised; `due_at` has been moved by it since.
STATEMENT: Final = f"""
WITH {PROMISED}
SELECT promised.unit_id, promised.case_id, EXISTS (
    SELECT 1 FROM promises_pause pause JOIN promises_promise promise ON promise.case_id = pause.case_id
        AND promise.kind = 'finish' AND promise.is_first
    WHERE pause.case_id = promised.case_id AND pause.from_at <= promised.due_at
        AND pause.from_at >= promise.given_due_at - (promise.given_due_at - promised.opened_at) / 4
)
FROM promised
"""  # noqa: S608 - constants
ORDINARY: Final = 0.03
"""The share that is ordinary in any unit."""


def judge(rows: Sequence[Row]) -> dict[int, GamingResult]:
    """Test each unit's share against the other units (`peers`). `rows`: unit id, case id, whether it is a hit."""
    return judge_shares(rows, ordinary=ORDINARY)


TEST: Final = GamingTest(GamingKind.PAUSED, STATEMENT, judge)
