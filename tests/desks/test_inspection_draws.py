"""The draw of inspections: plans frozen by a public seed, lots that anybody can draw again, and misses."""

import hashlib
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from peygir.core import clock
from peygir.desks.inspection import actions
from peygir.desks.inspection.actions.draws import draw_now
from peygir.desks.inspection.actions.planning import month_of
from peygir.desks.inspection.drawing import MARKS
from peygir.desks.inspection.models import InspectionDraw, InspectionPlan
from peygir.desks.inspection.publication import PlanFacts, plan_of, plans
from peygir.desks.inspection.scored import visits_between
from peygir.history.queries import timeline, verify
from peygir.journey.inspecting import inspect
from peygir.people.actions import NotYourWork
from tests import make
from tests.drain import drain
from tests.inspections import SOURCE, TIR, at, day, fix_seed, plan_tir, tir
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
HOLE = "چاله هنوز همان‌جاست"


@pytest.fixture
def planned(town: Town, town_clock: TownClock) -> PlanFacts:
    """The plan of the month of Tir."""
    return plan_tir(town, town_clock)


# ── plans and seeds ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_months_are_those_of_the_iranian_calendar() -> None:
    assert month_of(date(2026, 7, 1)) == (TIR, date(2026, 7, 22))
    assert month_of(date(2026, 3, 20))[1] == date(2026, 3, 20), "Esfand"


def test_plans_are_made_ahead_once_and_begin_as_the_one_before(town: Town, planned: PlanFacts) -> None:
    draw_now(clock.now())
    assert [plan.first_on for plan in plans(town.city_id)] == [TIR, date(2026, 5, 22)]
    assert (planned.visits, planned.floor_percent, planned.version, planned.how) == (400, 25, 1, "")
    assert planned.key_digest
    assert len(planned.key_digest) == 64


def test_a_plan_changes_until_its_seed_is_fixed_and_never_after(
    town: Town, planned: PlanFacts, town_clock: TownClock
) -> None:
    values: dict[str, object] = {"visits": 120, "floor_percent": 20, "visit_days": 5, "marks": {**MARKS, "urgent": 2.0}}
    for who in (town.clerk, town.inspector, town.mayor):
        with make.refused(NotYourWork):
            actions.change_plan(town.city_id, TIR, **values, by=who)  # type: ignore[arg-type]
    for name, wrong in (("floor_percent", 19), ("floor_percent", 31), ("visits", 0), ("visit_days", 0), ("marks", {})):
        with make.refused(actions.PlanIsNotRight):
            actions.change_plan(town.city_id, TIR, **{**values, name: wrong}, by=town.supervisor)  # type: ignore[arg-type]
    actions.change_plan(town.city_id, TIR, **values, by=town.admin)  # type: ignore[arg-type]
    changed = plan_of(town.city_id, TIR)
    assert changed is not None
    assert (changed.visits, changed.version, changed.weights.marks["urgent"]) == (120, 2, 2.0)
    fix_seed(town, town_clock)
    with make.refused(actions.PlanIsFrozen):
        actions.change_plan(town.city_id, TIR, **values, by=town.supervisor)  # type: ignore[arg-type]
    with make.refused(actions.PlanIsFrozen):
        actions.fix_seed_of_public_event(town.city_id, TIR, seed="2", source=SOURCE, by=town.admin)
    for column, value in (("seed", "another"), ("visits", 1), ("weights", {}), ("floor_percent", 30)):
        with pytest.raises(DatabaseError, match="is fixed"), transaction.atomic():
            InspectionPlan.objects.filter(first_on=TIR).update(**{column: value})
    kinds = [event.kind for event in timeline("inspplan", tir().pk)]
    assert kinds == ["inspection_plan_kept", "inspection_plan_kept", "inspection_seed_fixed"]
    assert verify().breaks == []


def test_a_seed_of_two_people_needs_the_second_one(town: Town, planned: PlanFacts, town_clock: TownClock) -> None:
    with make.refused(actions.SeedIsNotRight):
        actions.confirm_seed(town.city_id, TIR, by=town.supervisor)
    actions.propose_seed(town.city_id, TIR, seed=" 4 4\n2 ", source="تاس عضو شورا", by=town.supervisor)
    with make.refused(actions.SeedNeedsSecondPerson):
        actions.confirm_seed(town.city_id, TIR, by=town.supervisor)
    with make.refused(NotYourWork):
        actions.confirm_seed(town.city_id, TIR, by=town.council)
    actions.confirm_seed(town.city_id, TIR, by=town.admin)
    plan = tir()
    assert (plan.seed, plan.seed_kind) == ("4 4 2", "two_people")
    last = timeline("inspplan", plan.pk)[-1]
    assert (last.by, last.data["proposer"]) == (str(town.admin), town.supervisor.id)


def test_a_changed_plan_drops_the_seed_that_was_proposed_for_it(town: Town, planned: PlanFacts) -> None:
    actions.propose_seed(town.city_id, TIR, seed="1", source=SOURCE, by=town.supervisor)
    actions.change_plan(
        town.city_id, TIR, visits=9, floor_percent=25, visit_days=7, marks=dict(MARKS), by=town.supervisor
    )
    with make.refused(actions.SeedIsNotRight):
        actions.confirm_seed(town.city_id, TIR, by=town.admin)


