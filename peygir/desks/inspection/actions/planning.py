"""Makes and changes the monthly plans of inspection, and fixes their public seed before the month begins."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from peygir.city import queries as city
from peygir.city.models import City
from peygir.core import clock
from peygir.core.jalali import to_gregorian, to_jalali
from peygir.core.refusals import Conflict, Invalid, Missing, NotAllowed
from peygir.core.translation import gettext_lazy as _
from peygir.desks.inspection.drawing import MARKS, RiskWeights, key_digest_of, weights_from
from peygir.desks.inspection.learning import expected_cases, learned_for, mean_weight_of
from peygir.desks.inspection.models import InspectionPlan
from peygir.history.actions import record
from peygir.history.kinds.inspection import InspectionPlanKept, InspectionSeedFixed, InspectionSeedProposed
from peygir.people.actions import NotYourWork
from peygir.people.permissions import Permission
from peygir.people.rules import CLOCK, Actor

AHEAD: Final = timedelta(days=10)
"""So long before a month its plan is made; from then on its seed can be fixed."""
VISITS: Final = 400
FLOOR: Final = 25
VISIT_DAYS: Final = 7
LONGEST_SEED: Final = 200
LONGEST_SOURCE: Final = 300
PUBLIC_EVENT, TWO_PEOPLE, SYSTEM_SEED = "public_event", "two_people", "system"


class NoSuchPlan(Missing):
    """There is no plan of this month."""

    message = _("There is no plan of inspections for this month.")


class PlanIsFrozen(Conflict):
    """The seed is fixed, so nothing of the plan changes any more."""

    message = _("The seed of this month is fixed; its plan does not change any more.")


class MonthHasBegun(Conflict):
    """A seed is fixed before the first case of the month is known, or not at all."""

    message = _("The month has begun: its seed cannot be fixed by people any more.")


class PlanIsNotRight(Invalid):
    """A number of the plan is outside its range."""

    message = _(
        "The numbers are not right: 1 to 100,000 visits, 20 to 30 per cent of them with equal chances, 1 to 60 days "
        "for a visit, and factors from 0.1 to 5."
    )


class SeedIsNotRight(Invalid):
    """The seed or its source is missing or too long."""

    message = _("Please give the seed (at most 200 characters) and say where it comes from (at most 300).")


class SeedNeedsSecondPerson(NotAllowed):
    """Who proposed a seed cannot confirm it."""

    message = _("The seed is confirmed by a second person, not by the one who proposed it.")


def prepare_plans(now: datetime) -> int:
    """Make the plans that are missing (of this month, and of the next from AHEAD on), and freeze the begun one.

    Where nobody fixed a seed in time, the seed is the hash of the plan's own history, and the page says so. Returns
    how many plans were made or frozen.
    """
    return sum(_prepare(city_facts.id, now) for city_facts in city.cities())


@transaction.atomic
def _prepare(city_id: int, now: datetime) -> int:
    today = city.day_of(city_id, now)
    City.objects.select_for_update(no_key=True).get(pk=city_id)
    done = 0
    for day in (today, today + AHEAD):
        first, last = month_of(day)
        if not InspectionPlan.objects.filter(city_id=city_id, first_on=first).exists():
            _make(city_id, first, last, now)
            done += 1
    for plan in InspectionPlan.objects.select_for_update().filter(city_id=city_id, seed="", first_on__lte=today):
        seed = hashlib.sha256(b"inspection " + bytes(plan.event_head)).hexdigest()
        _fix(plan, seed, source="", how=SYSTEM_SEED, by=CLOCK, now=now)
        done += 1
    return done


def month_of(day: date) -> tuple[date, date]:
    """Return the first and the last day of the month of the Iranian calendar in which a day lies."""
    here = to_jalali(day)
    first = to_gregorian(here.year, here.month, 1)
    number = here.year * 12 + here.month
    return first, to_gregorian(number // 12, number % 12 + 1, 1) - timedelta(days=1)


def _make(city_id: int, first: date, last: date, now: datetime) -> None:
    before = InspectionPlan.objects.filter(city_id=city_id, first_on__lt=first).order_by("-first_on").first()
    marks = dict(weights_from(before.weights).marks) if before is not None else dict(MARKS)
    weights = learned_for(city_id, now=now, marks=marks)
    plan = InspectionPlan(
        city_id=city_id,
        first_on=first,
        last_on=last,
        visits=before.visits if before is not None else VISITS,
        floor_percent=before.floor_percent if before is not None else FLOOR,
        visit_days=before.visit_days if before is not None else VISIT_DAYS,
        expected_cases=expected_cases(city_id, now=now, days=(last - first).days + 1),
        mean_weight=mean_weight_of(city_id, weights, now=now),
        weights=weights.as_json(),
        key_digest=key_digest_of(_key(settings.SECRET_KEY, city_id, first)),
        made_at=now,
    )
    plan.save(force_insert=True)
    record(plan, _kept(plan), by=str(CLOCK), at=now)


@transaction.atomic
def change_plan(
    city_id: int,
    first_on: date,
    *,
    visits: int,
    floor_percent: int,
    visit_days: int,
    marks: Mapping[str, float],
    by: Actor,
) -> None:
    """Change a plan whose seed is not fixed. Raises NotYourWork, NoSuchPlan, PlanIsFrozen, PlanIsNotRight."""
    plan, now = _open_plan(city_id, first_on, by), clock.now()
    factors_fit = set(marks) == set(MARKS) and all(0.1 <= factor <= 5 for factor in marks.values())
    if not (1 <= visits <= 100_000 and 20 <= floor_percent <= 30 and 1 <= visit_days <= 60 and factors_fit):
        raise PlanIsNotRight()
    weights = weights_from(plan.weights)
    changed = RiskWeights(weights.base, weights.visits, weights.topics, weights.units, dict(marks))
    plan.visits, plan.floor_percent, plan.visit_days = visits, floor_percent, visit_days
    plan.weights, plan.mean_weight = changed.as_json(), mean_weight_of(city_id, changed, now=now)
    plan.version += 1
    # A proposed seed was proposed for the plan as it was.
    plan.proposed_seed, plan.proposed_source, plan.proposed_by_id = "", "", None
    names = ["visits", "floor_percent", "visit_days", "weights", "mean_weight", "version"]
    names += ["proposed_seed", "proposed_source", "proposed_by"]
    record(plan, _kept(plan), by=str(by), at=now, write=names)


@transaction.atomic
def propose_seed(city_id: int, first_on: date, *, seed: str, source: str, by: Actor) -> None:
    """Propose a seed, which a second person confirms.

    Raises NotYourWork, NoSuchPlan, PlanIsFrozen, MonthHasBegun, SeedIsNotRight.
    """
    plan, now = _open_plan(city_id, first_on, by), clock.now()
    _refuse_late(plan, now)
    seed, source = _checked(seed, source)
    plan.proposed_seed, plan.proposed_source, plan.proposed_by_id = seed, source, by.id
    names = ["proposed_seed", "proposed_source", "proposed_by"]
    record(plan, InspectionSeedProposed(seed=seed, source=source), by=str(by), at=now, write=names)


@transaction.atomic
def confirm_seed(city_id: int, first_on: date, *, by: Actor) -> None:
    """Fix the proposed seed as the second person.

    Raises NotYourWork, NoSuchPlan, PlanIsFrozen, MonthHasBegun, SeedIsNotRight (none is proposed),
    SeedNeedsSecondPerson.
    """
    plan, now = _open_plan(city_id, first_on, by), clock.now()
    _refuse_late(plan, now)
    if not plan.proposed_seed:
        raise SeedIsNotRight()
    if plan.proposed_by_id == by.id:
        raise SeedNeedsSecondPerson()
    _fix(plan, plan.proposed_seed, source=plan.proposed_source, how=TWO_PEOPLE, by=by, now=now)


@transaction.atomic
def fix_seed_of_public_event(city_id: int, first_on: date, *, seed: str, source: str, by: Actor) -> None:
    """Fix a seed that anybody can look up: the result of a lottery, say, with the source where it is published.

    Raises NotYourWork, NoSuchPlan, PlanIsFrozen, MonthHasBegun, SeedIsNotRight.
    """
    plan, now = _open_plan(city_id, first_on, by), clock.now()
    _refuse_late(plan, now)
    seed, source = _checked(seed, source)
    _fix(plan, seed, source=source, how=PUBLIC_EVENT, by=by, now=now)


def key_of(plan: InspectionPlan) -> bytes:
    """Return the key of a plan's codes: the one whose digest the plan keeps, also after the secret was renewed."""
    keys = [
        _key(secret, plan.city_id, plan.first_on) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    ]
    return next((key for key in keys if key_digest_of(key) == plan.key_digest), keys[0])


