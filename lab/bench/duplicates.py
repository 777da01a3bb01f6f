"""How well repeated reports are found, on pairs that a city's own staff called duplicates; without a database.

For the later report of a pair, the earlier must be found among all records of the thirty days before.
"""

import csv
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any, Final

import pyarrow.parquet

from lab.replay.boston import NoSuchFile
from peygir.core.geometry import cell, cells_near
from peygir.core.persian import normalise
from peygir.desks.understanding.duplicates import ComparedReport, likely, metres_between
from peygir.desks.understanding.families import usual

RECORDS: Final = "boston311_2011.parquet"
PAIRS: Final = "boston311_2011_duplicates.csv"
COLUMNS: Final = (
    "case_enquiry_id",
    "open_dt",
    "closed_dt",
    "case_title",
    "location",
    "reason",
    "type",
    "latitude",
    "longitude",
)
SPAN: Final = timedelta(days=30)
METRES: Final = 150
WANTED: Final = {"among": 0.98, "in_five": 0.96, "first": 0.75}
MOST_CANDIDATES: Final = 5


@dataclass(frozen=True, slots=True)
class DuplicateScores:
    """The scores: shares of the pairs, and the median number of candidates."""

    pairs: int
    among: float
    in_five: float
    first: float
    candidates: float

    @property
    def is_good(self) -> bool:
        """Whether all four scores reach their goals."""
        shares = all(getattr(self, name) >= share for name, share in WANTED.items())
        return shares and self.candidates <= MOST_CANDIDATES


@dataclass(frozen=True, slots=True)
class ComparableRecord:
    """One record, ready to be compared."""

    said: ComparedReport
    group: str
    closed_at: datetime | None


class DuplicateArchive:
    """All records with a point, by cell and in order of time."""

    def __init__(self, rows: Sequence[Mapping[str, Any]]) -> None:
        self.records: dict[int, ComparableRecord] = {}
        self._cells: dict[int, list[tuple[datetime, int]]] = {}
        for row in rows:
            if row["latitude"] is None or row["longitude"] is None:
                continue
            key, at = row["case_enquiry_id"], row["open_dt"]
            compared = ComparedReport(
                key=key,
                topic=row["type"],
                at=at,
                lat=row["latitude"],
                lon=row["longitude"],
                text=normalise(row["case_title"] or "").lower(),
                address=normalise(row["location"] or "").lower(),
            )
            self.records[key] = ComparableRecord(compared, row["reason"], row["closed_dt"])
            self._cells.setdefault(cell(compared.lat, compared.lon), []).append((at, key))
        for listed in self._cells.values():
            listed.sort()

    def before(self, asks: ComparableRecord) -> list[ComparedReport]:
        """Return what the database would return: records of the same topic family, of the days before, in the cells
        around.
        """
        compared, earlier_keys = asks.said, []
        for near in cells_near(compared.lat, compared.lon, METRES):
            listed = self._cells.get(near, [])
            begin, end = bisect_left(listed, (compared.at - SPAN, 0)), bisect_left(listed, (compared.at, compared.key))
            for _, key in listed[begin:end]:
                other = self.records[key]
                closed = other.closed_at
                if other.group != asks.group or (closed and closed < compared.at - timedelta(days=usual().days_closed)):
                    continue
                earlier_keys.append(_as_it_stood(other, compared.at))
        return earlier_keys


def _as_it_stood(record: ComparableRecord, at: datetime) -> ComparedReport:
    report = record.said
    return ComparedReport(
        key=report.key,
        topic=report.topic,
        at=report.at,
        lat=report.lat,
        lon=report.lon,
        text=report.text,
        address=report.address,
        is_open=record.closed_at is None or record.closed_at > at,
    )


def evaluate(folder: Path) -> DuplicateScores:
    """Return the scores on the files of a folder. Raises NoSuchFile."""
    for name in (RECORDS, PAIRS):
        if not (folder / name).is_file():
            raise NoSuchFile(file=folder / name)
    rows = pyarrow.parquet.read_table(folder / RECORDS, columns=list(COLUMNS)).to_pylist()
    archive, places, sizes = DuplicateArchive(rows), [], []
    with (folder / PAIRS).open(newline="") as file:
        pairs = [(int(row["child"]), int(row["parent"])) for row in csv.DictReader(file)]
    for pair in pairs:
        sides = [archive.records[key] for key in pair if key in archive.records]
        if len(sides) < 2:
            continue
        earlier, asks = sorted(sides, key=lambda side: (side.said.at, side.said.key))
        earlier_report, two = earlier.said, asks.said
        if (
            two.at - earlier_report.at > SPAN
            or metres_between(two.lat, two.lon, earlier_report.lat, earlier_report.lon) > METRES
        ):
            continue
        found = [like.key for like in likely(two, archive.before(asks), reach=METRES, limit=None)]
        sizes.append(len(found))
        places.append(found.index(earlier_report.key) + 1 if earlier_report.key in found else None)
    count = len(places)
    among, five, first = ([p for p in places if p is not None and p <= most] for most in (10**9, 5, 1))
    return DuplicateScores(count, len(among) / count, len(five) / count, len(first) / count, float(median(sizes)))