@pytest.mark.parametrize(("seed", "source"), [("", SOURCE), ("1", " "), ("x" * 201, SOURCE), ("1", "x" * 301)])
def test_a_seed_has_a_source(town: Town, planned: PlanFacts, seed: str, source: str) -> None:
    with make.refused(actions.SeedIsNotRight):
        actions.fix_seed_of_public_event(town.city_id, TIR, seed=seed, source=source, by=town.supervisor)


def test_after_the_month_began_no_person_fixes_its_seed_and_the_system_does(
    town: Town, planned: PlanFacts, town_clock: TownClock
) -> None:
    at(town_clock, day("2026-06-22"))
    for deed in (actions.fix_seed_of_public_event, actions.propose_seed):
        with make.refused(actions.MonthHasBegun):
            deed(town.city_id, TIR, seed="1", source=SOURCE, by=town.supervisor)
    draw_now(clock.now())
    plan = tir()
    head = bytes.fromhex(timeline("inspplan", plan.pk)[0].hash.hex())
    assert plan.seed_kind == "system"
    assert plan.seed == hashlib.sha256(b"inspection " + head).hexdigest()


# ── the draw ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_each_finished_case_has_a_chance_and_a_lot_that_anybody_can_draw_again(
    town: Town, planned: PlanFacts, town_clock: TownClock
) -> None:
    fix_seed(town, town_clock)
    codes = [make.done(phone=PHONES[0]), make.done(town.clerk_two, district="2", phone=PHONES[1])]
    make.in_hand(phone=PHONES[2])
    secret = make.referred(topic="CNF-01", phone=PHONES[3])
    town_clock.forward(hours=1)
    assert actions.draw_finished(clock.now()) == 2
    assert actions.draw_finished(clock.now()) == 0, "each once"
    rows = list(InspectionDraw.objects.select_related("case").order_by("pk"))
    assert {row.case.code for row in rows} == set(codes)
    assert secret not in {row.case.code for row in rows}
    for row in rows:
        # The recipe of docs/inspection.md, written out again.
        text = f"{tir().seed}\n{row.pseudonym}\n{row.n}"
        lot = int(hashlib.sha256(text.encode()).hexdigest()[:13], 16) / 16**13
        assert row.lot == lot
        assert row.case.code not in row.pseudonym
        assert 0 < row.chance <= 1
        assert (row.state == "passed") == (lot >= row.chance)
    drawn = timeline("inspplan", tir().pk)[-1]
    assert drawn.kind == "inspections_drawn"
    assert drawn.data["cases"] == 2
    assert verify().breaks == []


def test_a_case_called_done_again_is_drawn_again(town: Town, planned: PlanFacts, town_clock: TownClock) -> None:
    fix_seed(town, town_clock)
    code = make.done()
    town_clock.forward(hours=1)
    draw_now(clock.now())
    inspect(code, finding="not_fixed", note=HOLE, by=town.inspector)
    drain()
    make.command(code, "accept", town.clerk)
    town_clock.forward(hours=1)
    make.command(code, "finish", town.clerk, note="دوباره پر شد", form="آسفالت")
    drain()
    town_clock.forward(hours=1)
    draw_now(clock.now())
    first, second = InspectionDraw.objects.order_by("n")
    assert (first.n, first.state, second.n, second.state) == (1, "visited", 2, "waiting")
    assert "reopened" in second.marks
    assert first.pseudonym != second.pseudonym
    assert second.weight > first.weight


def test_what_was_finished_before_the_plan_was_made_is_not_drawn(town: Town, town_clock: TownClock) -> None:
    make.done()
    town_clock.forward(hours=1)
    draw_now(clock.now())
    plan = InspectionPlan.objects.get(first_on__lte=clock.now().date(), last_on__gte=clock.now().date())
    assert plan.seed_kind == "system"
    assert not InspectionDraw.objects.exists()
    town_clock.forward(hours=1)
    make.done(phone=PHONES[1])
    town_clock.forward(hours=1)
    draw_now(clock.now())
    assert InspectionDraw.objects.count() == 1


def test_a_missed_draw_counts_as_a_failure(town: Town, planned: PlanFacts, town_clock: TownClock) -> None:
    fix_seed(town, town_clock)
    make.done()
    town_clock.forward(hours=1)
    draw_now(clock.now())
    row = InspectionDraw.objects.get()
    assert row.due_on == date(2026, 6, 30)
    at(town_clock, day("2026-06-30"))
    assert actions.settle_draws(clock.now()) == 0
    at(town_clock, day("2026-07-01"))
    assert actions.settle_draws(clock.now()) == 1
    (visit,) = visits_between(town.city_id, day("2026-06-01"), clock.now())
    assert (visit.finding, visit.is_false) == ("missed", True)
    last = timeline("inspplan", tir().pk)[-1]
    assert (last.kind, last.data) == ("inspections_missed", {"draws": [row.pk]})
    assert verify().breaks == []


def test_a_case_that_its_citizen_opened_again_first_was_not_fixed(
    town: Town, planned: PlanFacts, town_clock: TownClock
) -> None:
    fix_seed(town, town_clock)
    code = make.done()
    town_clock.forward(hours=1)
    draw_now(clock.now())
    make.command(code, "reopen", town.operator, note="شهروند تماس گرفت: چاله هست")
    drain()
    assert actions.settle_draws(clock.now()) == 1
    (visit,) = visits_between(town.city_id, day("2026-06-01"), clock.now() + timedelta(days=1))
    assert (visit.finding, visit.is_false) == ("not_fixed", True)
