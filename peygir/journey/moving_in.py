"""Coming from an earlier system: unknown words of a table, its refused rows, the reconciliation, and the way back."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from django.conf import settings

from peygir.cases import earlier as earlier_cases
from peygir.cases.earlier import EarlierCase
from peygir.city import queries as city
from peygir.city.facts import DistrictFacts, TopicFacts, UnitFacts
from peygir.core import clock
from peygir.core.jalali import local, to_jalali
from peygir.core.sheets import read_sheet
from peygir.desks.earlier import queries as earlier
from peygir.desks.earlier.rules import EarlierState, WordField, proposed_code, proposed_columns
from peygir.desks.partners import actions as partners
from peygir.desks.partners.queries import kept_columns, looked_table
from peygir.desks.partners.record_faults import NameIsUnknown
from peygir.desks.partners.record_rules import NEEDED, KnownCodes, OldRecord, RowFault
from peygir.desks.routing import queries as routing
from peygir.journey.importing import Judged, judge_file, known_of
from peygir.media import files
from peygir.people.rules import Actor

MOST_WORDS: Final = 200


@dataclass(frozen=True, slots=True)
class UnknownWord:
    """A word of a table that is led to none of our codes yet: in how many rows it stands, and the likeliest code."""

    field: str
    text: str
    rows: int
    proposal: str


@dataclass(frozen=True, slots=True)
class CountPair:
    """How many records a table has under a key, and how many cases came of them here."""

    key: str
    there: int
    here: int

    @property
    def is_equal(self) -> bool:
        """Whether both are the same."""
        return self.there == self.here


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row of a table that cannot be taken over: its number, and each field with the code of what is wrong."""

    row: int
    why: str


@dataclass(frozen=True, slots=True)
class Reconciled:
    """A table of the earlier system beside the cases here: by state, by month (Jalali, 140503) and by unit.

    Rows that cannot be read are `refusals`; `missing` are the numbers without a case here, `differing` those whose
    state, month or unit differs.
    """

    rows: int
    refusals: list[RefusedRow]
    found: int
    missing: list[str]
    differing: list[str]
    by_state: list[CountPair]
    by_month: list[CountPair]
    by_unit: list[CountPair]

    @property
    def refused(self) -> int:
        """How many rows cannot be read."""
        return len(self.refusals)

    @property
    def is_equal(self) -> bool:
        """Whether every row has its case here, and all counts are equal."""
        return not self.refused and not self.missing and not self.differing


def look_again(order_id: int, *, by: Actor) -> Judged | None:
    """Judge a kept table once more, after words were led to codes; None if it is here no more. Raises NotYourWork."""
    table = looked_table(order_id)
    if table is None:
        return None
    with files.local_copy(table.file) as path:
        judged = judge_file(path, table.columns)
    partners.keep_faulty(order_id, faulty=len({fault.row for fault in judged.faults}), by=by)
    return judged


def unknown_words(judged: Judged) -> list[UnknownWord]:
    """Return the words of a table without a code, the most frequent first."""
    known = known_of(city.current_city(settings.CITY).id)
    counted = Counter((fault.field, str(fault.why.details["text"])) for fault in judged.faults if waits_for_word(fault))
    names = {field: {**codes_of(known, field), **_names_of(field)} for field, _text in counted}
    return [
        UnknownWord(field, text, rows, proposed_code(text, names[field]))
        for (field, text), rows in counted.most_common(MOST_WORDS)
    ]


def _names_of(field: str) -> dict[str, str]:
    """The names of what a word may mean, as they are written, with their codes."""
    city_id = city.current_city(settings.CITY).id
    rows: Sequence[TopicFacts | DistrictFacts | UnitFacts] = ()
    if field == WordField.TOPIC:
        rows = city.topics(city_id)
    elif field == WordField.DISTRICT:
        rows = city.districts(city_id, on=city.day_of(city_id, clock.now()))
    elif field == WordField.UNIT:
        rows = city.units(city_id)
    return {name: row.code for row in rows for name in (row.name_en, row.name_fa) if name}


def waits_for_word(fault: RowFault) -> bool:
    """Whether a fault is gone once somebody has said what a word of the table means."""
    return isinstance(fault.why, NameIsUnknown) and fault.field in WordField.values()


def codes_of(known: KnownCodes, field: str) -> Mapping[str, str]:
    """Return the folded names of a field with their codes."""
    tables: dict[str, Mapping[str, str]] = {
        WordField.TOPIC: known.topics,
        WordField.DISTRICT: known.districts,
        WordField.UNIT: known.units,
        WordField.STATE: known.states,
    }
    return tables[field]


def refused_rows(judged: Judged, language: str) -> str:
    """Return the rows with faults as CSV, under their own headings, with the number of the row and what is wrong."""
    faults: dict[int, list[str]] = {}
    for fault in judged.faults:
        faults.setdefault(fault.row, []).append(f"{fault.field}: {fault.why.words(language)}")
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow([*map(safe_cell, judged.sheet.headings), "row", "why"])
    for number, cells in judged.sheet.rows:
        if number in faults:
            writer.writerow([*map(safe_cell, cells), number, " | ".join(faults[number])])
    return "\ufeff" + sheet.getvalue()


