"""The anonymity of the table that pyCANON's authors use for teaching, as pyCANON counts it."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from lab.bench.insight_goldens import Figure
from peygir.core.anonymity import k_of, largest_share_of_one

QUASI: Final = ("Teacher", "Gender", "Ethnic", "Freeredu", "wesson")
SENSITIVE: Final = "Score"


def anonymity_goldens(folder: Path) -> Iterator[Figure]:
    """Yield k of the raw table and of the one made anonymous, and α of that one, from `folder/anonymity`."""
    for name, known in (("students_math", 1), ("students_math_k5", 5)):
        rows = _rows(folder / "anonymity" / f"{name}.csv")
        yield f"k of {name}", known, k_of(rows, QUASI) if rows else float("nan"), 0
    rows = _rows(folder / "anonymity" / "students_math_k5.csv")
    yield "α of students_math_k5", 0.5, largest_share_of_one(rows, QUASI, SENSITIVE) if rows else float("nan"), 0


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        return []
    with path.open(newline="") as file:
        return list(csv.DictReader(file))
