"""Files of the city's reports as responses, and their lines on pages."""

import json
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from peygir.core.translation import languages
from peygir.outlook.insight.report_facts import CityReportFacts, file_name
from peygir.outlook.insight.report_periods import period_code
from peygir.outlook.insight.report_queries import NoSuchReport, report_content
from peygir.outlook.insight.report_words import ReportFileForm
from peygir.web.kit.templatetags.ui import in_language

MANIFEST: Final = "manifest.json"
TYPES: Final = {
    ReportFileForm.PDF: "application/pdf",
    ReportFileForm.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
NAMES: Final[dict[str, str]] = {code: str(name) for code, name in settings.LANGUAGES}
"""The names of languages, each in itself."""


@dataclass(frozen=True, slots=True)
class ReportFileLine:
    """A file of a report on a page."""

    name: str
    form: str
    language: str
    language_name: str
    digest: str


def file_lines(report: CityReportFacts) -> list[ReportFileLine]:
    """The files of a report: the PDF documents first, the city's own language before others."""
    lines = []
    for form in ReportFileForm:
        for language in sorted(languages(), key=lambda one: one != "fa"):
            name = file_name(form.value, language)
            if name in report.files:
                own = NAMES.get(language, language)
                lines.append(ReportFileLine(name, in_language(form.label), language, own, report.files[name]))
    return lines


def report_file(request: HttpRequest, report: CityReportFacts, name: str, *, is_public: bool) -> HttpResponseBase:
    """Return a file of a report by its name, or its manifest. Raises NoSuchReport, ReportFileIsBroken."""
    if not report.files or (name != MANIFEST and name not in report.files):
        raise NoSuchReport()
    etag = f'"{report.files.get(name, report.id)}"'
    unchanged = get_conditional_response(request, etag=etag)
    if isinstance(unchanged, HttpResponseNotModified):
        return unchanged
    if name == MANIFEST:
        content, kind = json.dumps(report.manifest, ensure_ascii=False, indent=1).encode(), "application/json"
    else:
        content, kind = report_content(report, name), TYPES[ReportFileForm.of(name.rpartition(".")[2])]
    disposition = "inline" if kind in ("application/pdf", "application/json") else "attachment"
    code = f"137-{period_code(report.kind, report.first_on)}-{report.number}-{name}"
    response = HttpResponse(content, content_type=kind)
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "public, max-age=3600" if is_public else "private, no-store"
    response.headers["Content-Disposition"] = f'{disposition}; filename="{code}"'
    return response
