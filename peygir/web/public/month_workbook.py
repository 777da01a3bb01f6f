"""The report of a month's marks as an Excel workbook: a sheet of marks, parts, comparison and each further table."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from peygir.core.tables import Column, WorkbookSheet, as_workbook
from peygir.outlook.scoring.words import MarkGroup
from peygir.web.kit.mark_parts import part_rows
from peygir.web.kit.mark_words import group_name, indicator_name, month_label, not_counted_name
from peygir.web.kit.report_parts import publication_words, version_words
from peygir.web.kit.standing_words import indicator_words, peers_words, unit_words
from peygir.web.kit.templatetags.ui import day, in_language, language
from peygir.web.public.month_report import MonthReport

HOUR: Final = 3600
MARK: Final = "0.00"
COUNT: Final = "#,##0"
SHARE: Final = "0.0%"
MEASURED: Final = "0.00##"
"""How Excel shows numbers; a cell holds all their digits."""
Line = tuple[object, ...]


def month_workbook(report: MonthReport) -> Iterator[bytes]:
    """Return the workbook of a month's report in the reader's language; numbers are numbers, with all their digits."""
    sheets = [_marks(report), _parts(report), _standings(report), _not_counted(report), _changes(report)]
    return as_workbook([*sheets, _about(report)], from_right=language() == "fa")


def _marks(report: MonthReport) -> WorkbookSheet:
    numbers = {
        **dict.fromkeys((_("Mark"), _("Lower end"), _("Upper end")), MARK),
        _("Cases"): COUNT,
        **dict.fromkeys(map(group_name, map(str, MarkGroup)), SHARE),
    }
    rows: list[Line] = []
    for label, own in report.groups():
        for row in own:
            whole = report.whole(row.mark.unit_id)
            values = [_number(one) for one in (row.mark.mark, row.mark.low, row.mark.high)]
            groups = [_number(row.mark.groups.get(one)) for one in map(str, MarkGroup)]
            band = in_language(whole.band.label) if whole is not None else ""
            rows.append((row.code, row.name, label, *values, row.mark.cases, *groups, band))
    columns = _columns((_("Code"), _("Unit"), _("Kind")), numbers, (_("Band"),))
    return WorkbookSheet(_("Marks of units"), columns, rows)


def _parts(report: MonthReport) -> WorkbookSheet:
    numbers = {
        _("Rows counted"): COUNT,
        **dict.fromkeys((_("Value"), _("Lower end"), _("Upper end")), MEASURED),
        **dict.fromkeys((_("Score"), _("Weight")), SHARE),
        _("Below its target by"): MARK,
    }
    rows: list[Line] = [
        (
            row.code,
            row.name,
            part.name,
            part.group,
            part.state,
            part.part.n,
            *map(_number, (part.part.value, part.part.low, part.part.high, part.part.score, part.part.weight)),
            _number(part.part.lost),
        )
        for row in report.rows
        for part in part_rows(report.kept.parts[row.mark.unit_id])
    ]
    columns = _columns((_("Code"), _("Unit"), _("Part"), _("Group"), _("State")), numbers, ())
    return WorkbookSheet(_("Parts of the marks"), columns, rows)


def _standings(report: MonthReport) -> WorkbookSheet:
    numbers = {
        _("Rows counted"): COUNT,
        **dict.fromkeys((_("Observed"), _("Expected"), _("Ratio"), _("Lower end"), _("Upper end")), MEASURED),
        _("With the city's cases"): MARK,
        **dict.fromkeys((_("First possible rank"), _("Last possible rank"), _("Of so many")), COUNT),
    }
    rows: list[Line] = [
        (
            unit_words(standing.unit_id),
            indicator_words(standing.indicator),
            peers_words(standing.peers),
            in_language(standing.band.label),
            standing.n,
            *map(
                _number,
                (standing.observed, standing.expected, standing.ratio, standing.low, standing.high, standing.adjusted),
            ),
            standing.rank_low,
            standing.rank_high,
            standing.of or None,
        )
        for standing in report.standings
    ]
    columns = _columns((_("Unit"), _("Indicator"), _("Peers"), _("Band")), numbers, ())
    return WorkbookSheet(_("Comparison"), columns, rows)


def _not_counted(report: MonthReport) -> WorkbookSheet:
    rows: list[Line] = [
        (unit_words(unit_id), not_counted_name(one.rule), one.cases, round(one.seconds / HOUR, 2))
        for unit_id, own in sorted(report.not_counted.items())
        for one in own
    ]
    columns = _columns((_("Unit"), _("Rule")), {_("Cases"): COUNT, _("Hours not counted"): "#,##0.0"}, ())
    return WorkbookSheet(_("Not counted"), columns, rows)


def _changes(report: MonthReport) -> WorkbookSheet:
    rows: list[Line] = [
        (
            row.number,
            row.at,
            unit_words(row.unit_id),
            indicator_name(row.indicator),
            _number(row.before),
            _number(row.after),
        )
        for row in report.restated
    ]
    columns = [Column(_("Version"), "number"), Column(_("Day"), "moment"), Column(_("Unit")), Column(_("Part"))]
    return WorkbookSheet(
        _("Changes"), [*columns, *_columns((), {_("Mark before"): MARK, _("Mark after"): MARK}, ())], rows
    )


def _about(report: MonthReport) -> WorkbookSheet:
    month, version = report.month, report.kept.version
    rows: list[Line] = [
        (_("Month"), month_label(month.first_on)),
        (_("Version"), version_words(report.number, month.version)),
        (_("Closed on"), day(month.closed_at)),
        (_("Publication"), publication_words(month)),
        (_("Digest of the figures (SHA-256)"), month.snapshot_digest),
        (_("Digest of the marks (SHA-256)"), version.digest),
        (_("Digest of the comparison (SHA-256)"), report.digest),
    ]
    if report.scheme is not None:
        rows += [(name, weight) for name, weight in report.scheme.groups]
        rows.append((_("How the groups are combined"), report.scheme.combination))
        rows.append((_("A part without enough cases"), report.scheme.missing))
    return WorkbookSheet(_("How these marks were made"), [Column(_("About this report")), Column(_("Value"))], rows)


def _columns(before: Sequence[str], numbers: Mapping[str, str], after: Sequence[str]) -> list[Column]:
    """Columns of text, of numbers (by their names with how Excel shows them), and of text."""
    return [
        *map(Column, before),
        *(Column(name, "number", form) for name, form in numbers.items()),
        *map(Column, after),
    ]


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
