"""The sample's work in the street: crews, checklists, maintenance rules, and orders of the last hours in every state.

All of it by the real actions. A few of each unit's open cases are enough to show what orders look like; the year before
them was worked on without orders.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Final

from lab.sample.crew import CREW, SampleStaff, crew_of
from lab.sample.spending import set_sample_prices, spend, work_by_contract
from peygir.cases.models import Case
from peygir.cases.states import CaseState
from peygir.city import queries as city
from peygir.city.facts import UnitFacts
from peygir.core import clock
from peygir.core.persian import fa_digits
from peygir.desks.fieldwork import actions as fieldwork
from peygir.desks.fieldwork import queries as worked
from peygir.desks.fieldwork.actions import CrewForm, MaintenanceForm, StreetResult, WorkPlan
from peygir.desks.fieldwork.queries import ChecklistStepFacts
from peygir.desks.fieldwork.queries.costs import prices
from peygir.history.queries import timeline
from peygir.journey.dispatch import work_pending
from peygir.people.models import Staff
from peygir.people.queries import actor_of
from peygir.people.rules import SYSTEM, Actor
from peygir.storage.unit_of_work import unit_of_work

LASTS: Final = timedelta(hours=4)
"""The orders were made so long ago, and were worked on since."""
MOST_CASES: Final = 7
"""Of each unit."""
STEPS: Final = {
    "ASP": ("* محل را با مخروط ایمن کنید", "* لبه‌ها را برش بزنید و پاک کنید", "آسفالت را بکوبید", "نخاله را ببرید"),
    "GRN": ("* سیم‌های برق نزدیک را ببینید", "شاخه‌ها را هرس کنید", "شاخه‌های بریده را ببرید"),
    "LGT": ("* برق تابلو را قطع کنید", "لامپ یا پایه را عوض کنید", "* پس از وصل برق، روشنایی را ببینید"),
    "CLN": ("محل را جارو کنید", "محل را بشویید"),
}
"""Group of topics → the steps of their work; a star marks a required one."""
MAINTENANCE: Final = (
    ("لایروبی جوی‌های محله", "CLN", 2, "months"),
    ("بازدید و هرس درختان معبر", "GRN", 45, "days"),
)


def work_the_street(city_id: int, *, at: datetime) -> None:
    """Make the crews and what they work by, and let them work until `at`; called again, nothing is made twice."""
    moment = at - LASTS
    with _at(moment) as time_passes:
        _checklists(city_id)
        is_new = not prices(city_id)
        set_sample_prices(city_id)
        people = crew_of(city_id)
        for unit in city.units(city_id):
            workers = list(Staff.objects.filter(unit_id=unit.id, role=CREW, is_active=True).order_by("username"))
            planner = people.at_unit.get(unit.id)
            if workers and planner is not None and not worked.crews_of_unit(unit.id, on=city.day_of(city_id, moment)):
                crew_id = _crew(unit, workers)
                _rules(unit, crew_id, planner)
                _orders(unit, crew_id, people, actor_of(workers[0]), time_passes)
        if is_new:
            work_by_contract(city_id, people.at_unit)
        fieldwork.make_due_orders(clock.now())


class _PassingTime:
    """A present that goes on by a few seconds with each look."""

    def __init__(self, start: datetime) -> None:
        self.at = start

    def __call__(self) -> datetime:
        self.at += timedelta(milliseconds=20)
        return self.at


@contextmanager
def _at(moment: datetime) -> Iterator[_PassingTime]:
    passing = _PassingTime(moment)
    with clock.simulated(passing):
        yield passing


def _checklists(city_id: int) -> None:
    for topic in city.topics(city_id):
        lines = STEPS.get(topic.group_code)
        if lines:
            steps = [ChecklistStepFacts(line.lstrip("* "), line.startswith("*")) for line in lines]
            fieldwork.keep_checklist(city_id, topic.id, steps, by=SYSTEM)


def _crew(unit: UnitFacts, workers: list[Staff]) -> int:
    """Make two crews of a unit, the first with its people; returns the first."""
    hours = {weekday: (time(7), time(14, 30)) for weekday in (5, 6, 0, 1, 2, 3)}
    made = []
    for number in (1, 2):
        form = CrewForm(
            code=f"G-{number}",
            name=f"گروه {fa_digits(str(number))} {unit.name_fa}"[:80],
            vehicle="وانت" if number == 1 else "کامیونت",
            capacity=4 * number,
            hours=hours,
        )
        made.append(fieldwork.keep_crew(unit.id, form, by=SYSTEM))
    first_day = city.day_of(unit.city_id, clock.now()) - timedelta(days=90)
    for crew_id, worker in zip((made[0], made[0]), workers, strict=False):
        fieldwork.add_member(crew_id, worker.pk, from_on=first_day, by=SYSTEM)
    return made[0]


def _rules(unit: UnitFacts, crew_id: int, planner: Actor) -> None:
    today = city.day_of(unit.city_id, clock.now())
    for place, (title, group, every, repeat_unit) in enumerate(MAINTENANCE):
        topic = next((topic for topic in city.topics(unit.city_id) if topic.group_code == group), None)
        if topic is not None and unit.kind == "district":
            form = MaintenanceForm(
                topic_id=topic.id,
                title=title,
                every=every,
                repeat_unit=repeat_unit,
                begins_on=today + timedelta(days=3 + 9 * place),
                crew_id=crew_id,
            )
            fieldwork.keep_rule(unit.id, form, by=planner)


def _orders(unit: UnitFacts, crew_id: int, people: SampleStaff, worker: Actor, passing: _PassingTime) -> None:
    """Make orders of some of a unit's open cases, in every state."""
    planner = people.at_unit[unit.id]
    today = city.day_of(unit.city_id, clock.now())
    plan = WorkPlan(crew_id=crew_id, on=today, day_part="morning")
    tomorrow = WorkPlan(crew_id=crew_id, on=today + timedelta(days=1))
    codes = _free_cases(unit, before=passing.at)
    with unit_of_work() as unit_of_day:

        def make(*taken: str) -> str:
            number = fieldwork.make_order(unit.city_id, unit_id=unit.id, by=planner, codes=taken).number
            work_pending(unit_of_day)
            return number

        for place, code in enumerate(codes):
            match place % MOST_CASES:
                case 0:
                    _finish(make(code), code, plan, planner, worker, is_settled=True)
                case 1:
                    _finish(make(code), code, plan, planner, worker, is_settled=False)
                case 2:
                    number = make(code)
                    fieldwork.plan_order(number, plan, by=planner)
                    fieldwork.send_order(number, by=planner)
                case 3:
                    number = make(code)
                    fieldwork.plan_order(number, plan, by=planner)
                    fieldwork.send_order(number, by=planner)
                    words = "بخشی ماند؛ فردا با ماشین بزرگ‌تر تمام می‌شود."
                    fieldwork.give_result(number, code, StreetResult(result="partly", note=words), by=worker)
                case 4:
                    fieldwork.plan_order(make(code), tomorrow, by=planner)
                case 5 if len(codes) > place + 1:
                    make(code, codes[place + 1])
                case _:
                    pass
            work_pending(unit_of_day)


