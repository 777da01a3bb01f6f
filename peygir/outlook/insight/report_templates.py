"""The templates of reports that are shipped: what a city publishes of ten days, a month, a season or a year."""

from collections.abc import Sequence
from typing import Final

from peygir.core.translation import Text
from peygir.core.translation import pgettext_lazy as _p
from peygir.outlook.insight.report_blocks import ReportBlock
from peygir.outlook.insight.report_words import BlockKind, ReportKind
from peygir.outlook.insight.saved_words import ChartKind

FIGURES: Final = (
    "cases_opened",
    "reports_received",
    "reports_joined",
    "time_to_finish",
    "promises_kept",
    "cases_reopened",
    "confirmed",
    "contacts",
    "calls_answered",
    "wait",
)
_OVER_TIME: Final = {
    ReportKind.TENDAY: "cases_opened~by.day",
    ReportKind.MONTH: "cases_opened~by.day",
    ReportKind.SEASON: "cases_opened~by.ten_day",
    ReportKind.YEAR: "cases_opened~by.month",
}
_ABOUT: Final = _p(
    "report",
    "This report is made of the records of the 137 centre. A case is a problem in the city; several reports may be "
    "of one case. Confidential cases and complaints about people are not counted. Groups of fewer than five are not "
    "shown.",
)


def shipped_blocks(kind: str, languages: Sequence[str]) -> tuple[ReportBlock, ...]:
    """The blocks of a kind of report, with titles in these languages. Raises KeyError for an unknown kind."""
    report_kind = ReportKind.of(kind)

    def titled(title: Text) -> dict[str, str]:
        return {language: title.in_language(language) for language in languages}

    def chart(title: Text, question: str, form: ChartKind) -> ReportBlock:
        return ReportBlock(BlockKind.CHART.value, titled(title), (question,), form.value)

    def table(title: Text, question: str) -> ReportBlock:
        return ReportBlock(BlockKind.TABLE.value, titled(title), (question,))

    def area(title: Text, question: str) -> ReportBlock:
        return ReportBlock(BlockKind.MAP.value, titled(title), (question,), ChartKind.MAP.value)

    blocks = [
        ReportBlock(BlockKind.TEXT.value, titled(_p("report", "About this report")), texts=titled(_ABOUT)),
        ReportBlock(BlockKind.FIGURES.value, titled(_p("report", "In figures")), FIGURES),
        chart(_p("report", "New cases over time"), _OVER_TIME[report_kind], ChartKind.LINE),
        chart(_p("report", "New cases by group of topics"), "cases_opened~by.topic_group", ChartKind.BAR),
        table(_p("report", "The most reported topics"), "cases_opened~by.topic"),
        area(_p("report", "New cases by district"), "cases_opened~by.district"),
    ]
    if report_kind is not ReportKind.TENDAY:
        blocks += [
            area(_p("report", "New cases by neighbourhood"), "cases_opened~by.neighbourhood"),
            chart(_p("report", "Topics and districts"), "cases_opened~by.topic_group.district", ChartKind.HEAT),
            chart(_p("report", "Hours of the week"), "reports_received~by.hour_of_week", ChartKind.HEAT),
        ]
    blocks += [
        chart(_p("report", "By which channel people report"), "reports_received~by.said_by", ChartKind.BAR),
        table(_p("report", "Promises kept in time, by unit"), "promises_kept~by.unit"),
        chart(_p("report", "Time until the work was done"), "time_to_finish~by.topic_group", ChartKind.BAR),
        table(_p("report", "What reporters say: it is fixed"), "confirmed~by.district"),
    ]
    if report_kind in (ReportKind.SEASON, ReportKind.YEAR):
        blocks += [
            chart(_p("report", "Groups of topics month by month"), "cases_opened~by.month.topic_group", ChartKind.LINE),
            chart(_p("report", "Promises kept in time, month by month"), "promises_kept~by.month", ChartKind.LINE),
            table(_p("report", "Cost of the work by kind"), "work_cost~by.kind"),
        ]
    return tuple(blocks)
