"""The draw of inspections: plans frozen by a public seed, lots anybody can draw again, visits, misses, objections."""

import hashlib
from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from peygir.core import clock
from peygir.desks.answers.models import Notice
from peygir.desks.inspection import actions
from peygir.desks.inspection.actions.draws import draw_now
from peygir.desks.inspection.actions.planning import month_of
from peygir.desks.inspection.day_list import conflicts_of, drawn_visits
from peygir.desks.inspection.drawing import MARKS
from peygir.desks.inspection.models import FindingObjection, Inspection, InspectionDraw, InspectionPlan
from peygir.desks.inspection.objections import finding_of_case, objection, open_objections
from peygir.desks.inspection.publication import PlanFacts, plan_of, plans, published_draws
from peygir.desks.inspection.scored import visits_between
from peygir.history.queries import timeline, verify
from peygir.journey.inspecting import inspect
from peygir.people.actions import NotYourWork
from tests import make
from tests.drain import drain
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
HOLE = "چاله هنوز همان‌جاست"
RIGHT = "همان روز پر شد؛ عکس آن پیوست است"
JULY = date(2026, 6, 22)  # 1 Tir 1405
SOURCE = "قرعه‌کشی ملی شمارهٔ ۱۲"


def day(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}T06:00:00+00:00")


def at(town_clock: TownClock, moment: datetime) -> None:
    town_clock.forward(seconds=(moment - clock.now()).total_seconds())


@pytest.fixture
def planned(town: Town, town_clock: TownClock) -> PlanFacts:
    """The plan of the month of Tir, made in time; every case is drawn, since more visits are planned than cases."""
    at(town_clock, day("2026-06-15"))
    draw_now(clock.now())
    plan = plan_of(town.city_id, JULY)
    assert plan is not None
    return plan


def fixed(town: Town, town_clock: TownClock, seed: str = "17 23 5 41 8 33") -> None:
    actions.fix_seed_of_public_event(town.city_id, JULY, seed=seed, source=SOURCE, by=town.supervisor)
    at(town_clock, day("2026-06-23"))


def the_plan() -> InspectionPlan:
    return InspectionPlan.objects.get(first_on=JULY)


# ── plans and seeds ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_months_are_those_of_the_iranian_calendar() -> None:
    assert month_of(date(2026, 7, 1)) == (JULY, date(2026, 7, 22))
    assert month_of(date(2026, 3, 20))[1] == date(2026, 3, 20), "Esfand"


def test_plans_are_made_ahead_once_and_begin_as_the_one_before(town: Town, planned: PlanFacts) -> None:
    draw_now(clock.now())
    assert [plan.first_on for plan in plans(town.city_id)] == [JULY, date(2026, 5, 22)]
    assert (planned.visits, planned.floor_percent, planned.version, planned.how) == (400, 25, 1, "")
    assert planned.key_digest
    assert len(planned.key_digest) == 64


def test_a_plan_changes_until_its_seed_is_fixed_and_never_after(
    town: Town, planned: PlanFacts, town_clock: TownClock
) -> None:
    values = {"visits": 120, "floor_percent": 20, "visit_days": 5, "marks": {**MARKS, "urgent": 2.0}}
    for who in (town.clerk, town.inspector, town.mayor):
        with make.refused(NotYourWork):
            actions.change_plan(town.city_id, JULY, **values, by=who)  # type: ignore[arg-type]
    for wrong in ({"floor_percent": 19}, {"floor_percent": 31}, {"visits": 0}, {"visit_days": 0}, {"marks": {}}):
        with make.refused(actions.PlanIsNotRight):
            actions.change_plan(town.city_id, JULY, **{**values, **wrong}, by=town.supervisor)  # type: ignore[arg-type]
    actions.change_plan(town.city_id, JULY, **values, by=town.admin)  # type: ignore[arg-type]
    changed = plan_of(town.city_id, JULY)
    assert changed is not None
    assert (changed.visits, changed.version, changed.weights.marks["urgent"]) == (120, 2, 2.0)
    fixed(town, town_clock)
    with make.refused(actions.PlanIsFrozen):
        actions.change_plan(town.city_id, JULY, **values, by=town.supervisor)  # type: ignore[arg-type]
    with make.refused(actions.PlanIsFrozen):
        actions.fix_seed_of_public_event(town.city_id, JULY, seed="2", source=SOURCE, by=town.admin)
    for column, value in (("seed", "another"), ("visits", 1), ("weights", {}), ("floor_percent", 30)):
        with pytest.raises(DatabaseError, match="is fixed"), transaction.atomic():
            InspectionPlan.objects.filter(first_on=JULY).update(**{column: value})
    kinds = [event.kind for event in timeline("inspplan", the_plan().pk)]
    assert kinds == ["inspection_plan_kept", "inspection_plan_kept", "inspection_seed_fixed"]
    assert verify().breaks == []


