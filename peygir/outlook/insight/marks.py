"""Indicators of `scoring` as metrics by reference: their own expression and measure, over the lake or PostgreSQL.

An indicator is never written a second time. Its tables are those of a closed month's snapshot, which the lake holds.
"""

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from peygir.outlook.scoring.indicator import Indicator, tables
from peygir.outlook.scoring.measures import Measured, Signature

if TYPE_CHECKING:
    from ibis.expr.types import Table


def indicator_rows(indicator: Indicator) -> "Table":
    """What an indicator counts: columns `unit`, `case`, `key`, `why` and those of its measure, in that order."""
    return indicator.rows(tables()).select(*indicator.columns).order_by("unit", "case", "key")


def measured_by_unit(indicator: Indicator, rows: Iterable[tuple[Any, ...]]) -> dict[int, Measured | None]:
    """The value of each unit from the rows that an engine gives; None where there is nothing to measure."""
    counts: dict[int, Counter[Signature]] = {}
    for unit, _case, _key, _why, *values in rows:
        signature = tuple(value if isinstance(value, str) else int(value) for value in values)
        counts.setdefault(int(unit), Counter())[signature] += 1
    return {unit: indicator.measure.measured(found) for unit, found in sorted(counts.items())}
