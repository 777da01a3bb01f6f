"""Computes the marks of a month from its snapshot's text, by a scheme, with what appeals took out; stores nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from peygir.outlook.scoring.actions.reading import (
    UnitRows,
    case_mixes,
    loaded,
    not_counted_totals,
    rows_by_unit,
    table_rows,
)
from peygir.outlook.scoring.catalogue import indicator_of
from peygir.outlook.scoring.fairness.outcomes import CaseMix
from peygir.outlook.scoring.mark_text import digest_of_marks
from peygir.outlook.scoring.marking import CountedRow, Marking, MarkResult, counted
from peygir.outlook.scoring.people_marks import MarkOfUnit, PersonMark, PostInMonth, marks_of_people
from peygir.outlook.scoring.rules import SchemeContent, SchemePart
from peygir.outlook.scoring.snapshot_tables import POST, UNIT
from peygir.outlook.scoring.snapshot_text import format_of


@dataclass(frozen=True, slots=True)
class TakenOut:
    """What an appeal that was upheld takes out of an indicator of a unit: one case, or every row with a reason."""

    unit_id: int
    indicator: str
    case_id: int | None
    why: str

    def takes(self, row: CountedRow) -> bool:
        """Whether it takes out this row of its unit and indicator."""
        return row.case_id == self.case_id if self.case_id is not None else row.why == self.why


@dataclass(frozen=True, slots=True)
class MonthRows:
    """What a snapshot holds for marks: the rows of indicators, posts, units, what does not count, features of cases.

    `rows` are by code and version of the indicator.
    """

    rows: Mapping[tuple[str, int], UnitRows]
    posts: Sequence[PostInMonth]
    units: Mapping[int, Mapping[str, int | str | None]]
    not_counted: Sequence[tuple[int, str, int, int]]
    mixes: Mapping[int, CaseMix]


@dataclass(frozen=True, slots=True)
class ComputedMonth:
    """All marks of a month in one version, the rows behind them, and what was not counted.

    `mixes` are the features of each case, `kinds` those of units.
    """

    units: Sequence[MarkResult]
    people: Sequence[PersonMark]
    rows: Mapping[str, UnitRows]
    marking: Marking
    not_counted: Sequence[tuple[int, str, int, int]]
    mixes: Mapping[int, CaseMix]
    kinds: Mapping[int, str]

    @property
    def digest(self) -> str:
        """The SHA-256 of the text of the marks."""
        return digest_of_marks(self.units, self.people)

    def of_unit(self, unit_id: int) -> MarkResult | None:
        """The mark of a unit; None for a unit without any row."""
        return next((result for result in self.units if result.unit_id == unit_id), None)


def compute_month(text: bytes, content: SchemeContent, taken_out: Iterable[TakenOut] = ()) -> ComputedMonth:
    """Return the marks of a month, each part by the version of its indicator that the scheme names.

    Raises SnapshotIsNotRight, SnapshotIsTooOld, IndicatorIsUnknown.
    """
    return marks_from(read_month(text, content.parts), content, taken_out)


def read_month(text: bytes, parts: Iterable[SchemePart]) -> MonthRows:
    """Return what marks are computed from, with the rows of the indicators of these parts.

    Raises SnapshotIsNotRight, SnapshotIsTooOld, IndicatorIsUnknown.
    """
    number, wanted = format_of(text), sorted({(part.indicator, part.version) for part in parts})
    indicators = {key: indicator_of(*key) for key in wanted}
    with loaded(text):
        return MonthRows(
            rows={key: rows_by_unit(indicator, number) for key, indicator in indicators.items()},
            posts=[_post(row) for row in table_rows(POST)],
            units={int(str(row["unit"])): row for row in table_rows(UNIT)},
            not_counted=not_counted_totals(),
            mixes=case_mixes(),
        )


def marks_from(read: MonthRows, content: SchemeContent, taken_out: Iterable[TakenOut] = ()) -> ComputedMonth:
    """Return the marks by a scheme, whose indicators have their rows; `read` stays as it is."""
    known = {part.indicator: indicator_of(part.indicator, part.version) for part in content.parts}
    rows: dict[str, UnitRows] = {name: dict(read.rows[name, one.version]) for name, one in known.items()}
    for removal in taken_out:
        own = rows.get(removal.indicator, {})
        if removal.unit_id in own:
            own[removal.unit_id] = [row for row in own[removal.unit_id] if not removal.takes(row)]
    of_city = {name: one.measure.measured(_all(rows[name])) for name, one in known.items()}
    marking = Marking(content, of_city)
    unit_ids = sorted({unit_id for by_unit in rows.values() for unit_id in by_unit})
    units = [marking.mark(unit_id, {name: rows[name].get(unit_id, []) for name in known}) for unit_id in unit_ids]
    marks = {result.unit_id: MarkOfUnit(result.mark, result.cases) for result in units}
    above = {unit_id: _number(row["parent"]) for unit_id, row in read.units.items()}
    kinds = {unit_id: str(row["kind"]) for unit_id, row in read.units.items()}
    people = marks_of_people(read.posts, marks, above, content.digits)
    return ComputedMonth(units, people, rows, marking, read.not_counted, read.mixes, kinds)


def _number(cell: int | str | None) -> int | None:
    return None if cell is None else int(cell)


def _all(by_unit: UnitRows) -> Mapping[tuple[int | str, ...], int]:
    return counted(row for unit_id in sorted(by_unit) for row in by_unit[unit_id])


def _post(row: Mapping[str, int | str | None]) -> PostInMonth:
    return PostInMonth(
        staff_id=int(str(row["staff"])),
        unit_id=int(str(row["unit"])),
        role=str(row["role"]),
        scope=str(row["scope"]),
        from_on=date.fromisoformat(str(row["from_on"])),
        to_on=date.fromisoformat(str(row["to_on"])),
    )
