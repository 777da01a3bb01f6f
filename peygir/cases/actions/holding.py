"""What the holder of a phone says of a report that came with it: it is theirs, or somebody else gave the number."""

from peygir.cases.actions.entries import record_event
from peygir.cases.models import Case, Report
from peygir.history.kinds.cases import ReportDisowned, ReportOwned
from peygir.people.rules import Actor, Proof


def prove_reporter(case: Case, report_id: int, *, proof: Proof, by: Actor) -> bool:
    """The holder of the report's phone made it; False where that is known or no phone came. Under the case's lock."""
    rows = Report.objects.filter(pk=report_id, case=case, proof="", citizen__isnull=False)
    if not rows.update(proof=proof):
        return False
    record_event(case, ReportOwned(report=report_id, proof=proof), by=by)
    return True


def part_reporter(case: Case, report_id: int, *, by: Actor) -> bool:
    """The holder of the report's phone did not make it: it has no citizen any more, and keeps the name that was given.

    False where the holder was proven, or no phone came. The event keeps whose number it was. Under the case's lock.
    """
    report = Report.objects.select_related("citizen").filter(pk=report_id, case=case, proof="").first()
    if report is None or report.citizen is None:
        return False
    Report.objects.filter(pk=report_id).update(citizen=None, reporter_name=report.citizen.name)
    record_event(case, ReportDisowned(report=report_id, citizen=report.citizen.pk), by=by)
    return True
