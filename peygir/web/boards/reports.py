"""The city's reports at the desk: ordered, looked at as a draft, approved by another person or refused."""

from datetime import date
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from peygir.core.refusals import Missing, Refusal
from peygir.core.translation import gettext_lazy
from peygir.outlook.insight import actions
from peygir.outlook.insight import report_queries as reports
from peygir.outlook.insight.report_facts import CityReportFacts
from peygir.outlook.insight.report_periods import periods_over
from peygir.outlook.insight.report_rules import LONGEST_REASON, SEE, PeriodIsNotOver, may_make_reports
from peygir.outlook.insight.report_words import ReportKind, ReportState
from peygir.people.queries import staff_names
from peygir.web.kit.access import actor, staff
from peygir.web.kit.city_report_files import file_lines, report_file
from peygir.web.kit.city_report_words import period_name, report_title
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.templatetags.ui import in_language, language

OFFERED: Final = {ReportKind.TENDAY: 9, ReportKind.MONTH: 12, ReportKind.SEASON: 6, ReportKind.YEAR: 4}
"""So many of the last periods are offered."""


class NoSuchReportDeed(Missing):
    """A command that no button sends."""

    message = gettext_lazy("There is no such command.")


@staff(*SEE)
@require_http_methods(["GET", "POST"])
def city_reports(request: HttpRequest) -> HttpResponse:
    """List the reports; POST orders one of a period that is over."""
    by, fault, status = actor(request), "", 200
    chosen = request.POST.get("period", "")[:40]
    if request.method == "POST":
        try:
            kind, first_on = _chosen(chosen)
            made = actions.order_report(current_city().id, kind, first_on, by=by)
        except Refusal as refusal:
            fault, status = words_of(refusal), status_of(refusal)
        else:
            messages.success(request, _("The report is being composed; that takes less than a minute."))
            return redirect("city_report", report_id=made.pk)
    rows = reports.city_reports(current_city().id)
    people = staff_names({row.made_by_id for row in rows}, language())
    context = {
        "rows": [
            (row, report_title(row.kind, row.first_on), _state(row), people.get(row.made_by_id, "—")) for row in rows
        ],
        "groups": _offered(),
        "chosen": chosen,
        "fault": fault,
        "may_make": may_make_reports(by),
        "kinds": [(kind.value, in_language(kind.label)) for kind in ReportKind],
    }
    return render(request, "boards/reports.html", context, status=status)


@staff(*SEE)
@require_GET
def city_report(request: HttpRequest, report_id: int) -> HttpResponse:
    """Show a report with its files, and what may be decided about it."""
    return _page(request, reports.city_report(report_id, current_city().id))


@staff(*SEE)
@require_POST
def city_report_press(request: HttpRequest, report_id: int, deed: str) -> HttpResponse:
    """Approve a draft, or refuse it with a reason."""
    report, by = reports.city_report(report_id, current_city().id), actor(request)
    reason = request.POST.get("reason", "")[: LONGEST_REASON + 1]
    try:
        if deed == "approve":
            actions.approve_report(report_id, by=by)
            messages.success(request, _("The report is published."))
        elif deed == "refuse":
            actions.refuse_report(report_id, reason, by=by)
            messages.success(request, _("The report is not approved; another one may be ordered."))
        else:
            raise NoSuchReportDeed()
    except Missing:
        raise
    except Refusal as refusal:
        return _page(request, report, fault=words_of(refusal), reason=reason, status=status_of(refusal))
    return redirect("city_report", report_id=report_id)


@staff(*SEE)
@require_GET
def city_report_file(request: HttpRequest, report_id: int, name: str) -> HttpResponseBase:
    """Return a file of a report that need not be published."""
    return report_file(request, reports.city_report(report_id, current_city().id), name, is_public=False)


def _chosen(text: str) -> tuple[str, date]:
    """The kind and the first day of a chosen period ("month:2026-10-23"). Raises PeriodIsNotOver."""
    kind, _colon, day = text.partition(":")
    try:
        return kind, date.fromisoformat(day)
    except ValueError:
        raise PeriodIsNotOver() from None


def _offered() -> list[tuple[str, list[tuple[str, str]]]]:
    """The periods that may be chosen, by kind, as (value, name)."""
    return [
        (
            in_language(kind.label),
            [
                (f"{kind.value}:{period.first_on.isoformat()}", period_name(kind, period.first_on))
                for period in periods_over(kind, today(), OFFERED[kind])
            ],
        )
        for kind in ReportKind
    ]


def _state(row: CityReportFacts) -> tuple[str, str]:
    """The state of a report as text, with the tone of its mark."""
    tones = {ReportState.DRAFT: "tone-orange", ReportState.PUBLISHED: "tone-good", ReportState.FAILED: "tone-red"}
    state = ReportState.of(row.state)
    return in_language(state.label), tones.get(state, "tone-quiet")


def _page(
    request: HttpRequest, report: CityReportFacts, *, fault: str = "", reason: str = "", status: int = 200
) -> HttpResponse:
    by = actor(request)
    people = staff_names({one for one in (report.made_by_id, report.decided_by_id) if one is not None}, language())
    is_draft = report.state == ReportState.DRAFT
    context = {
        "report": report,
        "title": report_title(report.kind, report.first_on),
        "state": _state(report),
        "files": file_lines(report) if report.state in (ReportState.DRAFT, ReportState.PUBLISHED) else [],
        "made_by": people.get(report.made_by_id, "—"),
        "decided_by": people.get(report.decided_by_id or 0, "—"),
        "may_decide": is_draft and may_make_reports(by),
        "is_own": report.made_by_id == by.id,
        "is_waiting": report.state == ReportState.ORDERED,
        "is_published": report.state == ReportState.PUBLISHED,
        "fault": fault,
        "reason": reason,
    }
    return render(request, "boards/report.html", context, status=status)
