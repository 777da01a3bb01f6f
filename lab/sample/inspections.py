"""The sample's inspections: three months of plans, seeds and draws, with a known share of false closures per unit.

Whether a case was really done is drawn from the sample's seed (`is_false_closure`), and the inspectors of the sample
find what is so. A test compares the estimates with this truth.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from lab.sample.crew import SampleStaff, crew_of
from lab.sample.lived import SimulatedTime
from peygir.city import queries as city
from peygir.core import clock
from peygir.desks.inspection import actions
from peygir.desks.inspection.actions.planning import AHEAD, month_of
from peygir.desks.inspection.drawing import MARKS
from peygir.desks.inspection.models import InspectionDraw
from peygir.desks.inspection.publication import plan_of
from peygir.desks.inspection.rules import DrawState, is_called_done
from peygir.history.queries import timeline
from peygir.journey.commands import apply_command
from peygir.journey.inspecting import inspect
from peygir.journey.moments import old_moment
from peygir.people.queries import actor_of, staff_by_id, staff_id_of
from peygir.people.rules import Actor
from peygir.storage.unit_of_work import unit_of_work

MONTHS: Final = 3
VISITS: Final = 22
VISIT_DAYS: Final = 21
MISSED: Final = 0.03
NOT_SEEN: Final = 0.03
SHARES: Final = (0.02, 0.04, 0.06, 0.10, 0.22)
"""The shares of false closures that units have."""
NIGHT: Final = time(2, 30)
NOTES: Final = {
    "not_fixed": ("خرابی هنوز همان‌جاست", "کاری در محل دیده نمی‌شود"),
    "partly": ("نیمی از کار مانده است",),
    "another_problem": ("درست شده، ولی جدول کنار آن شکسته است",),
    "not_seen": ("درِ کوچه بسته بود",),
}
OTHERWISE: Final = {"fixed": 0.9, "partly": 0.06, "another_problem": 0.04}
REASON: Final = "همان روز انجام شد؛ عکس پس از کار در پرونده است."


def is_false_closure(seed: int, unit_code: str, case_id: int) -> bool:
    """Return whether a case of a unit was called done and is not, in a sample with this seed."""
    share = Random(f"{seed} {unit_code}").choice(SHARES)  # noqa: S311 - a sample, not a secret
    return Random(f"{seed} {case_id}").random() < share  # noqa: S311


def inspect_sample(city_id: int, *, now: datetime, seed: int) -> None:
    """Plan and draw the last months and the present one, and make the visits, each at a moment of the past."""
    zone = ZoneInfo(city.city_by_id(city_id).time_zone)
    rng, crew = Random(seed), crew_of(city_id)  # noqa: S311
    firsts = _firsts(city.day_of(city_id, now))
    for number, first_on in enumerate(firsts):
        _plan(city_id, first_on, zone, is_public=number % 2 == 0, rng=rng)
    night = datetime.combine(firsts[0], NIGHT, zone) + timedelta(days=7)
    while night < now:
        actions.draw_finished(night)
        night += timedelta(days=7)
    actions.draw_finished(now)
    units = {unit.id: unit.code for unit in city.units(city_id)}
    inspectors = [person(f"inspector{number}") for number in (1, 2, 3)]
    undone = 0
    for at, draw in _visits(now, rng):
        if timeline("case", draw.case_id)[-1].at >= at:
            continue  # drawn twice, and what came of the first visit is later
        _visit(draw, at, rng.choice(inspectors), is_false_closure(seed, units[draw.unit_id or 0], draw.case_id), rng)
        if draw.case.state == "reopened":
            undone += 1
            _answer(draw, at, crew, undone, now=now)
    _catch_up(datetime.combine(firsts[0], NIGHT, zone), now)
    with clock.simulated(lambda: now):
        actions.settle_draws(now)


def _catch_up(since: datetime, now: datetime) -> None:
    """Let what fell due in the cases that were opened again, and done again, be done at its own time."""
    passing = SimulatedTime(now)
    passing.at = since
    with unit_of_work() as unit, clock.simulated(passing.now), old_moment():
        passing.pass_until(now, unit)


def _firsts(today: date) -> list[date]:
    firsts = [month_of(today)[0]]
    for _ in range(MONTHS):
        firsts.insert(0, month_of(firsts[0] - timedelta(days=1))[0])
    return firsts


def _plan(city_id: int, first_on: date, zone: ZoneInfo, *, is_public: bool, rng: Random) -> None:
    """Make the plan of a month some days before it, and fix its seed: by a public event, or by two people."""
    at = datetime.combine(first_on - AHEAD / 2, time(10), zone)
    supervisor, admin = person("supervisor"), person("admin")
    seed = " ".join(str(rng.randrange(1, 50)) for _ in range(6))
    with clock.simulated(lambda: at), old_moment():
        actions.prepare_plans(at)
        plan = plan_of(city_id, first_on)
        if plan is None or plan.seed:  # an interrupted start is continued
            return
        actions.change_plan(
            city_id,
            first_on,
            visits=VISITS,
            floor_percent=25,
            visit_days=VISIT_DAYS,
            marks=dict(MARKS),
            by=supervisor,
        )
        if is_public:
            source = "قرعه‌کشی نمونهٔ شهر، روزنامهٔ محلی همان روز"
            actions.fix_seed_of_public_event(city_id, first_on, seed=seed, source=source, by=supervisor)
        else:
            source = "تاس عضو شورا در نشست علنی (نمونه)"
            actions.propose_seed(city_id, first_on, seed=seed, source=source, by=supervisor)
            actions.confirm_seed(city_id, first_on, by=admin)


def _visits(now: datetime, rng: Random) -> Iterable[tuple[datetime, InspectionDraw]]:
    """Return the visits that are made, each after the last event of its case, in their order."""
    planned = []
    for draw in InspectionDraw.objects.filter(state=DrawState.WAITING).select_related("case", "plan").order_by("pk"):
        case = draw.case
        last = timeline("case", case.pk)[-1].at
        at = max(last, draw.called_done_at + timedelta(days=7)) + timedelta(hours=rng.randrange(6, 60))
        if rng.random() < MISSED or at >= now or not is_called_done(case.state, case.close_kind):
            continue
        planned.append((at, draw))
    return sorted(planned, key=lambda pair: (pair[0], pair[1].pk))


def _visit(draw: InspectionDraw, at: datetime, by: Actor, is_false: bool, rng: Random) -> None:
    finding = "not_fixed" if is_false else rng.choices(list(OTHERWISE), list(OTHERWISE.values()))[0]
    finding = "not_seen" if rng.random() < NOT_SEEN else finding
    note = rng.choice(NOTES[finding]) if finding in NOTES else ""
    with clock.simulated(lambda: at), old_moment():
        inspect(draw.case.code, finding=finding, note=note, by=by)
    draw.case.refresh_from_db()


def _answer(draw: InspectionDraw, at: datetime, crew: SampleStaff, number: int, *, now: datetime) -> None:
    """Let the unit of the `number`-th case that was opened again object now and then, and do the work again."""
    worker = crew.worker_at(draw.case.unit_id, is_confidential=False)
    day_after, later = at + timedelta(days=1), at + timedelta(days=3)
    if number % 3 == 1 and day_after < now and worker.unit_id == draw.case.unit_id:
        with clock.simulated(lambda: day_after), old_moment():
            row = actions.object_to_finding(draw.case.code, reason=REASON, by=worker)
            if number % 6 == 1:
                reason = "در عکس پس از کار، محل دیگری دیده می‌شود."
                actions.decide_objection(row.pk, outcome="rejected", reason=reason, by=person("supervisor"))
    if later < now and worker.unit_id == draw.case.unit_id:
        with clock.simulated(lambda: later), old_moment():
            apply_command(draw.case.code, "accept", by=worker, version=None)
            apply_command(draw.case.code, "finish", by=worker, version=None, note="دوباره انجام شد.", form="انجام شد")


def person(username: str) -> Actor:
    """Return an account of the sample, as the actions take it."""
    staff_id = staff_id_of(username)
    person = staff_by_id(staff_id) if staff_id is not None else None
    assert person is not None
    return actor_of(person)
