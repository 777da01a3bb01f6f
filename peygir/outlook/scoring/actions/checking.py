"""What an administrator asks for by a page: close the months that are due, or compute a closed month again; by jobs."""

from datetime import datetime
from typing import Final

from peygir.core import clock
from peygir.core.refusals import Conflict
from peygir.core.translation import gettext_lazy as _
from peygir.outlook.scoring.actions.closing import CLOSE_MONTH, months_due
from peygir.outlook.scoring.actions.schemes import may_decide_schemes
from peygir.outlook.scoring.actions.verifying import closed_month, verify_month
from peygir.outlook.scoring.models import MonthCheck
from peygir.outlook.scoring.months import ScoreMonth, month_of
from peygir.people.actions import NotYourWork
from peygir.people.permissions import Permission
from peygir.people.rules import Actor
from peygir.storage.jobs.actions import add_jobs
from peygir.storage.jobs.rules import OUTSIDE_QUEUE

CHECK_MONTH: Final = "check_score_month"
"""The name of `run_check` in jobs, whose file is the row of the check."""


class NoMonthIsDue(Conflict):
    """No month is over for so many days as its scheme says, or each such month is closed."""

    message = _("No month is due to be closed.")


class CheckIsUnderWay(Conflict):
    """The month is being computed again already."""

    message = _("This month is being computed again already.")


def ask_closing(city_id: int, *, by: Actor, now: datetime) -> int:
    """Leave the job that closes every month that is due; returns how many. Raises NotYourWork, NoMonthIsDue."""
    if by.kind != "staff" or not by.may(Permission.ADMINISTER):
        raise NotYourWork()
    due = months_due(city_id, now)
    if not due:
        raise NoMonthIsDue()
    add_jobs(CLOSE_MONTH, [city_id], queue=OUTSIDE_QUEUE)
    return len(due)


def ask_check(city_id: int, month: ScoreMonth, *, by: Actor) -> MonthCheck:
    """Leave the job that computes a closed month again. Raises NotYourWork, MonthIsNotClosed, CheckIsUnderWay."""
    if not may_decide_schemes(by):
        raise NotYourWork()
    row = closed_month(city_id, month)
    if MonthCheck.objects.filter(month=row, checked_at__isnull=True).exists():
        raise CheckIsUnderWay()
    check = MonthCheck.objects.create(month=row, asked_by_id=by.id, asked_at=clock.now())
    add_jobs(CHECK_MONTH, [check.pk], queue=OUTSIDE_QUEUE)
    return check


def run_check(check_id: int) -> None:
    """Compute every version of the month again and keep what came out; a second call does nothing."""
    check = MonthCheck.objects.select_related("month").filter(pk=check_id, checked_at__isnull=True).first()
    if check is None:
        return
    verified = verify_month(check.month.city_id, month_of(check.month.first_on))
    differences = [{"message": text.message, "values": dict(text.values or ())} for text in verified.differences]
    rows = MonthCheck.objects.filter(pk=check_id, checked_at__isnull=True)
    rows.update(checked_at=clock.now(), version=verified.version, digest=verified.digest, differences=differences)