def _finish(number: str, code: str, plan: WorkPlan, planner: Actor, worker: Actor, *, is_settled: bool) -> None:
    fieldwork.plan_order(number, plan, by=planner)
    fieldwork.send_order(number, by=planner)
    order = worked.work_order(number)
    assert order is not None
    for step in worked.steps_of_order(order.id):
        fieldwork.check_step(number, step.position, is_done=True, by=worker)
    fieldwork.use_material(number, item="مصالح مصرفی", quantity=Decimal("1.5"), measure="کیسه", by=worker)
    result = StreetResult(result="fixed", form="کار انجام و محل پاک شد.", answer="کار این محل انجام شد.")
    fieldwork.give_result(number, code, result, by=worker)
    fieldwork.finish_order(number, by=worker)
    spend(order, by=planner)
    if is_settled:
        fieldwork.settle_order(number, by=planner)


def _free_cases(unit: UnitFacts, *, before: datetime) -> list[str]:
    """Some cases that the unit has in hand and to which nothing has happened lately, the oldest first."""
    rows = Case.objects.filter(unit_id=unit.id, state=CaseState.IN_HAND.value, is_confidential=False)
    ordinary = rows.exclude(topic=None).filter(about_unit=None, about_staff=None).order_by("pk")[: 4 * MOST_CASES]
    codes = [case.code for case in ordinary if timeline("case", case.pk)[-1].at < before]
    return codes[:MOST_CASES]
