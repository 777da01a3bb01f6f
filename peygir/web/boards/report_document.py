"""The city's report as a PDF document: cover, figures, charts, maps, tables, and the data that it came from."""

from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from peygir.core.pdf_pictures import CoveredDocument, FigureCard
from peygir.outlook.insight.exploring.value_names import ValueNames
from peygir.outlook.insight.questions import metric_of
from peygir.outlook.insight.report_periods import period_before, year_before
from peygir.outlook.insight.report_words import BlockKind
from peygir.outlook.insight.saved_words import ChartKind
from peygir.outlook.insight.shown_answers import ShownAnswer
from peygir.web.boards.report_content import BlockContent, FigureAnswer, ReportContent
from peygir.web.boards.report_tables import compared_table
from peygir.web.kit.answer_document import as_of_words
from peygir.web.kit.answer_parts import part_of
from peygir.web.kit.answer_words import shown_figure
from peygir.web.kit.city_report_words import change_words, period_name, report_title
from peygir.web.kit.current_city import current_city
from peygir.web.kit.templatetags.ui import day, digits, in_language, language, named

BESIDE_A_CHART: Final = 12
IN_A_TABLE: Final = 30
_ROOM: Final = {BlockKind.CHART.value: 80.0, BlockKind.MAP.value: 110.0}
"""Millimetres below the title of a block, so that a chart does not begin on the page after its title."""
_HEAT_FRAME: Final = 45.0
_HEAT_LINE: Final = 6.0
_HIGHEST: Final = 165.0
"""The same of a shaded table: without lines, for each line, and at most."""


def report_pdf(content: ReportContent, names: ValueNames) -> bytes:
    """Return the PDF of a report in the reader's language; the same content gives the same document."""
    report = content.report
    title = report_title(report.kind, report.first_on)
    days = _("%(first)s to %(last)s") % {"first": day(report.period.first_on), "last": day(report.period.last_on)}
    below = [days, as_of_words(content.as_of)]
    if report.number > 1:
        below.append(
            _("Report %(number)s of this period; it replaces those before.") % {"number": digits(report.number)}
        )
    document = CoveredDocument(
        title,
        language=language(),
        made_at=report.made_at,
        above=_("137 centre of %(city)s") % {"city": named(current_city())},
        below=tuple(below),
    )
    for block in content.blocks:
        if _says_nothing(block):
            continue
        document.section(block.block.title(language()), room=_room(block))
        _WRITERS[block.block.kind](document, block, content, names)
    _write_origin(document, content)
    return document.content()


def _says_nothing(block: BlockContent) -> bool:
    """Whether the data name no group: they tell of no neighbourhood, for instance."""
    return (
        any(answer.now.dimensions for answer in block.answers)
        and all(
            row.keys and all(key is None for key in row.keys) for answer in block.answers for row in answer.now.rows
        )
        and any(answer.now.rows for answer in block.answers)
    )


def _has_figures(block: BlockContent) -> bool:
    """Whether a group has a figure of the period that may be shown."""
    return any(row.value is not None for answer in block.answers for row in answer.now.rows)


def _room(block: BlockContent) -> float:
    """Millimetres that a block needs below its title: a shaded table is as high as it has lines."""
    if not _has_figures(block):
        return 0.0
    if block.block.chart == ChartKind.HEAT:
        return min(_HIGHEST, _HEAT_FRAME + _HEAT_LINE * len({row.keys[:1] for row in block.answers[0].now.rows}))
    return _ROOM.get(block.block.kind, 0.0)


def _write_text(document: CoveredDocument, block: BlockContent, _content: ReportContent, _names: ValueNames) -> None:
    document.paragraph(block.block.text(language()))


def _write_figures(document: CoveredDocument, block: BlockContent, content: ReportContent, _names: ValueNames) -> None:
    document.note(_comparison(content))
    document.cards([_card(answer) for answer in block.answers])