def test_a_seed_of_two_people_needs_the_second_one(town: Town, planned: PlanFacts, town_clock: TownClock) -> None:
    with make.refused(actions.SeedIsNotRight):
        actions.confirm_seed(town.city_id, JULY, by=town.supervisor)
    actions.propose_seed(town.city_id, JULY, seed=" 4 4\n2 ", source="تاس عضو شورا", by=town.supervisor)
    with make.refused(actions.SecondPersonIsNeeded):
        actions.confirm_seed(town.city_id, JULY, by=town.supervisor)
    with make.refused(NotYourWork):
        actions.confirm_seed(town.city_id, JULY, by=town.council)
    actions.confirm_seed(town.city_id, JULY, by=town.admin)
    plan = the_plan()
    assert (plan.seed, plan.seed_kind) == ("4 4 2", "two_people")
    last = timeline("inspplan", plan.pk)[-1]
    assert (last.by, last.data["proposer"]) == (str(town.admin), town.supervisor.id)


def test_a_changed_plan_drops_the_seed_that_was_proposed_for_it(town: Town, planned: PlanFacts) -> None:
    actions.propose_seed(town.city_id, JULY, seed="1", source=SOURCE, by=town.supervisor)
    actions.change_plan(
        town.city_id, JULY, visits=9, floor_percent=25, visit_days=7, marks=dict(MARKS), by=town.supervisor
    )
    with make.refused(actions.SeedIsNotRight):
        actions.confirm_seed(town.city_id, JULY, by=town.admin)


@pytest.mark.parametrize(("seed", "source"), [("", SOURCE), ("1", " "), ("x" * 201, SOURCE), ("1", "x" * 301)])
def test_a_seed_has_a_source(town: Town, planned: PlanFacts, seed: str, source: str) -> None:
    with make.refused(actions.SeedIsNotRight):
        actions.fix_seed_of_public_event(town.city_id, JULY, seed=seed, source=source, by=town.supervisor)


def test_after_the_month_began_no_person_fixes_its_seed_and_the_system_does(
    town: Town, planned: PlanFacts, town_clock: TownClock
) -> None:
    at(town_clock, day("2026-06-22"))
    for deed in (actions.fix_seed_of_public_event, actions.propose_seed):
        with make.refused(actions.MonthHasBegun):
            deed(town.city_id, JULY, seed="1", source=SOURCE, by=town.supervisor)
    draw_now(clock.now())
    plan = the_plan()
    head = bytes.fromhex(timeline("inspplan", plan.pk)[0].hash.hex())
    assert plan.seed_kind == "system"
    assert plan.seed == hashlib.sha256(b"inspection " + head).hexdigest()


