"""Reads the Boston 311 records as plain values, and derives the city that they describe."""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from statistics import median
from typing import Any, Final
from zoneinfo import ZoneInfo

import pyarrow
import pyarrow.parquet

from peygir.city.rows import CityRows, CitySettings, DistrictRow, MarkRow, TopicRow, UnitRow
from peygir.core.refusals import Invalid, Missing
from peygir.core.translation import gettext_lazy as _

CITY: Final = "boston"
CENTRE: Final = "311"
ZONE: Final = ZoneInfo("America/New_York")
COLUMNS: Final = (
    "case_enquiry_id",
    "open_dt",
    "target_dt",
    "closed_dt",
    "ontime",
    "case_title",
    "subject",
    "reason",
    "type",
    "department",
    "location",
    "neighborhood",
    "latitude",
    "longitude",
)


class NoSuchFile(Missing):
    """There is no file at the given path."""

    message = _("There is no file {file}.")


class NotBostonsRecords(Invalid):
    """The file is not the Parquet file of records that the replay reads."""

    message = _("{file} is not a Parquet file of Boston's requests: {why}")


@dataclass(frozen=True, slots=True)
class BostonRecord:
    """One request as the city recorded it; times aware in UTC, places by code ("" if the record names none)."""

    id: int
    opened_at: datetime
    target_at: datetime | None
    closed_at: datetime | None
    flag: str  # the record's own value: ONTIME, OVERDUE or nothing
    title: str
    address: str
    topic: str
    department: str
    district: str
    lat: float | None
    lon: float | None


@dataclass(frozen=True, slots=True)
class BostonArchive:
    """All records, in the order of the file, and the city derived from them."""

    records: list[BostonRecord]
    rows: CityRows
    first_day: date


def read_archive(path: Path) -> BostonArchive:
    """Read a file of records. Raises NoSuchFile, NotBostonsRecords."""
    if not path.is_file():
        raise NoSuchFile(file=path)
    try:
        lines = pyarrow.parquet.read_table(path, columns=list(COLUMNS)).to_pylist()
    except (pyarrow.ArrowException, KeyError) as failure:
        raise NotBostonsRecords(file=path, why=str(failure).splitlines()[0]) from failure
    ids = Counter(line["case_enquiry_id"] for line in lines)
    if not lines or None in ids or ids.total() != len(ids):
        raise NotBostonsRecords(file=path, why="no records, or ids that stand twice or nowhere")
    for line in lines:
        for name in ("subject", "reason", "type", "department", "neighborhood", "case_title", "location"):
            line[name] = " ".join((line[name] or "").split())
    topics, units = codes_of(line["type"] for line in lines), codes_of(line["department"] for line in lines)
    districts = codes_of(line["neighborhood"] for line in lines if line["neighborhood"])
    records = [_record(line, topics, units, districts) for line in lines]
    first_day = min(line["open_dt"] for line in lines).date()
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    rows = CityRows(
        code=CITY,
        units=_units(lines, units),
        agencies=(),
        topics=_topics(lines, topics, units),
        districts=tuple(DistrictRow(code, name, name, CENTRE) for name, code in sorted(districts.items())),
        neighbourhoods=(),
        settings=_settings(records, first_day),
        ownership=(),
        calendar=(),
        emergencies=(),
        # A record without a place is kept.
        marks=tuple(MarkRow(code, needs_place=False) for code in sorted(topics.values())),
        digests={path.name: digest},
    )
    return BostonArchive(records, rows, first_day)


def codes_of(names: Iterable[str]) -> dict[str, str]:
    """Return a short distinct code for each name, from its own letters, independent of their order."""
    taken: dict[str, str] = {}
    for name in sorted(set(names)):
        code = plain = re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-").lower()[:70] or "unnamed"
        number = 2
        while code in taken:
            code, number = f"{plain}-{number}", number + 1
        taken[code] = name
    return {name: code for code, name in taken.items()}


def to_utc(local: datetime | None) -> datetime | None:
    """Convert Boston's local time to UTC: an ambiguous hour is the first one, a skipped hour the one after."""
    return local.replace(tzinfo=ZONE, fold=0).astimezone(UTC) if local is not None else None


def _record(
    csv_row: Mapping[str, Any], topics: Mapping[str, str], units: Mapping[str, str], districts: Mapping[str, str]
) -> BostonRecord:
    opened, closed = to_utc(csv_row["open_dt"]), to_utc(csv_row["closed_dt"])
    assert opened is not None
    return BostonRecord(
        id=csv_row["case_enquiry_id"],
        opened_at=opened,
        target_at=to_utc(csv_row["target_dt"]),
        # Nothing ends before it began, not even in the ambiguous hour.
        closed_at=max(closed, opened) if closed is not None else None,
        flag=csv_row["ontime"] or "",
        title=csv_row["case_title"],
        address=csv_row["location"][:300],
        topic=topics[csv_row["type"]],
        department=units[csv_row["department"]],
        district=districts.get(csv_row["neighborhood"], ""),
        lat=csv_row["latitude"],
        lon=csv_row["longitude"],
    )


def _units(lines: Sequence[Mapping[str, Any]], codes: Mapping[str, str]) -> tuple[UnitRow, ...]:
    """Return the departments under the centre; each subject's name goes to the department that has it most."""
    having: dict[str, Counter[str]] = defaultdict(Counter)
    for line in lines:
        having[line["subject"]][line["department"]] += 1
    names = {_most(departments): subject for subject, departments in having.items() if subject}
    centre = UnitRow(CENTRE, "centre", "مرکز ۳۱۱ بوستون", "Boston 311")
    return centre, *(
        UnitRow(code, "department", names.get(name, name), names.get(name, name), parent=CENTRE, source=f"“{name}”")
        for name, code in sorted(codes.items())
    )


def _topics(
    lines: Sequence[Mapping[str, Any]], codes: Mapping[str, str], units: Mapping[str, str]
) -> tuple[TopicRow, ...]:
    """Return the types, each owned by the department that has it most; no hours of their own, so no promise by rule."""
    having: dict[str, Counter[str]] = defaultdict(Counter)
    reasons: dict[str, Counter[str]] = defaultdict(Counter)
    for line in lines:
        having[line["type"]][line["department"]] += 1
        reasons[line["type"]][line["reason"]] += 1
    groups = codes_of(line["reason"] for line in lines)
    return tuple(
        TopicRow(
            group_code=groups[reason],
            group_fa=reason,
            group_en=reason,
            code=code,
            name_fa=name,
            name_en=name,
            unit_type=units[_most(having[name])],
            urgency="I",
            ack_hours=Decimal(0),
            visit_hours=None,
            due_hours=Decimal(0),
            clock="C",
        )
        for name, code in sorted(codes.items())
        for reason in [_most(reasons[name])]
    )


def _most(counts: Counter[str]) -> str:
    """Return the name with the highest count; of equals the first in the alphabet."""
    return min(counts, key=lambda name: (-counts[name], name))


def _settings(records: Sequence[BostonRecord], first_day: date) -> CitySettings:
    return CitySettings(
        name_fa="بوستون",
        name_en="Boston",
        time_zone=ZONE.key,
        phone_region="US",
        language="en",
        centre_lat=median([record.lat for record in records if record.lat is not None] or [42.36]),
        centre_lon=median([record.lon for record in records if record.lon is not None] or [-71.06]),
        # No question is asked: finished cases close by the silence rule at the same moment.
        silence_days=0,
        week_off=(5, 6),
        office_opens=time(9),
        office_closes=time(17),
        holiday_country="US",
        valid_from=first_day,
    )
