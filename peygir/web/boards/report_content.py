"""What stands in a report: the answers to the questions of its blocks, of its period and of those before."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from peygir.city import queries as city
from peygir.core.refusals import Conflict, Refusal
from peygir.core.translation import gettext_lazy as _
from peygir.core.translation import languages
from peygir.journey.lake import lake_folder
from peygir.outlook.insight.lake.manifest import Manifest
from peygir.outlook.insight.questions import metric_of, question_from
from peygir.outlook.insight.report_blocks import ReportBlock
from peygir.outlook.insight.report_facts import CityReportFacts
from peygir.outlook.insight.report_periods import ReportPeriod, period_before, year_before
from peygir.outlook.insight.report_words import BlockKind
from peygir.outlook.insight.shown_answers import FEWEST, PUBLIC, Asker, ShownAnswer, asking, in_period
from peygir.web.kit.current_city import current_city


class LakeEndsTooEarly(Conflict):
    """The lake does not have the whole period yet."""

    message = _("The data do not reach the last day of the report yet. They are brought up to date every night.")


@dataclass(frozen=True, slots=True)
class FigureAnswer:
    """One question of a period, and its answers of the period before and of a year before, without rows where the data
    do not reach back so far.
    """

    now: ShownAnswer
    before: ShownAnswer
    year: ShownAnswer


@dataclass(frozen=True, slots=True)
class BlockContent:
    """A block with its answers, in the order of its questions; none for a text."""

    block: ReportBlock
    answers: tuple[FigureAnswer, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportContent:
    """A report with all its answers, of one state of the lake; `lake` names that state."""

    report: CityReportFacts
    blocks: tuple[BlockContent, ...]
    as_of: str
    lake: Mapping[str, Any] = field(default_factory=dict)

    @property
    def languages(self) -> list[str]:
        """The languages in which it is written."""
        return sorted(languages())


def report_content(report: CityReportFacts) -> ReportContent:
    """Ask the lake everything that a report shows. Raises NoLakeYet, LakeEndsTooEarly, and what a question raises."""
    with asking(lake_folder(), PUBLIC) as lake:
        manifest = lake.manifest
        taken_on = city.day_of(current_city().id, datetime.fromisoformat(manifest.as_of))
        if taken_on <= report.period.last_on:
            raise LakeEndsTooEarly()
        periods = (
            report.period,
            period_before(report.kind, report.period),
            year_before(report.kind, report.period),
        )
        blocks = tuple(_content(lake, block, periods) for block in report.blocks)
        return ReportContent(report, blocks, manifest.as_of, lake_manifest(manifest, report))


def _content(lake: Asker, block: ReportBlock, periods: tuple[ReportPeriod, ReportPeriod, ReportPeriod]) -> BlockContent:
    if block.kind == BlockKind.TEXT:
        return BlockContent(block)
    answers = []
    for text in block.questions:
        now, *earlier = (lake.answer(in_period(text, one.since, one.until)) for one in periods)
        before, year = (
            answer if _is_known(lake.manifest, answer, period) else replace(answer, rows=())
            for answer, period in zip(earlier, periods[1:], strict=True)
        )
        answers.append(FigureAnswer(now, before, year))
    return BlockContent(block, tuple(answers))


def _is_known(manifest: Manifest, answer: ShownAnswer, period: ReportPeriod) -> bool:
    """Whether the data tell the whole of an earlier period: the first month of a table may have begun before them."""
    months = manifest.tables.get(metric_of(answer.question).grain, {})
    return bool(months) and f"{period.since // 100}" > min(months)


def lake_manifest(manifest: Manifest, report: CityReportFacts) -> dict[str, Any]:
    """Which data a report tells: events, root, and the SHA-256 of the lake's files that its questions read."""
    tables = set()
    for block in report.blocks:
        for text in block.questions:
            try:
                tables.add(metric_of(question_from(text)).grain)
            except Refusal:
                continue
    return {
        "version": manifest.version,
        "as_of": manifest.as_of,
        "last_event": manifest.last_event,
        "root": manifest.root,
        "hidden_below": FEWEST,
        "files": {
            table: {month: file.digest for month, file in sorted(manifest.tables.get(table, {}).items())}
            for table in sorted(tables)
        },
    }
