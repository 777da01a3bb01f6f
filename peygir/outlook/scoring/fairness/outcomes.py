"""What enters the comparison of units: of each row of an indicator, whether it failed, and the features of its case."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from peygir.core.jalali import to_jalali
from peygir.outlook.scoring.marking import CountedRow
from peygir.outlook.scoring.measures import Signature

COMPARED: Final = ("acknowledged", "finished_in_time", "reopened", "satisfaction", "solved")
"""The indicators that are compared with what was to be expected: each row is a success or a failure of one case."""
_GOOD_IS_FAILURE: Final = "reopened"


class CaseMix(NamedTuple):
    """The features of a case that no unit chooses, as codes; "" where one is not known."""

    topic: str
    district: str
    channel: str
    urgency: str


UNKNOWN: Final = CaseMix("", "", "", "")
UnitRows = Mapping[int, Sequence[CountedRow]]
Cells = Mapping[tuple[CaseMix, int], tuple[int, int]]
"""(features, unit) → (failures, rows)."""


@dataclass(frozen=True, slots=True)
class MonthCells:
    """The cells of one month for each compared indicator; `digest` is the SHA-256 of their text."""

    first_on: date
    digest: str
    cells: Mapping[str, Cells]

    @property
    def season(self) -> str:
        """The season of the month: "1" (spring) to "4" (winter)."""
        return str((to_jalali(self.first_on).month + 2) // 3)


def is_failure(indicator: str, signature: Signature) -> bool | None:
    """Whether a row is a failure of its unit; None where that is not known.

    A promise that was not seen until its due (still open, paused or gone before) is neither; a citizen who did not
    answer is neither.
    """
    if indicator in ("acknowledged", "finished_in_time"):
        elapsed, allotted, is_event = (int(value) for value in signature)
        if elapsed > allotted:
            return True
        return False if is_event else None
    if indicator == "satisfaction":
        _stratum, is_answered, is_good = signature
        return not int(is_good) if int(is_answered) else None
    is_marked = bool(int(signature[0]))
    return is_marked if indicator == _GOOD_IS_FAILURE else not is_marked


def cells_of(rows: Mapping[str, UnitRows], mixes: Mapping[int, CaseMix]) -> dict[str, Cells]:
    """The cells of each compared indicator among `rows` (by indicator and unit)."""
    by_indicator: dict[str, Cells] = {}
    for indicator in COMPARED:
        counts: defaultdict[tuple[CaseMix, int], list[int]] = defaultdict(lambda: [0, 0])
        for unit_id, own in rows.get(indicator, {}).items():
            for row in own:
                failed = is_failure(indicator, row.signature)
                if failed is not None:
                    cell = counts[mixes.get(row.case_id, UNKNOWN), unit_id]
                    cell[0] += failed
                    cell[1] += 1
        if counts:
            by_indicator[indicator] = {key: (failed, n) for key, (failed, n) in sorted(counts.items())}
    return by_indicator


def text_of_cells(cells: Mapping[str, Cells]) -> str:
    """The cells as CSV in the order of their keys: indicator, features, unit, failures, rows."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    for indicator in sorted(cells):
        for (mix, unit_id), (failed, n) in sorted(cells[indicator].items()):
            writer.writerow([indicator, *mix, unit_id, failed, n])
    return stream.getvalue()


def cells_from(text: str) -> dict[str, Cells]:
    """The cells that `text_of_cells` wrote."""
    by_indicator: defaultdict[str, dict[tuple[CaseMix, int], tuple[int, int]]] = defaultdict(dict)
    for indicator, topic, district, channel, urgency, unit_id, failed, n in csv.reader(io.StringIO(text)):
        by_indicator[indicator][CaseMix(topic, district, channel, urgency), int(unit_id)] = (int(failed), int(n))
    return dict(by_indicator)


def totals(cells: Iterable[tuple[int, int]]) -> tuple[int, int]:
    """The sums of failures and rows."""
    pairs = list(cells)
    return sum(failed for failed, _n in pairs), sum(n for _failed, n in pairs)
