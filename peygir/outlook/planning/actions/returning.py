"""Brings cases back to their units that were planned too long without a budget line, and keeps the city's periods."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from peygir.cases.actions import accept, open_file, record_event
from peygir.cases.models import Case
from peygir.cases.states import CaseState
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.history.kinds.case_plans import CaseCameBack
from peygir.outlook.planning.actions.files import refuse_other_than
from peygir.outlook.planning.lifecycle import BUDGET
from peygir.outlook.planning.models import BudgetCase, PlanningPolicy
from peygir.outlook.planning.policy import policy_on
from peygir.people.rules import CLOCK, Actor

_AT_ONCE: Final = 500
LONGEST_PERIOD: Final = 1500  # days


class PeriodIsNotRight(Invalid):
    """A period is no number of days, or too long a one."""

    message = _("Please give both periods in days, from 1 to {most}.")


@transaction.atomic
def set_policy(city_id: int, *, days_without_line: int, days_to_answer: int, by: Actor) -> None:
    """Set the city's periods of planning from today on. Raises NotYourWork, PeriodIsNotRight."""
    refuse_other_than(BUDGET, by)
    if not (1 <= days_without_line <= LONGEST_PERIOD and 1 <= days_to_answer <= LONGEST_PERIOD):
        raise PeriodIsNotRight(most=LONGEST_PERIOD)
    today = city.day_of(city_id, clock.now())
    rows = PlanningPolicy.objects.select_for_update().filter(city_id=city_id)
    rows.filter(valid_to=None, valid_from__lt=today).update(valid_to=today)
    values = {"days_without_line": days_without_line, "days_to_answer": days_to_answer, "by": str(by)}
    PlanningPolicy.objects.update_or_create(city_id=city_id, valid_from=today, defaults=values)


def return_unfunded(now: datetime) -> int:
    """Let cases come back to their units that were planned for too many days without a line; returns how many.

    Only in cities that have decided how many days. The days count from when the case was planned, or from when it left
    its last line. Nightly.
    """
    return sum(_return_in(one.id, now) for one in city.cities())


def _return_in(city_id: int, now: datetime) -> int:
    days = policy_on(city_id, city.day_of(city_id, now)).days_without_line
    if days is None:
        return 0
    since = now - timedelta(days=days)
    hung = BudgetCase.objects.filter(left_at=None).values("case_id")
    left_lately = BudgetCase.objects.filter(left_at__gt=since).values("case_id")
    rows = Case.objects.filter(city_id=city_id, state=CaseState.SCHEDULED, state_at__lte=since)
    rows = rows.exclude(pk__in=hung).exclude(pk__in=left_lately).order_by("pk")
    case_ids = list(rows.values_list("pk", flat=True)[:_AT_ONCE])
    return sum(_return_case(case_id, days) for case_id in case_ids)


def _return_case(case_id: int, days: int) -> bool:
    """Let one case come back, if it is still planned without a line."""
    with open_file(case_id) as case:
        is_hung = BudgetCase.objects.filter(case_id=case_id, left_at=None).exists()
        if case.state != CaseState.SCHEDULED or is_hung:
            return False
        record_event(case, CaseCameBack(days=days), by=CLOCK)
        accept(case, by=CLOCK)
    return True
