"""Withdraws a report at its reporter's request, and its case if nobody else reported it."""

from django.db import transaction

from peygir.cases import actions as cases
from peygir.cases.models import Report
from peygir.cases.states import ENDED
from peygir.core import clock
from peygir.core.refusals import Conflict
from peygir.core.translation import gettext_lazy as _
from peygir.desks.answers.models import WithdrawnReport
from peygir.desks.answers.rules import taking_back
from peygir.history.kinds.cases import ReportLeft
from peygir.people.rules import Actor


class NothingToTakeBack(Conflict):
    """The case has ended, or this report was withdrawn before."""

    message = _("This report can no longer be withdrawn: it has ended, or was withdrawn before.")


@transaction.atomic
def take_back(report_id: int, *, note: str, by: Actor) -> None:
    """Withdraw a report; `note` is the reporter's reason, if any.

    Where others reported the same, only this report is withdrawn and its messages end. Raises NothingToTakeBack, and
    what `cases.withdraw` raises where the work has gone too far.
    """
    report = Report.objects.filter(pk=report_id).first()
    if report is None:
        raise NothingToTakeBack()
    with cases.open_file(report.case_id) as case:
        behind = set(Report.objects.filter(case=case).values_list("pk", flat=True))
        behind -= set(WithdrawnReport.objects.filter(report__case=case).values_list("report_id", flat=True))
        is_open = case.state not in ENDED and report.pk in behind
        what, now = taking_back(others=len(behind - {report.pk}), is_open=is_open), clock.now()
        if not what:
            raise NothingToTakeBack()
        WithdrawnReport.objects.create(report=report, at=now)
        if what == "case":
            cases.withdraw(case, note=note, by=by, is_reporter=True, at=now)
        else:
            cases.record_event(case, ReportLeft(left=report.pk), by=by, at=now, note=note)
