"""The contact centre's service goals from now on, and which days are rainy."""

from dataclasses import asdict
from datetime import date

from django.db import transaction

from peygir.centre.workforce.goal_rules import Goal, is_reasonable
from peygir.centre.workforce.models import CallGoal, RainDay
from peygir.centre.workforce.queries import goal_at
from peygir.city.models import City
from peygir.core import clock
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.history.actions import record
from peygir.history.kinds.centre import CallGoalKept, RainyDaySet
from peygir.people.actions import NotYourWork
from peygir.people.rules import Actor, may_lead_centre


class GoalIsWrong(Invalid):
    """A number of the goal is out of range."""

    message = _("The numbers are not right: the share lies between 1 and 99 percent, and the times are above zero.")


@transaction.atomic
def keep_goal(city_id: int, goal: Goal, *, by: Actor) -> None:
    """Put a service goal into force from now on; earlier ones stay readable. Raises NotYourWork, GoalIsWrong."""
    if not may_lead_centre(by):
        raise NotYourWork()
    if not is_reasonable(goal):
        raise GoalIsWrong()
    City.objects.select_for_update(no_key=True).get(pk=city_id)
    now = clock.now()
    if goal_at(city_id, now) == goal:
        return
    row = CallGoal(city_id=city_id, from_at=now, **asdict(goal))
    row.save(force_insert=True)
    record(row, CallGoalKept(**asdict(goal)), by=str(by), at=now)


@transaction.atomic
def tell_rain(city_id: int, on: date, *, is_rainy: bool, by: Actor) -> None:
    """Mark a day as rainy or not; repeating it changes nothing. Raises NotYourWork."""
    if not may_lead_centre(by):
        raise NotYourWork()
    RainDay.objects.get_or_create(city_id=city_id, on=on, defaults={"is_rainy": False})
    row = RainDay.objects.select_for_update(no_key=True).get(city_id=city_id, on=on)
    if row.is_rainy == is_rainy:
        return
    row.is_rainy = is_rainy
    event = RainyDaySet(on=on.isoformat(), is_rainy=is_rainy)
    record(row, event, by=str(by), at=clock.now(), write=["is_rainy"])