def _key(secret: str, city_id: int, first_on: date) -> bytes:
    return hmac.new(secret.encode(), f"inspection {city_id} {first_on}".encode(), hashlib.sha256).digest()


def _open_plan(city_id: int, first_on: date, by: Actor) -> InspectionPlan:
    if not by.may(Permission.LEAD_CENTRE):
        raise NotYourWork()
    plan = InspectionPlan.objects.select_for_update().filter(city_id=city_id, first_on=first_on).first()
    if plan is None:
        raise NoSuchPlan()
    if plan.seed:
        raise PlanIsFrozen()
    return plan


def _refuse_late(plan: InspectionPlan, now: datetime) -> None:
    zone = ZoneInfo(city.city_by_id(plan.city_id).time_zone)
    if now >= datetime.combine(plan.first_on, time(), zone):
        raise MonthHasBegun()


def _checked(seed: str, source: str) -> tuple[str, str]:
    # A line feed would end the seed in the recipe of the lot.
    seed, source = " ".join(seed.split()), " ".join(source.split())
    if not seed or not source or len(seed) > LONGEST_SEED or len(source) > LONGEST_SOURCE:
        raise SeedIsNotRight()
    return seed, source


def _fix(plan: InspectionPlan, seed: str, *, source: str, how: str, by: Actor, now: datetime) -> None:
    plan.seed, plan.seed_source, plan.seed_kind, plan.seed_at = seed, source, how, now
    proposer = {"proposer": plan.proposed_by_id} if how == TWO_PEOPLE and plan.proposed_by_id else {}
    names = ["seed", "seed_source", "seed_kind", "seed_at"]
    event = InspectionSeedFixed(seed=seed, source=source, how=how, **proposer)
    record(plan, event, by=str(by), at=now, write=names)


def _kept(plan: InspectionPlan) -> InspectionPlanKept:
    return InspectionPlanKept(
        plan_version=plan.version,
        first_on=plan.first_on.isoformat(),
        last_on=plan.last_on.isoformat(),
        visits=plan.visits,
        floor_percent=plan.floor_percent,
        visit_days=plan.visit_days,
        expected_cases=plan.expected_cases,
        mean_weight=plan.mean_weight,
        weights=plan.weights,
        key=plan.key_digest,
    )
