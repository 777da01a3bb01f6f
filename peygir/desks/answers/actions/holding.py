"""A phone's holder confirms or disowns reports that came with their number; messages follow that."""

from collections.abc import Iterable
from typing import Final

from django.db import models, transaction

from peygir.cases import actions as cases
from peygir.cases.models import Report
from peygir.core import clock
from peygir.desks.answers.actions.sparing import leave_out
from peygir.desks.answers.models import Message
from peygir.people.channels import Channel
from peygir.people.rules import Actor, Proof

NOT_THEIRS: Final = "the holder of the number says that the report is not theirs"


@transaction.atomic
def own_reports(report_ids: Iterable[int], *, proof: Proof, by: Actor) -> None:
    """The holder confirms these reports: their messages, including waiting ones, are sent from now on.

    `proof`: how the phone was proven. The caller has made sure that it is the holder. Proven reports do not change.
    """
    for report in _with_phone(report_ids):
        with cases.open_file(report.case_id) as case:
            if cases.prove_reporter(case, report.pk, proof=proof, by=by):
                _waiting(report).exclude(counted_as="").update(counted_as="", held_at=None, next_try_at=clock.now())


@transaction.atomic
def disown_reports(report_ids: Iterable[int], *, by: Actor) -> None:
    """Somebody else gave the number: nothing more about these reports is sent there, and they are no longer the
    holder's.

    The reports stay, with an unknown reporter. A report that was proven does not change.
    """
    for report in _with_phone(report_ids):
        with cases.open_file(report.case_id) as case:
            if cases.part_reporter(case, report.pk, by=by):
                _waiting(report).update(state="dropped", next_try_at=None, error=NOT_THEIRS)
                leave_out(report, error=NOT_THEIRS)


def _with_phone(report_ids: Iterable[int]) -> list[Report]:
    # Locked in the order of the cases, as everywhere.
    return list(Report.objects.filter(pk__in=list(report_ids), citizen__isnull=False).order_by("case_id", "pk"))


def _waiting(report: Report) -> models.QuerySet[Message]:
    return Message.objects.filter(report=report, channel=Channel.SMS, state="pending")
