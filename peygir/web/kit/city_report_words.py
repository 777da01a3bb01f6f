"""The city's reports as text: their titles and periods, and how a figure changed."""

from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from peygir.core.jalali import to_jalali
from peygir.core.translation import Text, pgettext_lazy
from peygir.outlook.insight.exploring.period_names import period_name as name_of_key
from peygir.outlook.insight.metric import Metric, MetricUnit
from peygir.outlook.insight.report_words import ReportKind
from peygir.web.kit.answer_words import number, percent, written
from peygir.web.kit.templatetags.ui import in_language

TITLES: Final[dict[str, Text]] = {
    ReportKind.TENDAY: pgettext_lazy("title of a report", "Ten-day report"),
    ReportKind.MONTH: pgettext_lazy("title of a report", "Monthly report"),
    ReportKind.SEASON: pgettext_lazy("title of a report", "Seasonal report"),
    ReportKind.YEAR: pgettext_lazy("title of a report", "Yearly report"),
}
ALIKE: Final = 0.005
"""A relative change below this is none."""


def period_name(kind: str, first_on: date) -> str:
    """A period as people say it: «دههٔ اول آبان ۱۴۰۵», «آبان ۱۴۰۵», «پاییز ۱۴۰۵», «۱۴۰۵»."""
    year, month, day = to_jalali(first_on)
    keys = {
        ReportKind.TENDAY: ("ten_day", (year * 100 + month) * 10 + min(3, (day + 9) // 10)),
        ReportKind.MONTH: ("month", year * 100 + month),
        ReportKind.SEASON: ("season", year * 10 + (month + 2) // 3),
        ReportKind.YEAR: ("year", year),
    }
    return written(name_of_key(*keys[ReportKind.of(kind)]))


def report_title(kind: str, first_on: date) -> str:
    """The title of a report: «گزارش ماهانه: آبان ۱۴۰۵»."""
    return _("%(title)s: %(period)s") % {"title": in_language(TITLES[kind]), "period": period_name(kind, first_on)}


def change_words(metric: Metric, value: float | int | None, base: float | int | None) -> str:
    """How a figure differs from an earlier one; "" where one of both is not known."""
    if value is None or base is None:
        return ""
    if metric.measured_in is MetricUnit.SHARE:
        points = 100 * (float(value) - float(base))
        if abs(points) < 100 * ALIKE:
            return _("as before")
        sentence = _("%(points)s points more") if points > 0 else _("%(points)s points less")
        return sentence % {"points": number(round(abs(points), 1))}
    if not base:
        return ""
    change = (float(value) - float(base)) / float(base)
    if abs(change) < ALIKE:
        return _("as before")
    sentence = _("%(percent)s more") if change > 0 else _("%(percent)s less")
    return sentence % {"percent": percent(abs(change))}
