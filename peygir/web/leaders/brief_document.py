"""The city's page as a PDF document of one or two sheets, for a meeting or a phone without a connection."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from peygir.cases.facts import ListedCase
from peygir.core.pdf import PdfDocument
from peygir.web.kit.city_figures import NOTHING, CityFigure
from peygir.web.kit.templatetags.ui import code_text, digits, language, moment, named, time_left
from peygir.web.leaders.city_brief import CityBrief, SideBySide

MOST: Final = 10
_BETWEEN: Final = " · "


def brief_document(brief: CityBrief, *, made_at: datetime) -> bytes:
    """Return the PDF of what a leader is shown, in the reader's language."""
    title = f"{named(brief.unit) if brief.unit else _('The city')}{_BETWEEN}{moment(made_at)}"
    document = PdfDocument(title, language=language(), made_at=made_at)
    document.section(_("Numbers"))
    document.facts([(figure.name, _figure(figure)) for figure in brief.figures])
    _cases(document, _("Escalated to me"), [row.case for row in brief.escalated])
    _cases(document, _("The worst ten"), brief.late.worst)
    document.section(_("Units side by side") if brief.is_of_units else _("Districts side by side"))
    document.facts([(row.name, _row(row)) for row in brief.rows])
    return document.content()


def _figure(figure: CityFigure) -> str:
    if {figure.before, figure.year} <= {"", NOTHING}:
        return figure.value
    past = _("week before %(before)s · last year %(year)s") % {"before": figure.before, "year": figure.year}
    return f"{figure.value}{_BETWEEN}{past}"


def _cases(document: PdfDocument, title: str, cases: Sequence[ListedCase]) -> None:
    document.section(title)
    if not cases:
        document.paragraph(_("None."))
        return
    document.facts([(code_text(case.code), _case(case)) for case in cases])


def _case(case: ListedCase) -> str:
    parts = [named(case.topic) if case.topic else _("Topic not yet known"), named(case.unit), time_left(case.due_at)]
    if case.report_count > 1:
        parts.append(_("%(count)s reporters") % {"count": digits(str(case.report_count))})
    return _BETWEEN.join(part for part in parts if part)


def _row(row: SideBySide) -> str:
    names = (_("Late now"), _("New"), _("Finished"), _("Kept on time"), _("Median days"))
    values = (digits(str(row.late)), row.opened, row.finished, row.kept, row.median)
    return _BETWEEN.join(f"{name}: {value}" for name, value in zip(names, values, strict=True))