def reconcile(path: Path, columns: Mapping[str, str], source: str) -> Reconciled:
    """Compare a table of the earlier system with the cases that came of it.

    Raises TableIsNotReadable, MappingIsWrong.
    """
    judged = _judged(path, columns)
    city_facts = city.current_city(settings.CITY)
    numbers = earlier.cases_by_number(source)
    imported = {one.case_id: one for one in earlier_cases.earlier_cases(city_facts.id, numbers.values())}
    named = routing.recorded_units(city_facts.id)
    units = {unit.id: unit.code for unit in city.units(city_facts.id)}
    counts: dict[str, tuple[Counter[str], Counter[str]]] = {
        name: (Counter(), Counter()) for name in ("state", "month", "unit")
    }
    missing, differing = [], []
    for _row, record in judged.records:
        keys = _keys_of_record(record, city_facts.time_zone)
        case = imported.get(numbers.get(record.number, 0))
        own_keys = _keys_of_case(case, units, named, city_facts.time_zone) if case is not None else None
        for name, (table_counts, case_counts) in counts.items():
            table_counts[keys[name]] += 1
            if own_keys is not None:
                case_counts[own_keys[name]] += 1
        if own_keys is None:
            missing.append(record.number)
        elif own_keys != keys:
            differing.append(record.number)
    return Reconciled(
        rows=len(judged.sheet.rows),
        refusals=_refusals(judged),
        found=len(judged.records) - len(missing),
        missing=missing,
        differing=differing,
        by_state=_pairs(*counts["state"]),
        by_month=_pairs(*counts["month"]),
        by_unit=_pairs(*counts["unit"]),
    )


def _judged(path: Path, columns: Mapping[str, str]) -> Judged:
    """A table by the columns of its system, or by its own headings where they are others.

    Raises TableIsNotReadable, MappingIsWrong.
    """
    try:
        return judge_file(path, columns)
    except partners.HeadingIsNotInTable:
        proposed = proposed_columns(read_sheet(path, numbers_equals=True).headings, kept_columns())
        if not all(proposed.get(field) for field in NEEDED):
            raise
        return judge_file(path, proposed)


def _refusals(judged: Judged) -> list[RefusedRow]:
    faults: dict[int, list[str]] = {}
    for fault in judged.faults:
        faults.setdefault(fault.row, []).append(f"{fault.field}: {fault.why.name}")
    return [RefusedRow(row, " | ".join(whys)) for row, whys in sorted(faults.items())]


def _keys_of_record(record: OldRecord, zone: str) -> dict[str, str]:
    state = EarlierState.OPEN if record.closed_at is None else EarlierState.CLOSED
    return {"state": state.value, "month": _month(record.opened_at, zone), "unit": record.unit}


def _keys_of_case(
    case: EarlierCase, units: Mapping[int, str], named: Mapping[int, int | None], zone: str
) -> dict[str, str]:
    """The same of a case; its unit is the one that its record named, "" for none."""
    state = EarlierState.CLOSED if case.is_over else EarlierState.OPEN
    unit = units.get(named.get(case.case_id) or 0, "")
    return {"state": state.value, "month": _month(case.opened_at, zone), "unit": unit}


def _month(moment: datetime, zone: str) -> str:
    day = to_jalali(local(moment, zone).date())
    return f"{day.year}{day.month:02d}"


def _pairs(there: Counter[str], here: Counter[str]) -> list[CountPair]:
    return [CountPair(key, there[key], here[key]) for key in sorted({*there, *here})]


BACK: Final = (
    "old_number",
    "code",
    "opened_at",
    "closed_at",
    "state",
    "topic",
    "district",
    "unit",
    "address",
    "text",
)


def rows_back(source: str) -> Iterator[tuple[str, ...]]:
    """Every case of the city with its number in an earlier system ("" for what came since), as rows of a table.

    Confidential reports stay out. Moments are ISO 8601, names are codes.
    """
    city_facts = city.current_city(settings.CITY)
    topics = {topic.id: topic.code for topic in city.topics(city_facts.id)}
    units = {unit.id: unit.code for unit in city.units(city_facts.id)}
    for cases in earlier_cases.cases_for_way_back(city_facts.id):
        numbers = earlier.numbers_by_case(source, [case.id for case in cases])
        for case in cases:
            yield (
                safe_cell(numbers.get(case.id, "")),
                case.code,
                case.opened_at.isoformat(),
                case.closed_at.isoformat() if case.closed_at is not None else "",
                case.state,
                topics.get(case.topic_id or 0, ""),
                city.district_code(city_facts.id, case.district_id) if case.district_id else "",
                units.get(case.unit_id or 0, ""),
                safe_cell(case.address),
                safe_cell(case.text),
            )


def safe_cell(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t") else text
