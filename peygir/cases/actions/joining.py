"""Reports that belong together: joining a case, making two cases one, and splitting them again."""

from datetime import datetime

from peygir.cases.actions.file import NoSuchCase, locked, move, write_event
from peygir.cases.actions.opening import Filing, write_report
from peygir.cases.actions.search_entries import add_to_search_entry, write_search_entry
from peygir.cases.models import Case, Report
from peygir.cases.new_report import NewReport
from peygir.cases.rules import visibility_of
from peygir.cases.states import ENDED, CaseState
from peygir.core import clock
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain
from peygir.history.kinds.case_moves import CaseMerged
from peygir.history.kinds.cases import AssetNamed, CaseGaveBack, CaseInIncident, CaseTookIn, ReportJoined
from peygir.history.queries import timeline
from peygir.people.rules import Actor, may_see


class CaseCannotTakeIn(Invalid):
    """The case cannot be merged into itself, into an ended case, or into a case of another kind."""

    message = _("The other case cannot be merged into this one: it is the same case, has ended, or is of another kind.")


def join_report(case: Case, report: NewReport, filing: Filing, *, by: Actor) -> Report:
    """Add a further citizen's report to the case; it keeps its own code and gets the case's answer.

    Raises CaseCannotTakeIn for an ended case, for confidential and open reports in one case, and where it would show a
    complaint to the person that it is about.
    """
    if case.state in ENDED or case.city_id != filing.city_id or not _are_of_one_sort(case, filing):
        raise CaseCannotTakeIn()
    row = write_report(report, filing, case_id=case.pk)
    case.report_count += 1
    add_to_search_entry(case, row)
    joined = ReportJoined(report=row.pk, code=filing.code, channel=report.channel)
    write_event(case, joined, by=by, at=filing.received_at, write=["report_count"])
    _keep_asset(case, filing.asset_id, by=by, at=filing.received_at)
    return row


def _keep_asset(case: Case, asset_id: int | None, *, by: Actor, at: datetime) -> None:
    """Let a case that names no asset name that of a report, or of a case, which joins it."""
    if case.asset_id is None and asset_id is not None:
        case.asset_id = asset_id
        write_event(case, AssetNamed(asset=asset_id, was=None), by=by, at=at, write=["asset_id"])


def _are_of_one_sort(kept: Case, other: Case | Filing) -> bool:
    """Whether both have the same readers, and nobody reads a complaint about himself."""
    return (
        kept.is_confidential == other.is_confidential
        and other.about_unit_id in (None, kept.about_unit_id)
        and other.about_staff_id in (None, kept.about_staff_id)
    )


def join_incident(case: Case, *, code: str, by: Actor, at: datetime | None = None) -> None:
    """Record that the case belongs to an incident; it stays a case of its own. The first incident stays."""
    if not case.incident_code:
        case.incident_code = code
        write_event(case, CaseInIncident(incident=code), by=by, at=at or clock.now(), write=["incident_code"])


def merge(case: Case, *, into: str, by: Actor, note: str = "", at: datetime | None = None) -> None:
    """Make `case` part of the case with the code `into`: its reports move, its history stays readable.

    The caller holds the lock of `case`; the other is locked here. Of two crossing merges PostgreSQL ends one as a
    deadlock, and the caller may try again. Raises NoSuchCase, CaseCannotTakeIn.
    """
    kept = locked(code=plain(into))
    if kept is None or kept.city_id != case.city_id or not may_see(by, visibility_of(kept)):
        raise NoSuchCase()
    if kept.pk == case.pk or kept.state in ENDED or not _are_of_one_sort(kept, case):
        raise CaseCannotTakeIn()
    moment = at or clock.now()
    ids = list(Report.objects.filter(case=case).order_by("pk").values_list("pk", flat=True))
    data = {"into": kept.pk, "reports": ids, "owner": case.unit_id}
    move(
        case,
        "merge",
        by=by,
        at=moment,
        given={"into": into},
        data=data,
        note=note,
        merged_into_id=kept.pk,
        report_count=0,
    )
    Report.objects.filter(pk__in=ids).update(case=kept)
    write_search_entry(case)
    write_search_entry(kept)
    kept.report_count += len(ids)
    write_event(kept, CaseTookIn(from_=case.pk, reports=ids), by=by, at=moment, write=["report_count"])
    _keep_asset(kept, case.asset_id, by=by, at=moment)


def split(case: Case, *, by: Actor, note: str, at: datetime | None = None) -> None:
    """Undo a merge: the moved reports come back, and the case starts again as new, to be routed again.

    They come from where they are now: the case that took them in may itself have been merged since.
    """
    moment = at or clock.now()
    kept = _holder(case)
    merged = [event for event in timeline("case", case.pk) if event.kind == CaseMerged.kind]
    moved = merged[-1].data["reports"] if merged else []
    back = Report.objects.filter(pk__in=moved, case=kept) if kept else Report.objects.none()
    ids = list(back.order_by("pk").values_list("pk", flat=True))
    move(
        case,
        "split",
        by=by,
        at=moment,
        data={"reports": ids},
        note=note,
        merged_into_id=None,
        report_count=len(ids),
        unit_id=None,
        agency_id=None,
        assignee_id=None,
    )
    assert case.state == CaseState.NEW
    assert kept is not None
    back.update(case=case)
    write_search_entry(case)
    write_search_entry(kept)
    kept.report_count -= len(ids)
    write_event(kept, CaseGaveBack(to=case.pk, reports=ids), by=by, at=moment, write=["report_count"])


def _holder(case: Case) -> Case | None:
    """The case, locked, that now holds the reports of a merged case."""
    holder, following = None, case.merged_into_id
    while following is not None:
        holder = locked(following)
        assert holder is not None  # no case is ever deleted
        following = holder.merged_into_id
    return holder
