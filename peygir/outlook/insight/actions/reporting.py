"""Reports of the city: ordered, composed as a draft by a job, approved by another person, and published.

The documents are made by the edges, which know their languages and looks: they set `report_composers` when they start.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import Max

from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Refusal
from peygir.core.translation import languages
from peygir.history.actions import record
from peygir.history.kinds.city_reports import (
    CityReportDrafted,
    CityReportFailed,
    CityReportOrdered,
    CityReportPublished,
    CityReportRefused,
)
from peygir.outlook.insight.engines.apart import LakeIsBusy
from peygir.outlook.insight.models import CityReport, CityReportFile, ReportTemplate
from peygir.outlook.insight.report_blocks import blocks_from
from peygir.outlook.insight.report_facts import CityReportFacts, ComposedReport, file_name
from peygir.outlook.insight.report_queries import NoSuchReport, blocks_in_force, report_facts
from peygir.outlook.insight.report_rules import (
    LONGEST_REASON,
    ReportIsDecided,
    ReportIsInTheMaking,
    ReportKindIsUnknown,
    ReportNeedsAnother,
    ReportsNotYours,
    checked_period,
    checked_why_not,
    may_make_reports,
)
from peygir.outlook.insight.report_words import ReportKind, ReportState
from peygir.people.rules import CLOCK, Actor

ReportComposer = Callable[[CityReportFacts], ComposedReport]
"""Makes the files of a report in every language and form."""
report_composers: Final[list[ReportComposer]] = []


def order_report(city_id: int, kind: str, first_on: date, *, by: Actor) -> CityReport:
    """Order the report of the period of a kind that begins on a day; a job composes it.

    Raises ReportsNotYours, ReportKindIsUnknown, PeriodIsNotOver, ReportIsInTheMaking.
    """
    _check(by)
    now = clock.now()
    period = checked_period(kind, first_on, today=city.day_of(city_id, now))
    blocks = [block.as_json() for block in blocks_in_force(city_id, kind)]
    try:
        with transaction.atomic():
            rows = CityReport.objects.filter(city_id=city_id, kind=kind, first_on=first_on)
            last = rows.aggregate(last=Max("number"))["last"] or 0
            row = CityReport(
                city_id=city_id,
                kind=kind,
                first_on=period.first_on,
                last_on=period.last_on,
                number=last + 1,
                blocks=blocks,
                made_by_id=by.id,
                made_at=now,
            )
            row.save(force_insert=True)
            event = CityReportOrdered(
                period=kind,
                first_on=period.first_on.isoformat(),
                last_on=period.last_on.isoformat(),
                number=row.number,
                blocks=_digest(blocks),
            )
            record(row, event, by=str(by), at=now)
    except IntegrityError as error:
        if "one_city_report" not in str(error):
            raise
        raise ReportIsInTheMaking() from error
    return row


def compose_report(report_id: int, number: int) -> None:
    """Make the files of an ordered report; a second time, it does nothing. Takes seconds, outside a transaction.

    What the lake refuses (it is not there, or is too old) is kept as the reason; other errors let the job come again.
    """
    row = CityReport.objects.filter(pk=report_id, state=ReportState.ORDERED.value).first()
    if row is None:
        return
    (compose,) = report_composers
    try:
        composed = compose(report_facts(row))
    except LakeIsBusy:
        raise  # it was written anew meanwhile: the job comes again
    except Refusal as refusal:
        _fail(report_id, refusal)
        return
    with transaction.atomic():
        row = CityReport.objects.select_for_update().get(pk=report_id)
        if row.state != ReportState.ORDERED:
            return
        digests: dict[str, object] = {}
        for file in composed.files:
            digest = hashlib.sha256(file.content).hexdigest()
            digests[file_name(file.form, file.language)] = digest
            CityReportFile.objects.create(
                report=row,
                form=file.form,
                language=file.language,
                content=file.content,
                digest=digest,
                size=len(file.content),
            )
        row.manifest = _manifest(row, composed.lake, digests)
        row.state, row.drafted_at = ReportState.DRAFT.value, clock.now()
        event = CityReportDrafted(
            root=str(composed.lake.get("root", "")),
            last_event=int(composed.lake.get("last_event", 0)),
            files=digests,
            manifest=_digest(row.manifest),
        )
        record(row, event, by=str(CLOCK), at=row.drafted_at, write=["manifest", "state", "drafted_at"])


@transaction.atomic
def approve_report(report_id: int, *, by: Actor) -> CityReport:
    """Approve a draft that somebody else ordered: it is for everybody from now on, and never changes.

    Raises ReportsNotYours, NoSuchReport, ReportIsDecided, ReportNeedsAnother.
    """
    row = _draft(report_id, by)
    if row.made_by_id == by.id:
        raise ReportNeedsAnother()
    _decide(row, ReportState.PUBLISHED, by)
    event = CityReportPublished(files=dict(row.manifest["files"]), manifest=_digest(row.manifest))
    record(row, event, by=str(by), at=row.decided_at or clock.now(), write=["state", "decided_by", "decided_at"])
    return row


@transaction.atomic
def refuse_report(report_id: int, reason: str, *, by: Actor) -> None:
    """Refuse a draft with a reason; its files are deleted, and another report of the period may be ordered.

    Raises ReportsNotYours, NoSuchReport, ReportIsDecided, ReportReasonIsMissing.
    """
    row = _draft(report_id, by)
    row.reason = checked_why_not(reason)
    _decide(row, ReportState.REFUSED, by)
    CityReportFile.objects.filter(report=row).delete()
    names = ["state", "decided_by", "decided_at", "reason"]
    record(row, CityReportRefused(), by=str(by), at=row.decided_at or clock.now(), write=names)


@transaction.atomic
def save_report_template(city_id: int, kind: str, blocks: Any, *, by: Actor) -> None:
    """Let reports of a kind be composed of these blocks (JSON) from now on; those that are made already stay.

    Raises ReportsNotYours, ReportKindIsUnknown, ReportHasNoBlocks, ReportBlocksAreNotRight.
    """
    _check(by)
    if kind not in ReportKind.values():
        raise ReportKindIsUnknown()
    checked = [block.as_json() for block in blocks_from(blocks, languages=languages())]
    now = clock.now()
    rows = ReportTemplate.objects.select_for_update().filter(city_id=city_id, kind=kind, valid_to__isnull=True)
    if [row.blocks for row in rows] == [checked]:
        return
    rows.update(valid_to=now)
    ReportTemplate.objects.create(city_id=city_id, kind=kind, blocks=checked, by=str(by), valid_from=now)


@transaction.atomic
def drop_report_template(city_id: int, kind: str, *, by: Actor) -> None:
    """Let reports of a kind be composed of the shipped blocks again. Raises ReportsNotYours."""
    _check(by)
    rows = ReportTemplate.objects.filter(city_id=city_id, kind=kind, valid_to__isnull=True)
    rows.update(valid_to=clock.now())


def _check(by: Actor) -> None:
    if not may_make_reports(by):
        raise ReportsNotYours()


def _draft(report_id: int, by: Actor) -> CityReport:
    _check(by)
    row = CityReport.objects.select_for_update().filter(pk=report_id).first()
    if row is None:
        raise NoSuchReport()
    if row.state != ReportState.DRAFT:
        raise ReportIsDecided()
    return row


def _decide(row: CityReport, state: ReportState, by: Actor) -> None:
    row.state, row.decided_by_id, row.decided_at = state.value, by.id, clock.now()


@transaction.atomic
def _fail(report_id: int, refusal: Refusal) -> None:
    row = CityReport.objects.select_for_update().get(pk=report_id)
    if row.state == ReportState.ORDERED:
        row.state, row.reason = ReportState.FAILED.value, refusal.words("fa")[:LONGEST_REASON]
        record(row, CityReportFailed(why=refusal.name), by=str(CLOCK), at=clock.now(), write=["state", "reason"])


def _manifest(row: CityReport, lake: Mapping[str, Any], digests: Mapping[str, object]) -> dict[str, Any]:
    return {
        "report": {
            "kind": row.kind,
            "first_on": row.first_on.isoformat(),
            "last_on": row.last_on.isoformat(),
            "number": row.number,
            "blocks": _digest(row.blocks),
        },
        "lake": dict(lake),
        "files": dict(digests),
    }


def _digest(values: Any) -> str:
    """The SHA-256 of values as canonical JSON."""
    text = json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
