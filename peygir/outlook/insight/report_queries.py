"""Questions about the city's reports: those that somebody sees, the published ones, and their files."""

import hashlib
from typing import Final

from peygir.core.refusals import Missing
from peygir.core.translation import gettext_lazy as _
from peygir.core.translation import languages
from peygir.outlook.insight.models import CityReport, CityReportFile, ReportTemplate
from peygir.outlook.insight.report_blocks import ReportBlock, blocks_from
from peygir.outlook.insight.report_facts import CityReportFacts, file_name
from peygir.outlook.insight.report_periods import ReportPeriod
from peygir.outlook.insight.report_templates import shipped_blocks
from peygir.outlook.insight.report_words import ReportState

MOST_SHOWN: Final = 200


class NoSuchReport(Missing):
    """There is no such report, or it is not published."""

    message = _("There is no such report.")


class ReportFileIsBroken(Missing):
    """A stored file is not the one that was made; the history says which that was."""

    message = _("This file is not as it was made, so it is not given out. Please tell the city.")


def city_reports(city_id: int) -> list[CityReportFacts]:
    """The reports of a city, the latest first; one statement."""
    rows = CityReport.objects.filter(city_id=city_id).order_by("-made_at", "-pk")
    return [report_facts(row) for row in rows[:MOST_SHOWN]]


def city_report(report_id: int, city_id: int) -> CityReportFacts:
    """A report, published or not. Raises NoSuchReport."""
    row = CityReport.objects.filter(pk=report_id, city_id=city_id).first()
    if row is None:
        raise NoSuchReport()
    return report_facts(row)


def published_reports(city_id: int) -> list[CityReportFacts]:
    """The published reports, the latest period first; of a period that has several, the latest one. One statement."""
    rows = CityReport.objects.filter(city_id=city_id, state=ReportState.PUBLISHED.value)
    latest: dict[tuple[str, object], CityReportFacts] = {}
    for row in rows.order_by("-last_on", "kind", "-number")[:MOST_SHOWN]:
        latest.setdefault((row.kind, row.first_on), report_facts(row))
    return list(latest.values())


def published_report(report_id: int, city_id: int) -> CityReportFacts:
    """A published report. Raises NoSuchReport."""
    facts = city_report(report_id, city_id)
    if facts.state != ReportState.PUBLISHED:
        raise NoSuchReport()
    return facts


def report_content(facts: CityReportFacts, name: str) -> bytes:
    """The content of a file of a report by its name. Raises NoSuchReport, ReportFileIsBroken."""
    for row in CityReportFile.objects.filter(report_id=facts.id).defer("content"):
        if file_name(row.form, row.language) == name:
            content = bytes(row.content)
            if hashlib.sha256(content).hexdigest() != facts.files.get(name):
                raise ReportFileIsBroken()
            return content
    raise NoSuchReport()


def blocks_in_force(city_id: int, kind: str) -> tuple[ReportBlock, ...]:
    """The blocks of a kind of report: the city's own, else those that are shipped."""
    row = ReportTemplate.objects.filter(city_id=city_id, kind=kind, valid_to__isnull=True).first()
    if row is None:
        return shipped_blocks(kind, languages())
    return blocks_from(row.blocks, languages=languages())


def report_facts(row: CityReport) -> CityReportFacts:
    """A row as pages know it."""
    return CityReportFacts(
        id=row.pk,
        kind=row.kind,
        period=ReportPeriod(row.first_on, row.last_on),
        number=row.number,
        state=row.state,
        blocks=tuple(
            ReportBlock(one["kind"], one["titles"], tuple(one["questions"]), one["chart"], one["texts"])
            for one in row.blocks
        ),
        manifest=row.manifest,
        made_by_id=row.made_by_id,
        made_at=row.made_at,
        drafted_at=row.drafted_at,
        decided_by_id=row.decided_by_id,
        decided_at=row.decided_at,
        reason=row.reason,
    )
