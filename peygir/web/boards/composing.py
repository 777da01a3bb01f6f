"""Composes the files of a report: PDF and Excel in every language."""

from django.utils.translation import override

from peygir.outlook.insight.report_facts import CityReportFacts, ComposedFile, ComposedReport
from peygir.outlook.insight.report_words import ReportFileForm
from peygir.web.boards.report_content import report_content
from peygir.web.boards.report_document import report_pdf
from peygir.web.boards.report_workbook import report_xlsx
from peygir.web.kit.answer_words import value_names


def composed_report(report: CityReportFacts) -> ComposedReport:
    """Return the files of a report, all of one state of the lake. Raises what `report_content` raises."""
    content, files = report_content(report), []
    for language in content.languages:
        with override(language):
            names = value_names()
            files.append(ComposedFile(ReportFileForm.PDF.value, language, report_pdf(content, names)))
            files.append(ComposedFile(ReportFileForm.XLSX.value, language, report_xlsx(content, names)))
    return ComposedReport(files, content.lake)
