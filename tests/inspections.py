"""The month of Tir 1405 planned and drawn in the town: what tests of inspections begin with."""

from datetime import date, datetime
from typing import Final

from peygir.core import clock
from peygir.desks.inspection import actions
from peygir.desks.inspection.models import InspectionPlan
from peygir.desks.inspection.publication import PlanFacts, plan_of
from tests.town import Town, TownClock

TIR: Final = date(2026, 6, 22)  # 1 Tir 1405
SOURCE: Final = "قرعه‌کشی ملی شمارهٔ ۱۲"


def day(text: str) -> datetime:
    """The morning of a day."""
    return datetime.fromisoformat(f"{text}T06:00:00+00:00")


def at(town_clock: TownClock, moment: datetime) -> None:
    """Move the town's clock to a moment."""
    town_clock.forward(seconds=(moment - clock.now()).total_seconds())


def plan_tir(town: Town, town_clock: TownClock) -> PlanFacts:
    """The plan of Tir, made in time; every case is drawn, since more visits are planned than cases."""
    at(town_clock, day("2026-06-15"))
    actions.draw_now(clock.now())
    plan = plan_of(town.city_id, TIR)
    assert plan is not None
    return plan


def fix_seed(town: Town, town_clock: TownClock, seed: str = "17 23 5 41 8 33") -> None:
    """Fix the seed of Tir by a public event, and go to its second day."""
    actions.fix_seed_of_public_event(town.city_id, TIR, seed=seed, source=SOURCE, by=town.supervisor)
    at(town_clock, day("2026-06-23"))


def tir() -> InspectionPlan:
    """The stored plan of Tir."""
    return InspectionPlan.objects.get(first_on=TIR)
