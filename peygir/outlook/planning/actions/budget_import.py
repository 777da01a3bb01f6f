"""Imports a fiscal year's budget from a table: every fault with its row, sums reconciled, all rows or none."""

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.db import IntegrityError, connection, transaction

from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Refusal
from peygir.core.sheets import Sheet, read_sheet
from peygir.history.actions import record_copied
from peygir.outlook.planning.actions.budget import BudgetCodeIsTaken, BudgetLineHasEnded, kept_line
from peygir.outlook.planning.actions.files import record_plan, refuse_other_than
from peygir.outlook.planning.budget_rules import (
    MOST_LINES,
    BudgetColumnsAreMissing,
    BudgetFault,
    BudgetRow,
    BudgetRowIsTooLong,
    BudgetRowsAreTooMany,
    BudgetUnitIsUnknown,
    added_up,
    checked_code,
    differences,
    places_of,
    row_of,
    twice,
)
from peygir.outlook.planning.lifecycle import BUDGET
from peygir.outlook.planning.models import BudgetImport, BudgetLine
from peygir.outlook.planning.states import BudgetState
from peygir.people.rules import Actor

MOST_TITLE_ROWS: Final = 10
"""So many rows below the first are tried as headings."""
_NEW_KEYS: Final = "SELECT nextval(pg_get_serial_sequence('planning_budgetline', 'id')) FROM generate_series(1, %s)"


@dataclass(frozen=True, slots=True)
class ImportedBudget:
    """The outcome: rows read, their faults, the sums of the columns (rials), and what was written.

    `absent`: codes of lines of this year that the table does not have; they stay as they are.
    """

    rows: int
    faults: tuple[BudgetFault, ...]
    sums: Mapping[str, int]
    made: int = 0
    changed: int = 0
    same: int = 0
    absent: tuple[str, ...] = ()
    is_written: bool = False


def import_budget(
    path: Path,
    *,
    city_id: int,
    year: int,
    file_name: str = "",
    mapping: Mapping[str, str] | None = None,
    totals: Mapping[str, int] | None = None,
    dry_run: bool = False,
    by: Actor,
) -> ImportedBudget:
    """Write the budget lines of a table (CSV, Excel, ODS); with any fault, or `dry_run`, nothing is written.

    `mapping`: our name of a column → the table's heading. `totals`: column → the total in rials that the budget's
    book states, to be reconciled with the rows. A line that is known gets its sums anew. Raises NotYourWork,
    TableIsNotReadable, BudgetColumnsAreMissing, BudgetRowsAreTooMany, BudgetCodeIsTaken, BudgetCodeIsNotRight.

    Above its headings a table may have a few rows of titles, as books of budgets have them in merged cells.
    """
    refuse_other_than(BUDGET, by)
    checked_code("0", year)
    sheet, places = _headed(read_sheet(path), mapping or {})
    if len(sheet.rows) > MOST_LINES:
        raise BudgetRowsAreTooMany(most=MOST_LINES)
    rows, faults = _rows(sheet, places, city_id, year)
    sums = added_up(rows)
    faults += twice(rows)
    if not faults:
        faults += differences(sums, totals or {})
    with transaction.atomic():
        known = {
            line.code: line
            for line in BudgetLine.objects.select_for_update(no_key=True)
            .filter(city_id=city_id, year=year)
            .order_by("pk")
        }
        faults += [
            BudgetFault(row.number, BudgetLineHasEnded())
            for row in rows
            if row.code in known and known[row.code].state == BudgetState.WITHDRAWN
        ]
        outcome = ImportedBudget(len(sheet.rows), tuple(sorted(faults, key=lambda fault: fault.row)), sums)
        if faults or dry_run:
            return outcome
        source = BudgetImport(
            city_id=city_id,
            year=year,
            file_name=file_name[:200] or path.name[:200],
            digest=hashlib.sha256(path.read_bytes()).hexdigest(),
            columns={name: sheet.headings[place] for name, place in places.items()},
            sums={"rows": dict(sums), "given": dict(totals or {})},
            rows=len(rows),
            by=str(by),
            at=clock.now(),
        )
        return _written(rows, known, source, sums, by=by)


