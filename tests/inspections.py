"""The month of Tir 1405 planned and drawn in the town: what tests of inspections begin with."""

from datetime import date, datetime
from typing import Final

from peygir.city import queries as city
from peygir.core import clock
from peygir.core.typed_fields import FormField
from peygir.desks.inspection import actions
from peygir.desks.inspection.forms import InspectionFormFacts, form_version
from peygir.desks.inspection.models import InspectionForm, InspectionPlan
from peygir.desks.inspection.publication import PlanFacts, plan_of
from peygir.people.rules import SYSTEM
from tests import make
from tests.town import PHONES, Town, TownClock

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


def set_form(town: Town, *fields: FormField) -> InspectionFormFacts:
    """Set what inspectors fill in for the topic CIV-01 from today on; returns the form, or the last one."""
    today = city.day_of(town.city_id, clock.now())
    actions.set_inspection_form(town.city_id, "CIV-01", fields=fields, since=today, by=str(SYSTEM))
    row = InspectionForm.objects.order_by("-pk")[0]
    form = form_version(row.pk, town.city_id)
    assert form is not None
    return form


def drawn_cases(town: Town, town_clock: TownClock, count: int) -> list[str]:
    """So many cases of the first district, called done and drawn for a visit in Tir; the clock stands at its second
    day.
    """
    plan_tir(town, town_clock)
    fix_seed(town, town_clock)
    codes = [make.done(phone=PHONES[number]) for number in range(count)]
    town_clock.forward(hours=1)
    actions.draw_now(clock.now())
    return codes
