"""What an inspector does in one transaction, and what field work tells the draw of inspections."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from peygir.cases import actions as cases
from peygir.cases.new_report import NewReport
from peygir.desks.fieldwork import actions as fieldwork
from peygir.desks.fieldwork import queries as worked
from peygir.desks.inspection import actions as inspection
from peygir.desks.inspection.actions import FilledForm
from peygir.desks.intake import actions as intake
from peygir.desks.intake.actions import ReportReceipt
from peygir.people.channels import Channel
from peygir.people.rules import Actor


def inspect(
    code: str,
    *,
    finding: str,
    note: str,
    by: Actor,
    version: int | None = None,
    photo: bytes | None = None,
    filled: FilledForm | None = None,
    seen_at: datetime | None = None,
) -> int:
    """Record what an inspector found in a case, with a photo and the topic's form; returns the case's new version.

    `version` is what the person saw, `seen_at` when the inspector was there, if that was earlier. Raises what
    `cases.open_file`, `inspection.record_inspection` and `fieldwork.attach_photo` raise.
    """
    with cases.open_file(code=code, version=version) as case:
        cases.refuse_who_only_looks(case, by)
        inspection.refuse_to_inspect(case, by)
        evidence_id = fieldwork.attach_photo(case, photo, by=by) if photo is not None else None
        inspection.record_inspection(
            case, finding=finding, note=note, by=by, evidence_id=evidence_id, filled=filled, seen_at=seen_at
        )
        return case.version


def report_defect(city_code: str, report: NewReport, *, by: Actor) -> ReportReceipt:
    """File a defect that an inspector saw, by the ordinary intake, as one from a patrol.

    Raises NotAllowed for anybody but an inspector, and what `receive_report` raises.
    """
    inspection.refuse_to_patrol(by)
    return intake.receive_report(city_code, replace(report, channel=Channel.PATROL), by=by)


def marks_of_work(case_ids: Collection[int]) -> dict[str, set[int]]:
    """What field work knows of these cases for the draw: signals that nobody explained, and work of contractors."""
    signals = worked.signals_of(case_ids)
    return {
        "signal": {one.case_id for one in signals if one.explained_at is None},
        "contractor": worked.cases_of_contractors(case_ids),
    }
