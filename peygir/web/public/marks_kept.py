"""The marks of a version, kept in the memory of the process: a version never changes, a restatement makes a new one."""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Final

from peygir.outlook.scoring import queries
from peygir.outlook.scoring.facts import MarkPartFacts, ScoredMonthFacts, UnitMarkFacts, VersionFacts

MOST: Final = 24
"""So many versions are kept; each holds some hundred rows."""


@dataclass(frozen=True, slots=True)
class KeptMonth:
    """The marks of a month as they stand in a version, with the parts of each by its unit."""

    version: VersionFacts
    marks: tuple[UnitMarkFacts, ...]
    parts: dict[int, tuple[MarkPartFacts, ...]]


_kept: OrderedDict[tuple[int, int, str], KeptMonth] = OrderedDict()
_lock = Lock()


def kept_month(month: ScoredMonthFacts, version: int | None = None) -> KeptMonth:
    """Return the marks of a version (None: the present one), read once in a process; one statement, else three.

    The key holds the SHA-256 of the marks, so a restated month is read anew by every process at its next request.
    """
    number = month.version if version is None else version
    facts = next(row for row in queries.versions_of(month.id) if row.number == number)
    key = (month.id, number, facts.digest)
    with _lock:
        known = _kept.get(key)
        if known is not None:
            _kept.move_to_end(key)
            return known
    marks = tuple(queries.marks_of_month(month.id, version=number))
    parts = queries.parts_of_marks(row.id for row in marks)
    kept = KeptMonth(facts, marks, {row.unit_id: tuple(parts.get(row.id, ())) for row in marks})
    with _lock:
        _kept[key] = kept
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return kept
