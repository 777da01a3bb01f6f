"""Applies the statement of a phone's holder on a report: it is theirs, or somebody else gave the number."""

from peygir.cases.actions.entries import record_event
from peygir.cases.models import Case, Report
from peygir.history.kinds.cases import ReportDisowned, ReportOwned
from peygir.people.rules import Actor, Proof


def prove_reporter(case: Case, report_id: int, *, proof: Proof, by: Actor) -> bool:
    """Record that the phone's holder made the report; False if proven or without a phone. Hold the case's lock."""
    rows = Report.objects.filter(pk=report_id, case=case, proof="", citizen__isnull=False)
    if not rows.update(proof=proof):
        return False
    record_event(case, ReportOwned(report=report_id, proof=proof), by=by)
    return True


def part_reporter(case: Case, report_id: int, *, by: Actor) -> bool:
    """Detach the report from its citizen, whose phone somebody else gave; the given name stays with the report.

    False if the holder was proven, or without a phone. The event keeps whose number it was. Hold the case's lock.
    """
    report = Report.objects.select_related("citizen").filter(pk=report_id, case=case, proof="").first()
    if report is None or report.citizen is None:
        return False
    Report.objects.filter(pk=report_id).update(citizen=None, reporter_name=report.citizen.name)
    record_event(case, ReportDisowned(report=report_id, citizen=report.citizen.pk), by=by)
    return True