def _headed(sheet: Sheet, mapping: Mapping[str, str]) -> tuple[Sheet, dict[str, int]]:
    """The table below its headings, and where each column is. Raises BudgetColumnsAreMissing for the first row."""
    try:
        return sheet, places_of(sheet.headings, mapping)
    except BudgetColumnsAreMissing:
        for place, (_number, cells) in enumerate(sheet.rows[:MOST_TITLE_ROWS]):
            with suppress(BudgetColumnsAreMissing):
                places = places_of(cells, mapping)
                return Sheet(cells, sheet.rows[place + 1 :], sheet.too_long), places
        raise


def _rows(
    sheet: Sheet, places: Mapping[str, int], city_id: int, year: int
) -> tuple[list[BudgetRow], list[BudgetFault]]:
    """The rows that can be read, and the faults of the others."""
    rows, faults = [], []
    for number, cells in sheet.rows:
        try:
            if number in sheet.too_long:
                raise BudgetRowIsTooLong()
            rows.append(_with_unit(row_of(number, cells, places, year), city_id))
        except Refusal as refusal:
            faults.append(BudgetFault(number, refusal))
    return rows, faults


def _with_unit(row: BudgetRow, city_id: int) -> BudgetRow:
    """The row, if the city has its unit. Raises BudgetUnitIsUnknown."""
    if row.unit_code and city.unit_by_code(city_id, row.unit_code) is None:
        raise BudgetUnitIsUnknown(code=row.unit_code[:40])
    return row


def _written(
    rows: list[BudgetRow], known: Mapping[str, BudgetLine], source: BudgetImport, sums: Mapping[str, int], *, by: Actor
) -> ImportedBudget:
    """Write the rows; the same table again finds nothing to change, and leaves no second import."""
    same = BudgetImport.objects.filter(city_id=source.city_id, year=source.year, digest=source.digest).first()
    if same is None:
        source.save(force_insert=True)
    else:
        source = same
    counts = {"made": 0, "changed": 0, "same": 0}
    new = [row for row in rows if row.code not in known]
    _add(new, source, by=by)
    for row in rows:
        if row.code in known:
            counts[_write_row(row, known[row.code], source, by=by)] += 1
    counts["made"] = len(new)
    absent = tuple(sorted(set(known) - {row.code for row in rows}))
    return ImportedBudget(len(rows), (), sums, absent=absent, is_written=True, **counts)


def _add(rows: list[BudgetRow], source: BudgetImport, *, by: Actor) -> None:
    """Write new lines by COPY, each with the event of its import: a book of a large city has thousands."""
    now, lines = clock.now(), []
    for key, row in zip(_new_keys(len(rows)), rows, strict=True):
        made = {"made_by": str(by), "made_at": now, "state_at": now, "source": source}
        place = {"city_id": source.city_id, "year": source.year, "code": row.code}
        lines.append(BudgetLine(id=key, **place, **_values(row, source), **made))
    try:
        record_copied(lines, [kept_line(line, source.pk) for line in lines], by=str(by), at=now)
    except IntegrityError as failure:  # another import wrote one of them at the same moment
        raise BudgetCodeIsTaken() from failure


def _new_keys(count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(_NEW_KEYS, [count])
        return [key for (key,) in cursor.fetchall()]


def _values(row: BudgetRow, source: BudgetImport) -> dict[str, Any]:
    unit = city.unit_by_code(source.city_id, row.unit_code) if row.unit_code else None
    return {
        "title": row.title,
        "unit_id": unit.id if unit is not None else None,
        "approved": row.sums.approved,
        "allotted": row.sums.allotted,
        "committed": row.sums.committed,
        "spent": row.sums.spent,
    }


def _write_row(row: BudgetRow, stored: BudgetLine, source: BudgetImport, *, by: Actor) -> str:
    """Write one row into a known line; returns "changed" or "same"."""
    values = _values(row, source)
    if all(getattr(stored, name) == value for name, value in values.items()):
        return "same"
    for name, value in values.items():
        setattr(stored, name, value)
    stored.source = source
    record_plan(stored, kept_line(stored, source.pk), by=by, write=[*values, "source_id"])
    return "changed"
