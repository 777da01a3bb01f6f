"""The checklist of a topic, the rules of planned maintenance, and the orders that these rules make."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q

from peygir.city import queries as city
from peygir.city.models import City
from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid, Missing
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain, says_something
from peygir.desks.fieldwork.actions.crews import TopicIsNotKnown
from peygir.desks.fieldwork.actions.making import LONGEST_TITLE, OrderDetails, make_order, refuse_unknown_asset
from peygir.desks.fieldwork.actions.order_moves import CrewIsNotOfTheUnit, WorkPlan, set_plan
from peygir.desks.fieldwork.maintenance_rules import LONGEST_INTERVAL, LONGEST_LEAD, Repetition
from peygir.desks.fieldwork.models import Checklist, ChecklistStep, Crew, MaintenanceRule, WorkOrder
from peygir.desks.fieldwork.order_rules import may_plan_orders
from peygir.desks.fieldwork.order_states import DayPart, RepeatUnit
from peygir.desks.fieldwork.queries.plans import ChecklistStepFacts, steps_on
from peygir.history.actions import record
from peygir.history.kinds.orders import ChecklistKept, MaintenanceKept, MaintenanceOrderMade
from peygir.people.actions import NotYourWork
from peygir.people.rules import CLOCK, Actor, may_administer

MOST_STEPS: Final = 40
LONGEST_STEP: Final = 200
_AT_ONCE: Final = 50


class StepsAreTooMany(Invalid):
    """A checklist has more steps than MOST_STEPS, or a step is too long."""

    message = _("A checklist has at most {most} steps of up to {limit} characters each.")


class NoSuchMaintenanceRule(Missing):
    """The maintenance rule does not exist, or is another unit's."""

    message = _("There is no such maintenance rule.")


class MaintenanceHasChanged(Conflict):
    """Somebody has changed the rule since the person saw it."""

    message = _("A colleague has changed this rule meanwhile. Look at it again.")


