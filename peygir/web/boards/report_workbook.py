"""The city's report as an Excel workbook: a sheet for each block, with numbers as numbers, and one about the data."""

from typing import Final

from django.utils.translation import gettext as _

from peygir.core.tables import Column, WorkbookSheet, as_workbook
from peygir.outlook.insight.dimensions import DIMENSIONS
from peygir.outlook.insight.exploring.value_names import ValueNames
from peygir.outlook.insight.questions import metric_of
from peygir.outlook.insight.report_words import BlockKind
from peygir.web.boards.report_content import BlockContent, ReportContent
from peygir.web.boards.report_tables import compared_table
from peygir.web.kit.city_report_words import report_title
from peygir.web.kit.templatetags.ui import day, in_language, language

Line = tuple[object, ...]
LONGEST: Final = 27


def report_xlsx(content: ReportContent, names: ValueNames) -> bytes:
    """Return the workbook of a report in the reader's language."""
    sheets = [_about(content)]
    for number, block in enumerate(content.blocks, start=1):
        if block.block.kind == BlockKind.FIGURES:
            sheets.append(_figures(block, number))
        elif block.answers:
            sheets.append(_groups(block, number, names))
    return b"".join(as_workbook(sheets, from_right=language() == "fa"))


def _name(block: BlockContent, number: int) -> str:
    """The name of a sheet; its number keeps it apart from the others."""
    return f"{number} {block.block.title(language())[:LONGEST]}"


def _figures(block: BlockContent, number: int) -> WorkbookSheet:
    columns = [
        Column(_("Figure")),
        Column(_("This period"), "number"),
        Column(_("Period before"), "number"),
        Column(_("A year before"), "number"),
        Column(_("Unit of measure")),
    ]
    rows: list[Line] = []
    for answer in block.answers:
        metric = metric_of(answer.now.question)
        values = [one.rows[0].value if one.rows else None for one in (answer.now, answer.before, answer.year)]
        rows.append((in_language(metric.name), *values, in_language(metric.measured_in.label)))
    return WorkbookSheet(_name(block, number), columns, rows)


def _groups(block: BlockContent, number: int, names: ValueNames) -> WorkbookSheet:
    answer = block.answers[0]
    metric, dimensions = metric_of(answer.now.question), answer.now.dimensions
    table = compared_table(answer, names)
    labels = [Column(in_language(DIMENSIONS[code].name)) for code in dimensions]
    columns = [*labels, Column(in_language(metric.name), "number"), Column(_("Period before"), "number")]
    rows: list[Line] = [
        (*texts[: len(dimensions)], *amounts) for texts, amounts in zip(table.rows, table.amounts, strict=True)
    ]
    return WorkbookSheet(_name(block, number), columns, rows)


def _about(content: ReportContent) -> WorkbookSheet:
    report = content.report
    rows: list[Line] = [
        (_("Report"), report_title(report.kind, report.first_on)),
        (_("First day"), day(report.period.first_on)),
        (_("Last day"), day(report.period.last_on)),
        (_("Data taken"), content.as_of),
        (_("Last event"), str(content.lake["last_event"])),
        (_("Merkle root of the histories"), str(content.lake["root"])),
    ]
    return WorkbookSheet(_("About this report"), [Column(_("About this report")), Column(_("Value"))], rows)