def _card(answer: FigureAnswer) -> FigureCard:
    metric = metric_of(answer.now.question)
    value, before, year = (_one(one) for one in (answer.now, answer.before, answer.year))
    changes = [
        (_("period before: %(value)s"), before, change_words(metric, value[0], before[0])),
        (_("a year before: %(value)s"), year, change_words(metric, value[0], year[0])),
    ]
    lines = []
    for sentence, (amount, is_hidden), change in changes:
        if amount is None and not is_hidden:
            continue
        told = sentence % {"value": shown_figure(metric, amount, is_hidden=is_hidden)}
        lines.append(f"{told} ({change})" if change else told)
    return FigureCard(in_language(metric.name), shown_figure(metric, value[0], is_hidden=value[1]), tuple(lines))


def _one(answer: ShownAnswer) -> tuple[float | int | None, bool]:
    """The figure of an answer without dimensions, and whether it is hidden."""
    return (answer.rows[0].value, answer.rows[0].is_hidden) if answer.rows else (None, False)


def _comparison(content: ReportContent) -> str:
    report = content.report
    before = period_name(report.kind, period_before(report.kind, report.period).first_on)
    year = period_name(report.kind, year_before(report.kind, report.period).first_on)
    answers = [answer for block in content.blocks for answer in block.answers if not answer.now.dimensions]
    if any(answer.year.rows for answer in answers):
        return _("Compared with %(before)s, and with %(year)s.") % {"before": before, "year": year}
    if any(answer.before.rows for answer in answers):
        return _("Compared with %(before)s.") % {"before": before}
    return _("The data do not reach back to an earlier period.")


def _write_chart(document: CoveredDocument, block: BlockContent, _content: ReportContent, names: ValueNames) -> None:
    answer = block.answers[0]
    part = part_of(answer.now, block.block.chart, names, is_page=False)
    document.note(part.sentence)
    if part.svg and _has_figures(block):
        document.chart(part.svg, block.block.title(language()))
    _write_rows(document, answer, names, most=BESIDE_A_CHART)


def _write_table(document: CoveredDocument, block: BlockContent, _content: ReportContent, names: ValueNames) -> None:
    answer = block.answers[0]
    document.note(in_language(metric_of(answer.now.question).sentence))
    _write_rows(document, answer, names, most=IN_A_TABLE)


def _write_rows(document: CoveredDocument, answer: FigureAnswer, names: ValueNames, *, most: int) -> None:
    """The groups with their figures of this period and of the one before, and the change; those that have none are in
    the Excel file alone.
    """
    table = compared_table(answer, names)
    if not table.rows:
        document.paragraph(_("Nothing was counted."))
        return
    if not table.with_figures:
        document.paragraph(_("The groups are too small for figures to be shown."))
        return
    document.table(table.headings, table.with_figures[:most], table.shares)
    if len(table.with_figures) > most:
        left_out = digits(len(table.with_figures) - most)
        document.note(_("%(count)s more rows stand in the Excel file.") % {"count": left_out})
    if table.hidden:
        document.note(table.hidden)


def _write_origin(document: CoveredDocument, content: ReportContent) -> None:
    """The data that the report tells, and where its digests are."""
    document.section(_("Where the figures come from"))
    document.paragraph(
        _(
            "Every figure was computed from one state of the centre's records. The page of this report has the SHA-256 "
            "of each of its files and of the data that were read."
        )
    )
    document.facts(
        [
            (_("Data taken"), as_of_words(content.as_of)),
            (_("Last event"), digits(str(content.lake["last_event"]))),
            (_("Page"), f"{settings.PUBLIC_URL}{reverse('published_report', args=[content.report.id])}"),
        ]
    )
    if content.lake["root"]:
        document.note(_("Merkle root of the histories"))
        document.note(str(content.lake["root"]))


_WRITERS: Final = {
    BlockKind.TEXT.value: _write_text,
    BlockKind.FIGURES.value: _write_figures,
    BlockKind.CHART.value: _write_chart,
    BlockKind.MAP.value: _write_chart,
    BlockKind.TABLE.value: _write_table,
}
