"""How many citizens were asked about the work of a unit in a month, by each way of asking, and what they answered."""

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from peygir.outlook.scoring.facts import ScoredMonthFacts
from peygir.outlook.scoring.snapshot_queries import snapshot_text
from peygir.outlook.scoring.snapshot_tables import VERDICT, tables_of
from peygir.outlook.scoring.snapshot_text import format_of, rows_of, sections


@dataclass(frozen=True, slots=True)
class AskedCitizens:
    """One way of asking: "question" after the work, or "survey_" and the way of the call-back.

    What upheld appeals took out is in the numbers: they are those of the month's figures.
    """

    way: str
    asked: int
    answered: int
    satisfied: int


def asked_citizens(month: ScoredMonthFacts, unit_id: int) -> tuple[AskedCitizens, ...]:
    """Return the ways by which citizens were asked about a unit, in the order of their names; read once in a process.

    Whoever may see the unit's mark may see it.
    """
    return _by_unit(month.id, month.snapshot_digest).get(unit_id, ())


@lru_cache(maxsize=6)
def _by_unit(month_id: int, digest: str) -> dict[int, tuple[AskedCitizens, ...]]:
    """The ways of a month by unit; a snapshot never changes, and `digest` names it."""
    text = snapshot_text(month_id)
    table = next(one for one in tables_of(format_of(text)) if one.name == VERDICT.name)
    counts: Counter[tuple[int, str, int, int]] = Counter()
    for row in rows_of(table, sections(text)[table.name]):
        is_answered = int(row["is_answered"] or 0)
        is_good = int(row["is_good"] or 0) if is_answered else 0
        counts[int(row["unit"] or 0), str(row["stratum"]), is_answered, is_good] += 1
    by_unit: dict[int, tuple[AskedCitizens, ...]] = {}
    for unit_id, way in sorted({(unit_id, way) for unit_id, way, _answered, _good in counts}):
        own = {key[2:]: count for key, count in counts.items() if key[:2] == (unit_id, way)}
        answered = own.get((1, 0), 0) + own.get((1, 1), 0)
        asked = AskedCitizens(way, own.get((0, 0), 0) + answered, answered, own.get((1, 1), 0))
        by_unit[unit_id] = (*by_unit.get(unit_id, ()), asked)
    return by_unit
