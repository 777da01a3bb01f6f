"""Tests whether a unit says “no action needed” more often than other units."""

from collections.abc import Sequence
from typing import Final

from peygir.outlook.scoring.gaming.peers import judge_shares
from peygir.outlook.scoring.gaming.results import GamingResult, GamingTest, Row
from peygir.outlook.scoring.gaming.statements import CLOSED
from peygir.outlook.scoring.gaming.words import GamingKind

STATEMENT: Final = f"""
WITH {CLOSED}
SELECT unit_id, case_id, kind = 'case_declined' FROM closed
"""  # noqa: S608 - constants
ORDINARY: Final = 0.03
"""The share that is ordinary in any unit."""


def judge(rows: Sequence[Row]) -> dict[int, GamingResult]:
    """Test each unit's share against the other units (`peers`). `rows`: unit id, case id, whether it is a hit."""
    return judge_shares(rows, ordinary=ORDINARY)


TEST: Final = GamingTest(GamingKind.DECLINED, STATEMENT, judge)