# ── the draw ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_each_finished_case_has_a_chance_and_a_lot_that_anybody_can_draw_again(
    town: Town, planned: PlanFacts, town_clock: TownClock
) -> None:
    fixed(town, town_clock)
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
        text = f"{the_plan().seed}\n{row.pseudonym}\n{row.n}"
        lot = int(hashlib.sha256(text.encode()).hexdigest()[:13], 16) / 16**13
        assert row.lot == lot
        assert row.case.code not in row.pseudonym
        assert 0 < row.chance <= 1
        assert (row.state == "passed") == (lot >= row.chance)
    drawn = timeline("inspplan", the_plan().pk)[-1]
    assert drawn.kind == "inspections_drawn"
    assert drawn.data["cases"] == 2
    assert verify().breaks == []


def test_a_case_called_done_again_is_drawn_again(town: Town, planned: PlanFacts, town_clock: TownClock) -> None:
    fixed(town, town_clock)
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
    fixed(town, town_clock)
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
    last = timeline("inspplan", the_plan().pk)[-1]
    assert (last.kind, last.data) == ("inspections_missed", {"draws": [row.pk]})
    assert verify().breaks == []


def test_a_case_that_its_citizen_opened_again_first_was_not_fixed(
    town: Town, planned: PlanFacts, town_clock: TownClock
) -> None:
    fixed(town, town_clock)
    code = make.done()
    town_clock.forward(hours=1)
    draw_now(clock.now())
    make.command(code, "reopen", town.operator, note="شهروند تماس گرفت: چاله هست")
    drain()
    assert actions.settle_draws(clock.now()) == 1
    (visit,) = visits_between(town.city_id, day("2026-06-01"), clock.now() + timedelta(days=1))
    assert (visit.finding, visit.is_false) == ("not_fixed", True)


# ── the inspector's day ─────────────────────────────────────────────────────────────────────────────────────────────


def test_drawn_visits_are_listed_and_leave_with_their_finding(
    town: Town, planned: PlanFacts, town_clock: TownClock
) -> None:
    fixed(town, town_clock)
    near, far = make.done(), make.done(town.clerk_two, district="2", phone=PHONES[1])
    town_clock.forward(hours=1)
    draw_now(clock.now())
    today = date(2026, 6, 23)

    def listed(start: tuple[float, float] | None = None) -> list[str]:
        return [row.case.code for row in drawn_visits(town.inspector, town.city_id, today=today, start=start)]

    assert listed((29.605, 52.551)) == [far, near]
    assert listed((29.605, 52.511)) == [near, far]
    inspect(near, finding="another_problem", note="چاله پر است، جدول شکسته", by=town.inspector)
    drain()
    assert listed() == [far]
    assert InspectionDraw.objects.get(case__code=near).state == "visited"
    (visit,) = visits_between(town.city_id, day("2026-06-01"), clock.now() + timedelta(days=1))
    assert (visit.finding, visit.is_false) == ("another_problem", False)
    assert not hasattr(visit, "inspector_id"), "who looked is never in the score"


def test_nobody_inspects_where_a_conflict_is_declared(town: Town, planned: PlanFacts, town_clock: TownClock) -> None:
    fixed(town, town_clock)
    code = make.done()
    town_clock.forward(hours=1)
    draw_now(clock.now())
    today = date(2026, 6, 23)
    me = town.inspector
    unit_id, district_id = town.units["D-01"], town.districts["1"]
    for wrong in (
        {"unit_id": None, "district_id": None, "reason": "family"},
        {"unit_id": unit_id, "district_id": district_id, "reason": "family"},
        {"unit_id": unit_id, "district_id": None, "reason": "because"},
    ):
        with make.refused(actions.ConflictIsNotRight):
            actions.declare_conflict(me.id, **wrong, on=today, by=me)  # type: ignore[arg-type]
    with make.refused(NotYourWork):
        actions.declare_conflict(me.id, unit_id=unit_id, district_id=None, reason="family", on=today, by=town.clerk)
    row = actions.declare_conflict(me.id, unit_id=None, district_id=district_id, reason="own_home", on=today, by=me)
    assert drawn_visits(me, town.city_id, today=today) == []
    with make.refused(actions.ConflictIsDeclared):
        inspect(code, finding="fixed", note="", by=me)
    with make.refused(NotYourWork):
        actions.end_conflict(row.pk, on=today, by=me)
    actions.end_conflict(row.pk, on=today - timedelta(days=1), by=town.supervisor)
    assert conflicts_of(me.id, on=today) == []
    assert len(drawn_visits(me, town.city_id, today=today)) == 1


