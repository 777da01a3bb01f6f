"""Crews and work orders of the small town, made by the real actions."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from peygir.city import queries as city
from peygir.core import clock
from peygir.desks.fieldwork import actions as fieldwork
from peygir.desks.fieldwork import queries as fieldwork_queries
from peygir.desks.fieldwork.actions import CrewForm, OrderDetails, StreetResult, WorkPlan
from peygir.desks.fieldwork.queries import WorkOrderFacts
from peygir.history.queries import timeline
from peygir.people.actions import add_staff
from peygir.people.models import Staff
from peygir.people.queries import actor_of
from peygir.people.rules import SYSTEM, Actor
from tests import make
from tests.drain import drain
from tests.town import CODE, PASSWORD, Town

CREW_CODE = "G-1"


def member(unit: str = "D-01", name: str = "crew_one") -> Actor:
    """A person with the role of a crew in a unit; the same one when asked again."""
    known = Staff.objects.filter(username=name).first()
    if known is None:
        add_staff(
            name,
            password=PASSWORD,
            role="crew",
            unit_code=unit,
            name="کارگر یک",
            name_en="Worker",
            must_change=False,
            by=SYSTEM,
        )
        known = Staff.objects.get(username=name)
    return actor_of(known)


def crew(town: Town, *, unit: str = "D-01", code: str = CREW_CODE, people: Sequence[Actor] = ()) -> int:
    """A crew of a unit, with these people (without any, one is made); the same one when asked again."""
    unit_id = town.units[unit]
    known = fieldwork_queries.crews_of_unit(unit_id, on=today())
    if any(each.code == code for each in known):
        return next(each.id for each in known if each.code == code)
    form = CrewForm(code=code, name=f"گروه {code}", vehicle="وانت", capacity=10)
    crew_id = fieldwork.keep_crew(unit_id, form, by=SYSTEM)
    for person in people or (member(unit),):
        fieldwork.add_member(crew_id, person.id, from_on=today() - timedelta(days=1), by=SYSTEM)
    return crew_id


def today() -> date:
    """The day in the town."""
    return city.day_of(city.current_city(CODE).id, clock.now())


def order(town: Town, *codes: str, by: Actor | None = None, **details: Any) -> str:
    """The number of a draft for cases of district 1, or with a title for none."""
    made = fieldwork.make_order(
        town.city_id,
        unit_id=town.units["D-01"],
        by=by or town.clerk,
        codes=codes,
        details=OrderDetails(**details),
    )
    return made.number


def planned(town: Town, *codes: str, crew_id: int | None = None, **details: Any) -> str:
    """The number of an order that is planned for today, for the crew of district 1."""
    number = order(town, *codes, **details)
    fieldwork.plan_order(number, WorkPlan(crew_id=crew_id or crew(town), on=today()), by=town.clerk)
    return number


def sent(town: Town, *codes: str, crew_id: int | None = None, **details: Any) -> str:
    """The number of an order that its crew has."""
    number = planned(town, *codes, crew_id=crew_id, **details)
    fieldwork.send_order(number, by=town.clerk)
    drain()
    return number


def fixed(**given: Any) -> StreetResult:
    """A result with a form as evidence."""
    return StreetResult(result="fixed", form="آسفالت ریخته شد", **given)


def finished(town: Town, by: Actor) -> tuple[str, str]:
    """(number, code) of an order that is finished in the street, and of its case."""
    code = make.referred()
    number = sent(town, code)
    fieldwork.give_result(number, code, fixed(), by=by)
    fieldwork.finish_order(number, by=by)
    drain()
    return number, code


def read(number: str) -> WorkOrderFacts:
    """An order, fresh from the database."""
    facts = fieldwork_queries.work_order(number)
    assert facts is not None, number
    return facts


def kinds(number: str) -> list[str]:
    """The kinds of events of an order, in order."""
    return [event.kind for event in timeline("work_order", read(number).id)]
