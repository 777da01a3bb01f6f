"""The published reports of 137: the list, one with the digests of its files and data, and the files."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from peygir.outlook.insight import report_queries as reports
from peygir.outlook.insight.report_words import ReportKind
from peygir.web.kit.access import public
from peygir.web.kit.city_report_files import file_lines, report_file
from peygir.web.kit.city_report_words import period_name, report_title
from peygir.web.kit.current_city import current_city
from peygir.web.kit.templatetags.ui import in_language
from peygir.web.public.kept_pages import kept_page


@public()
@require_GET
@kept_page()
def published_reports(request: HttpRequest) -> HttpResponse:
    """List the published reports by kind, the latest first."""
    rows = reports.published_reports(current_city().id)
    groups = [
        (
            in_language(kind.label),
            [(row, period_name(row.kind, row.first_on), file_lines(row)) for row in rows if row.kind == kind],
        )
        for kind in ReportKind
    ]
    return render(request, "public/reports.html", {"groups": [group for group in groups if group[1]]})


@public()
@require_GET
@kept_page()
def published_report(request: HttpRequest, report_id: int) -> HttpResponse:
    """Show a published report: its files with their digests, and the data that it tells."""
    report = reports.published_report(report_id, current_city().id)
    lake = report.manifest["lake"]
    context = {
        "report": report,
        "title": report_title(report.kind, report.first_on),
        "files": file_lines(report),
        "lake": lake,
        "data_files": sum(len(files) for files in lake["files"].values()),
    }
    return render(request, "public/report_of_period.html", context)


@public()
@require_GET
def published_report_file(request: HttpRequest, report_id: int, name: str) -> HttpResponseBase:
    """Return a file of a published report."""
    return report_file(request, reports.published_report(report_id, current_city().id), name, is_public=True)
