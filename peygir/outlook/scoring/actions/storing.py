"""Writes the marks of one version: units, parts, what each case did to them, and the people who led."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.db import connection

from peygir.outlook.scoring.actions.computing import ComputedMonth
from peygir.outlook.scoring.marking import CountedRow, MarkResult, PartResult
from peygir.outlook.scoring.models import ManagerMark, MarkPart, MarkVersion, NotCountedTotal, UnitMark
from peygir.outlook.scoring.people_marks import PersonMark
from peygir.storage.rows import insert_all

_COPY_EFFECTS: Final = 'COPY scoring_caseeffect (part_id, case_id, "key", why, effect) FROM STDIN'
_AT_ONCE: Final = 500


def store_marks(version: MarkVersion, computed: ComputedMonth, units: Sequence[MarkResult]) -> None:
    """Write these marks of a version with their parts and the effects of every case."""
    marks = [_mark_row(version, result) for result in units]
    insert_all(marks, numbered=True)
    parts = [
        (result, part, _part_row(row, part)) for row, result in zip(marks, units, strict=True) for part in result.parts
    ]
    insert_all([row for _result, _part, row in parts], numbered=True)
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(_COPY_EFFECTS) as copy:
        for result, part, row in parts:
            name = part.part.indicator
            counted_rows = computed.rows[name].get(result.unit_id, [])
            for line in _effect_lines(int(row.pk), computed, result, name, counted_rows):
                copy.write_row(line)


def store_people(version: MarkVersion, people: Iterable[PersonMark]) -> None:
    """Write the marks of people in a version."""
    rows = [
        ManagerMark(
            version=version,
            staff_id=person.post.staff_id,
            unit_id=person.post.unit_id,
            role=person.post.role,
            from_on=person.post.from_on,
            to_on=person.post.to_on,
            days=person.post.days,
            units=person.units,
            mark=person.mark,
        )
        for person in people
    ]
    for start in range(0, len(rows), _AT_ONCE):
        insert_all(rows[start : start + _AT_ONCE])


def store_not_counted(month_id: int, totals: Iterable[tuple[int, str, int, int]]) -> None:
    """Write what does not count against each unit of a month."""
    rows = [
        NotCountedTotal(month_id=month_id, unit_id=unit_id, rule=rule, cases=cases, seconds=seconds)
        for unit_id, rule, cases, seconds in totals
    ]
    for start in range(0, len(rows), _AT_ONCE):
        insert_all(rows[start : start + _AT_ONCE])


def _effect_lines(
    part_id: int, computed: ComputedMonth, result: MarkResult, name: str, rows: Sequence[CountedRow]
) -> Iterable[tuple[Any, ...]]:
    effects = computed.marking.effects(result, name, rows)
    for row in sorted(rows, key=lambda row: (row.case_id, row.key)):
        yield part_id, row.case_id, row.key, row.why, effects.get(row.signature, 0)


def _mark_row(version: MarkVersion, result: MarkResult) -> UnitMark:
    return UnitMark(
        month_id=version.month_id,
        version=version,
        number=version.number,
        unit_id=result.unit_id,
        state=result.state.value,
        mark=result.mark,
        low=result.low,
        high=result.high,
        groups={group: format(score, "f") for group, score in sorted(result.groups.items())},
        cases=result.cases,
    )


def _part_row(mark_row: UnitMark, part: PartResult) -> MarkPart:
    measured = part.measured
    return MarkPart(
        mark=mark_row,
        indicator=part.part.indicator,
        group=part.part.group,
        state=part.state.value,
        n=part.n,
        counts=dict(sorted(part.whys.items())),
        value=measured.value if measured else None,
        low=measured.low if measured else None,
        high=measured.high if measured else None,
        score=part.score,
        weight=part.weight,
        lost=part.lost,
    )
