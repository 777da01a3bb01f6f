"""The report of a month's marks as a PDF document: marks, comparison, units in detail, changes and method."""

from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from peygir.core.pdf_charts import FUNNEL_MARGINS, ChartedDocument
from peygir.outlook.scoring.fairness.standing import WHOLE_MARK
from peygir.web.kit.current_city import current_city
from peygir.web.kit.mark_parts import UnitMarkRow, part_rows
from peygir.web.kit.mark_words import indicator_name, mark_text, month_code, month_label
from peygir.web.kit.report_parts import (
    BETWEEN,
    FUNNEL_HEIGHT,
    band_words,
    funnel_drawing,
    mark_intervals,
    mark_line,
    mark_scale,
    not_counted_sentence,
    publication_words,
    too_few_words,
    version_words,
    write_counts,
    write_method,
    write_parts,
)
from peygir.web.kit.standing_words import failure_words, indicator_words, unit_words
from peygir.web.kit.templatetags.ui import day, digits, in_language, language, named
from peygir.web.public.comparisons import funnel_units, peer_rows
from peygir.web.public.month_report import MonthReport

_STANDING: Final = (0.32, 0.1, 0.12, 0.14, 0.16, 0.16)
_CHANGES: Final = (0.12, 0.18, 0.3, 0.2, 0.1, 0.1)
FEWEST_IN_A_FUNNEL: Final = 2


def month_document(report: MonthReport) -> bytes:
    """Return the PDF of a month's report in the reader's language; the same report gives the same document."""
    month, version = report.month, report.kept.version
    title = _("Marks of the units in %(month)s") % {"month": month_label(month.first_on)}
    document = ChartedDocument(f"{title}{BETWEEN}{named(current_city())}", language=language(), made_at=version.at)
    marked = sum(row.mark.mark is not None for row in report.rows)
    document.facts(
        [
            (_("Version"), f"{version_words(report.number, month.version)} ({day(version.at)})"),
            (_("Closed on"), day(month.closed_at)),
            (_("Publication"), publication_words(month)),
            (_("Units with a mark"), digits(marked)),
            (_("Too few cases to say"), digits(len(report.rows) - marked)),
        ]
    )
    document.note(f"{settings.PUBLIC_URL}{_path(report)}")
    _write_marks(document, report)
    _write_comparison(document, report)
    _write_units(document, report)
    _write_changes(document, report)
    write_method(document, month, report.scheme)
    digests = [
        (_("Digest of the figures (SHA-256)"), month.snapshot_digest),
        (_("Digest of the marks (SHA-256)"), version.digest),
        (_("Digest of the comparison (SHA-256)"), report.digest),
    ]
    for label, digest in digests:
        if digest:
            document.note(label)
            document.note(digest)
    return document.content()


def _path(report: MonthReport) -> str:
    path = reverse("marks_month", args=[month_code(report.month.first_on)])
    return path if report.number == report.month.version else f"{path}?version={report.number}"


def _write_marks(document: ChartedDocument, report: MonthReport) -> None:
    """The marks with their intervals by kind of unit, in order of names."""
    document.section(_("Marks, with the range in which they lie 19 times in 20"))
    for label, rows in report.groups():
        marked = mark_intervals(rows)
        few = [row.name for row in rows if row.mark.mark is None]
        document.heading(label)
        if marked:
            document.intervals(marked, mark_scale())
        if few:
            document.note(too_few_words(few))


def _write_comparison(document: ChartedDocument, report: MonthReport) -> None:
    """How units stand against what was to be expected: the whole mark in tables, each indicator as a funnel."""
    document.section(_("Standing against what was to be expected"))
    if not report.standings:
        document.paragraph(_("Units were not compared in this month."))
        return
    for group in peer_rows(report.standings_in(WHOLE_MARK)):
        document.heading(group.name)
        if group.rows:
            headings = (
                _("Unit"),
                _("Mark"),
                _("Expected"),
                _("With the city's cases"),
                _("Band"),
                _("Possible ranks"),
            )
            lines = [
                (row.name, row.observed, row.expected, row.value, row.label, row.ranks or "—") for row in group.rows
            ]
            document.table(headings, lines, _STANDING)
        if group.too_few:
            document.note(too_few_words(group.too_few))
    for indicator in report.compared():
        units = funnel_units(report.standings_in(indicator))
        if len(units) >= FEWEST_IN_A_FUNNEL:
            document.heading(
                _("%(chosen)s: failures against expected (%(failures)s)")
                % {"chosen": indicator_words(indicator), "failures": failure_words(indicator)},
                _("Up: failures over those to be expected. Across: how much is known, as so many expected failures."),
                room=FUNNEL_HEIGHT + FUNNEL_MARGINS,
            )
            document.funnel(funnel_drawing(units))


def _write_units(document: ChartedDocument, report: MonthReport) -> None:
    """Every unit with its parts, its band, and what was not counted against it."""
    document.section(_("The units one by one"))
    for label, rows in report.groups():
        for row in rows:
            document.heading(f"{row.name}: {mark_line(row)}", BETWEEN.join(_beside(report, row, label)))
            write = write_counts if row.mark.mark is None else write_parts
            write(document, part_rows(report.kept.parts[row.mark.unit_id]))
            left_out = not_counted_sentence(report.not_counted.get(row.mark.unit_id, ()))
            if left_out:
                document.note(left_out)


def _beside(report: MonthReport, row: UnitMarkRow, kind: str) -> list[str]:
    whole = report.whole(row.mark.unit_id)
    details = [kind, _("cases: %(cases)s") % {"cases": digits(row.mark.cases)}]
    if whole is not None:
        details.append(in_language(whole.band.label))
    apart = [one for one in report.apart(row.mark.unit_id) if one[1] != indicator_words(WHOLE_MARK)]
    return [*details, band_words(apart)] if apart else details


def _write_changes(document: ChartedDocument, report: MonthReport) -> None:
    """What was restated after appeals up to this version."""
    document.section(_("Changes of the month"))
    if not report.restated:
        document.paragraph(_("No mark of this month was restated."))
        return
    headings = (_("Version"), _("Day"), _("Unit"), _("Part"), _("Mark before"), _("Mark after"))
    lines = [
        (
            digits(row.number),
            day(row.at),
            unit_words(row.unit_id),
            indicator_name(row.indicator),
            mark_text(row.before),
            mark_text(row.after),
        )
        for row in report.restated
    ]
    document.table(headings, lines, _CHANGES)
