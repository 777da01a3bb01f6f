"""A unit's objection to a finding, the decision, and the list of a month when nothing waits."""

from datetime import date, timedelta

import pytest

from peygir.core import clock
from peygir.desks.answers.models import Notice
from peygir.desks.inspection import actions
from peygir.desks.inspection.actions import draw_now
from peygir.desks.inspection.models import FindingObjection, Inspection
from peygir.desks.inspection.objections import finding_of_case, objection, open_objections
from peygir.desks.inspection.publication import PlanFacts, plan_of, published_draws
from peygir.desks.inspection.scored import visits_between
from peygir.history.queries import verify
from peygir.journey.inspecting import inspect
from tests import make
from tests.drain import drain
from tests.inspections import TIR, day, fix_seed, plan_tir
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
HOLE = "چاله هنوز همان‌جاست"
RIGHT = "همان روز پر شد؛ عکس آن پیوست است"


@pytest.fixture
def planned(town: Town, town_clock: TownClock) -> PlanFacts:
    """The plan of the month of Tir."""
    return plan_tir(town, town_clock)


# ── objections ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("outcome", "is_false"), [("upheld", False), ("rejected", True)])
def test_a_unit_objects_once_and_the_centre_decides(
    town: Town, planned: PlanFacts, town_clock: TownClock, outcome: str, is_false: bool
) -> None:
    fix_seed(town, town_clock)
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
    with make.refused(actions.ObjectionHasNoReason):
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
    finding = finding_of_case(case.pk)
    assert decided is not None
    assert finding is not None
    assert decided.outcome == finding.outcome == outcome
    (visit,) = visits_between(town.city_id, day("2026-06-01"), clock.now() + timedelta(days=1))
    assert visit.is_false == is_false
    assert (Inspection.objects.count(), FindingObjection.objects.count()) == (1, 1)
    assert verify().breaks == []


def test_the_months_list_is_published_when_nothing_waits(town: Town, planned: PlanFacts, town_clock: TownClock) -> None:
    fix_seed(town, town_clock)
    code = make.done()
    town_clock.forward(hours=1)
    draw_now(clock.now())

    def plan() -> PlanFacts:
        found = plan_of(town.city_id, TIR)
        assert found is not None
        return found

    assert (plan().cases, plan().drawn, plan().waiting) == (1, 1, 1)
    assert not plan().is_settled(date(2026, 8, 1)), "a visit waits"
    inspect(code, finding="fixed", note="", by=town.inspector)
    assert not plan().is_settled(date(2026, 7, 22)), "the month runs"
    assert plan().is_settled(date(2026, 7, 23))
    (line,) = published_draws(plan().id)
    assert (line.stratum, line.drawn, line.finding, line.n) == ("D-01", True, "fixed", 1)