# ── objections ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("outcome", "is_false"), [("upheld", False), ("rejected", True)])
def test_a_unit_objects_once_and_the_centre_decides(
    town: Town, planned: PlanFacts, town_clock: TownClock, outcome: str, is_false: bool
) -> None:
    fixed(town, town_clock)
    code = make.done()
    due_at = make.case(code).due_at
    town_clock.forward(hours=1)
    draw_now(clock.now())
    with make.refused(actions.NothingToObject):
        actions.object_to_finding(code, reason=RIGHT, by=town.clerk)
    inspect(code, finding="not_fixed", note=HOLE, photo=make.photo(), by=town.inspector)
    drain(twice=True)
    case = make.case(code)
    assert (case.state, case.due_at) == ("reopened", due_at), "the original clock runs on"
    told = set(Notice.objects.filter(case=case).values_list("staff__username", flat=True))
    assert "manager" in told
    for who in (town.clerk_two, town.operator, town.inspector, town.supervisor):
        with make.refused(actions.ObjectionNotYours):
            actions.object_to_finding(code, reason=RIGHT, by=who)
    with make.refused(actions.ReasonIsMissing):
        actions.object_to_finding(code, reason=" ", by=town.clerk)
    row = actions.object_to_finding(code, reason=RIGHT, by=town.clerk)
    drain(twice=True)
    with make.refused(actions.AlreadyObjected):
        actions.object_to_finding(code, reason=RIGHT, by=town.manager)
    assert Notice.objects.filter(case=case, staff__username="supervisor").exists()
    (waiting,) = open_objections(town.city_id)
    assert (waiting.reason, waiting.finding_words) == (RIGHT, HOLE)
    with make.refused(actions.ObjectionNotYours):
        actions.decide_objection(row.pk, outcome=outcome, reason="دو عکس دیده شد", by=town.clerk)
    with make.refused(actions.NothingToObject):
        actions.decide_objection(row.pk, outcome="open", reason="دو عکس دیده شد", by=town.supervisor)
    actions.decide_objection(row.pk, outcome=outcome, reason="دو عکس دیده شد", by=town.supervisor)
    drain(twice=True)
    with make.refused(actions.ObjectionIsDecided):
        actions.decide_objection(row.pk, outcome=outcome, reason="دو عکس دیده شد", by=town.admin)
    assert open_objections(town.city_id) == []
    decided = objection(row.pk, town.city_id)
    found = finding_of_case(case.pk)
    assert decided is not None
    assert found is not None
    assert decided.outcome == found.outcome == outcome
    (visit,) = visits_between(town.city_id, day("2026-06-01"), clock.now() + timedelta(days=1))
    assert visit.is_false == is_false
    assert (Inspection.objects.count(), FindingObjection.objects.count()) == (1, 1)
    assert verify().breaks == []


def test_the_months_list_is_published_when_nothing_waits(town: Town, planned: PlanFacts, town_clock: TownClock) -> None:
    fixed(town, town_clock)
    code = make.done()
    town_clock.forward(hours=1)
    draw_now(clock.now())

    def plan() -> PlanFacts:
        found = plan_of(town.city_id, JULY)
        assert found is not None
        return found

    assert (plan().cases, plan().drawn, plan().waiting) == (1, 1, 1)
    assert not plan().is_settled(date(2026, 8, 1)), "a visit waits"
    inspect(code, finding="fixed", note="", by=town.inspector)
    assert not plan().is_settled(date(2026, 7, 22)), "the month runs"
    assert plan().is_settled(date(2026, 7, 23))
    (line,) = published_draws(plan().id)
    assert (line.stratum, line.drawn, line.finding, line.n) == ("D-01", True, "fixed", 1)
