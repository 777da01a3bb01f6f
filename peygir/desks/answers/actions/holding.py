"""A phone's holder says of reports that came with their number whether they made them; messages follow."""

from collections.abc import Iterable
from typing import Final

from django.db import models, transaction

from peygir.cases import actions as cases
from peygir.cases.models import Report
from peygir.core import clock
from peygir.desks.answers.actions.sparing import leave_out
from peygir.desks.answers.models import Message
from peygir.people.rules import Actor, Proof

NOT_THEIRS: Final = "the holder of the number says that the report is not theirs"


@transaction.atomic
def own_reports(report_ids: Iterable[int], *, proof: Proof, by: Actor) -> None:
    """The holder of the phone made these reports: from now on all their messages come, and what waits comes now.

    `proof`: how it is known. The caller has made sure that it is the holder who speaks. What is known already changes
    nothing.
    """
    for report in _with_phone(report_ids):
        with cases.open_file(report.case_id) as case:
            if cases.prove_reporter(case, report.pk, proof=proof, by=by):
                _waiting(report).exclude(counted_as="").update(counted_as="", held_at=None, next_try_at=clock.now())


@transaction.atomic
def disown_reports(report_ids: Iterable[int], *, by: Actor) -> None:
    """Somebody else gave the number: nothing more of these reports goes there, and none of them is its holder's.

    The reports stay, as of somebody unknown. What was proven before stays as it is.
    """
    for report in _with_phone(report_ids):
        with cases.open_file(report.case_id) as case:
            if cases.part_reporter(case, report.pk, by=by):
                _waiting(report).update(state="dropped", next_try_at=None, error=NOT_THEIRS)
                leave_out(report, error=NOT_THEIRS)


def _with_phone(report_ids: Iterable[int]) -> list[Report]:
    # In the order of their cases, as everybody locks them.
    return list(Report.objects.filter(pk__in=list(report_ids), citizen__isnull=False).order_by("case_id", "pk"))


def _waiting(report: Report) -> models.QuerySet[Message]:
    return Message.objects.filter(report=report, channel="sms", state="pending")