class MaintenanceIsWrong(Invalid):
    """A value of the rule is missing or out of range."""

    message = _(
        "A maintenance rule needs a title, an interval of at least one day or month, a first day within ten years, and "
        "at most {most} days before the work for making its order."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class MaintenanceForm:
    """What a planner says of work that repeats: every `every` days or months from `begins_on` on; its order is made
    `lead_days` before the day of work.
    """

    topic_id: int
    title: str
    every: int
    repeat_unit: str
    begins_on: date
    lead_days: int = 7
    crew_id: int | None = None
    asset_id: int | None = None
    neighbourhood_id: int | None = None
    lat: float | None = None
    lon: float | None = None
    address: str = ""
    day_part: str = DayPart.WHOLE.value
    is_active: bool = True


@transaction.atomic
def keep_checklist(city_id: int, topic_id: int, steps: Sequence[ChecklistStepFacts], *, by: Actor) -> None:
    """Put a checklist into force for a topic from today on; without steps the topic has none. Orders that are made
    keep their own steps.

    Raises NotYourWork, TopicIsNotKnown, StepsAreTooMany.
    """
    if not may_administer(by):
        raise NotYourWork()
    if city.topic(city_id, topic_id) is None:
        raise TopicIsNotKnown()
    kept = [ChecklistStepFacts(plain(step.text), step.is_required) for step in steps if says_something(step.text)]
    if len(kept) > MOST_STEPS or any(len(step.text) > LONGEST_STEP for step in kept):
        raise StepsAreTooMany(most=MOST_STEPS, limit=LONGEST_STEP)
    row = City.objects.select_for_update(no_key=True).get(pk=city_id)
    now = clock.now()
    today = city.day_of(city_id, now)
    if tuple(kept) == steps_on(topic_id, on=today):
        return
    Checklist.objects.filter(topic_id=topic_id, valid_to=None).update(valid_to=today)
    checklist = None
    if kept:
        checklist = Checklist(city_id=city_id, topic_id=topic_id, valid_from=today)
        checklist.save(force_insert=True)
        ChecklistStep.objects.bulk_create(
            [
                ChecklistStep(checklist=checklist, position=place, text=step.text, is_required=step.is_required)
                for place, step in enumerate(kept, 1)
            ]
        )
    event = ChecklistKept(
        topic=topic_id,
        checklist=checklist.pk if checklist is not None else None,
        from_=today.isoformat(),
        steps=len(kept),
    )
    record(row, event, by=str(by), at=now)


def keep_rule(
    unit_id: int, form: MaintenanceForm, *, by: Actor, rule_id: int | None = None, version: int | None = None
) -> int:
    """Make a maintenance rule of a unit, or change one; returns its id. The next day is counted from today on.

    Raises NotYourWork, NoSuchMaintenanceRule, MaintenanceHasChanged, MaintenanceIsWrong, TopicIsNotKnown,
    AssetIsNotKnown, CrewIsNotOfTheUnit.
    """
    unit = city.unit(unit_id)
    if unit is None or not may_plan_orders(by, unit_id):
        raise NotYourWork()
    now = clock.now()
    today = city.day_of(unit.city_id, now)
    values = _checked(form, unit_id, unit.city_id, today=today)
    with transaction.atomic():
        if rule_id is None:
            rule = MaintenanceRule(city_id=unit.city_id, unit_id=unit_id)
        else:
            known = MaintenanceRule.objects.select_for_update(no_key=True).filter(pk=rule_id, unit_id=unit_id).first()
            if known is None:
                raise NoSuchMaintenanceRule()
            rule = known
            if version is not None and rule.version != version:
                raise MaintenanceHasChanged()
            made = WorkOrder.objects.filter(rule=rule, rule_on__gte=today).order_by("-rule_on").first()
            if made is not None and made.rule_on is not None:
                values |= _days_after(form, made.rule_on)
        changed = [name for name, value in values.items() if rule_id is None or getattr(rule, name) != value]
        for name in changed:
            setattr(rule, name, values[name])
        if rule_id is None:
            rule.save(force_insert=True)
            record(rule, MaintenanceKept(fields=changed), by=str(by), at=now)
        elif changed:
            rule.version += 1
            record(rule, MaintenanceKept(fields=changed), by=str(by), at=now, write=[*changed, "version"])
    return int(rule.pk)


def _checked(form: MaintenanceForm, unit_id: int, city_id: int, *, today: date) -> dict[str, object]:
    title, address = plain(form.title), plain(form.address)[:300]
    is_near = abs((form.begins_on - today).days) <= LONGEST_INTERVAL
    if (
        not says_something(title)
        or len(title) > LONGEST_TITLE
        or not 1 <= form.every <= LONGEST_INTERVAL
        or form.repeat_unit not in RepeatUnit.labels()
        or form.day_part not in DayPart.labels()
        or not 0 <= form.lead_days <= LONGEST_LEAD
        or not is_near
        or (form.lat is None) != (form.lon is None)
        or (form.repeat_unit == RepeatUnit.MONTHS and form.every > LONGEST_INTERVAL // 30)
    ):
        raise MaintenanceIsWrong(most=LONGEST_LEAD)
    if city.topic(city_id, form.topic_id) is None:
        raise TopicIsNotKnown()
    refuse_unknown_asset(form.asset_id, city_id)
    if form.crew_id is not None and not Crew.objects.filter(pk=form.crew_id, unit_id=unit_id).exists():
        raise CrewIsNotOfTheUnit()
    return {
        "topic_id": form.topic_id,
        "crew_id": form.crew_id,
        "title": title,
        "asset_id": form.asset_id,
        "neighbourhood_id": form.neighbourhood_id,
        "lat": form.lat,
        "lon": form.lon,
        "address": address,
        "every": form.every,
        "repeat_unit": form.repeat_unit,
        "lead_days": form.lead_days,
        "begins_on": form.begins_on,
        "day_part": form.day_part,
        "is_active": form.is_active,
        **_days_after(form, today - timedelta(days=1)),
    }


def _days_after(form: MaintenanceForm, day: date) -> dict[str, object]:
    """The next day of work after `day`, and when its order is made."""
    next_on = Repetition(form.begins_on, form.every, form.repeat_unit).next_after(day)
    return {"next_on": next_on, "make_on": next_on - timedelta(days=form.lead_days)}


def make_due_orders(now: datetime) -> int:
    """Make the orders of the maintenance rules that are due; returns how many. Idempotent.

    A rule that was behind makes one order, for today, and goes on from there.
    """
    done = 0
    days = {each.id: city.day_of(each.id, now) for each in city.cities()}
    for city_id, today in days.items():
        due = MaintenanceRule.objects.filter(city_id=city_id, is_active=True, make_on__lte=today)
        for rule_id in list(due.order_by("make_on", "pk").values_list("pk", flat=True)[:_AT_ONCE]):
            done += _make_one(rule_id, today=today, at=now)
    return done


@transaction.atomic
def _make_one(rule_id: int, *, today: date, at: datetime) -> int:
    still_due = Q(is_active=True, make_on__lte=today)
    rule = MaintenanceRule.objects.select_for_update(no_key=True).filter(still_due, pk=rule_id).first()
    if rule is None:
        return 0
    day = rule.next_on
    details = OrderDetails(
        title=rule.title,
        topic_id=rule.topic_id,
        asset_id=rule.asset_id,
        lat=rule.lat,
        lon=rule.lon,
        address=rule.address,
        neighbourhood_id=rule.neighbourhood_id,
        rule_id=rule.pk,
        rule_on=day,
    )
    key = f"rule:{rule.pk}:{day.isoformat()}"
    order = make_order(rule.city_id, unit_id=rule.unit_id, by=CLOCK, details=details, key=key, at=at)
    crew = rule.crew
    if crew is not None and crew.is_active and crew.unit_id == rule.unit_id:
        plan = WorkPlan(crew_id=crew.pk, on=max(day, today), day_part=rule.day_part)
        set_plan(order, plan, by=CLOCK, at=at)
    rule.next_on = Repetition(rule.begins_on, rule.every, rule.repeat_unit).next_after(max(day, today))
    rule.make_on = rule.next_on - timedelta(days=rule.lead_days)
    made = MaintenanceOrderMade(order=order.pk, on=day.isoformat())
    record(rule, made, by=str(CLOCK), at=at, write=["next_on", "make_on"])
    return 1
