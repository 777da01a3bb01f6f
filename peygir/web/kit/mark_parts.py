"""The parts of a mark, and what was not counted, as rows of a table."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from peygir.city import queries as city
from peygir.outlook.scoring.facts import MarkPartFacts, NotCountedFacts, UnitMarkFacts
from peygir.outlook.scoring.words import MarkGroup, PartState
from peygir.web.kit.charts import Chart, Series
from peygir.web.kit.mark_words import (
    group_name,
    indicator_definition,
    indicator_name,
    interval_text,
    month_label,
    not_counted_name,
    number_text,
    part_state,
    percent_text,
    state_text,
    value_text,
    why_text,
)
from peygir.web.kit.templatetags.ui import digits, named

HOUR: Final = 3600


@dataclass(frozen=True, slots=True)
class MarkPartRow:
    """One part as text; `lost` are the points by which it is below its target, "" where it has none."""

    part: MarkPartFacts
    name: str
    definition: str
    group: str
    state: str
    is_counted: bool
    value: str
    low: str
    high: str
    score: str
    weight: str
    lost: str
    counts: list[tuple[str, str, str]]
    """Reason as a code, as text, and how many rows."""


@dataclass(frozen=True, slots=True)
class UnitMarkRow:
    """The mark of a unit as text."""

    mark: UnitMarkFacts
    code: str
    name: str
    kind: str
    text: str
    interval: str
    month: str
    groups: list[tuple[str, int, str]]
    """Each group: its name, its score out of 100, and that as text; a dash where its parts have too few cases."""


def part_rows(parts: Iterable[MarkPartFacts]) -> list[MarkPartRow]:
    """Return the parts in their order."""
    return [_part_row(part) for part in parts]


def _part_row(part: MarkPartFacts) -> MarkPartRow:
    code = part.indicator
    ordered = sorted(part.counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return MarkPartRow(
        part=part,
        name=indicator_name(code),
        definition=indicator_definition(code),
        group=group_name(part.group),
        state=part_state(part.state),
        is_counted=part.state == PartState.COUNTED,
        value=value_text(code, part.value),
        low=value_text(code, part.low),
        high=value_text(code, part.high),
        score="—" if part.score is None else percent_text(part.score),
        weight=percent_text(part.weight, 1),
        lost="" if not part.lost else number_text(part.lost, 2),
        counts=[(why, why_text(code, why), digits(count)) for why, count in ordered],
    )


def mark_row(row: UnitMarkFacts) -> UnitMarkRow:
    """Return a unit's mark as text, with the unit's name of today."""
    unit = city.unit(row.unit_id)
    return UnitMarkRow(
        mark=row,
        code=unit.code if unit is not None else "",
        name=named(unit) if unit is not None else "—",
        kind=unit.kind if unit is not None else "",
        text=state_text(row),
        interval=interval_text(row.low, row.high),
        month=month_label(row.first_on),
        groups=[
            (group_name(group), round(row.groups[group] * 100), percent_text(row.groups[group]))
            if group in row.groups
            else (group_name(group), 0, "—")
            for group in map(str, MarkGroup)
        ],
    )


def marks_chart(title: str, rows: Iterable[UnitMarkRow], *, by_month: bool = False) -> Chart:
    """Return the chart of marks with their intervals: one label for each unit, or for each month."""
    marked = [row for row in rows if row.mark.mark is not None]
    return Chart(
        title=title,
        labels=tuple(row.month if by_month else row.name for row in marked),
        series=(
            Series(_("Mark"), tuple(float(row.mark.mark or 0) for row in marked)),
            Series(_("Lower end"), tuple(float(row.mark.low or 0) for row in marked)),
            Series(_("Upper end"), tuple(float(row.mark.high or 0) for row in marked)),
        ),
        unit=_("out of 20"),
    )


def not_counted_rows(rows: Iterable[NotCountedFacts]) -> list[tuple[str, str, str]]:
    """Return what was not counted: the rule, how many cases, and how many hours ("" for none)."""
    return [
        (not_counted_name(row.rule), digits(row.cases), digits(round(row.seconds / HOUR)) if row.seconds else "")
        for row in rows
    ]
