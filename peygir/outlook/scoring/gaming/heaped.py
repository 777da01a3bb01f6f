"""Tests whether a unit's closures heap just before they were due."""

from collections.abc import Sequence
from typing import Final

from peygir.outlook.scoring.gaming.results import GamingResult, GamingTest, Row
from peygir.outlook.scoring.gaming.statements import CLOSED
from peygir.outlook.scoring.gaming.words import GamingKind
from peygir.outlook.scoring.methods.heaps import heap_test

# By the first promise, as for the marks: in days, below zero before it was due.
STATEMENT: Final = f"""
WITH {CLOSED}
SELECT closed.unit_id, closed.case_id, EXTRACT(EPOCH FROM closed.at - promise.due_at)::float8 / 86400
FROM closed JOIN promises_promise promise
    ON promise.case_id = closed.case_id AND promise.kind = 'finish' AND promise.is_first
"""  # noqa: S608 - constants


def judge(rows: Sequence[Row]) -> dict[int, GamingResult]:
    """Test each unit by the density of its closures around due (`methods.heaps`).

    `rows`: unit id, case id, days from due to closure.
    """
    units: dict[int, list[tuple[float, int]]] = {}
    for unit, case, days in rows:
        units.setdefault(unit, []).append((days, case))
    results = {unit: heaped(closures) for unit, closures in units.items()}
    return {unit: result for unit, result in results.items() if result is not None}


def heaped(closures: Sequence[tuple[float, int]]) -> GamingResult | None:
    """Test one unit's closures (days from due, case); None where there are too few."""
    tested = heap_test([days for days, _case in closures])
    window = tested.window
    if window is None:
        return None
    near = sorted((-days, case) for days, case in closures if -window.width < days <= 0)
    figures = {
        "count": window.count,
        "of": len(closures),
        "expected": round(window.expected, 2),
        "hours": round(24 * window.width, 2),
    }
    return GamingResult(tested.p_value, figures, tuple(case for _before, case in near))


TEST: Final = GamingTest(GamingKind.HEAPED, STATEMENT, judge)
