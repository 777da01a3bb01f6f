"""The chain of planning: a problem of cases, programme, proposal, decision, budget line, told citizens, goal."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError, transaction

from peygir.core import clock
from peygir.desks.answers.models import Message
from peygir.history.queries import timeline, verify
from peygir.outlook.planning import actions
from peygir.outlook.planning.actions.budget import LineTerms, ProgrammeIsNotApproved
from peygir.outlook.planning.actions.files import PlanMoveNotPossible
from peygir.outlook.planning.actions.goals import GoalIsRegistered, MeasurementTerms, WorkHasBegun
from peygir.outlook.planning.actions.hanging import CasesAreNotPlanned
from peygir.outlook.planning.actions.proposals import VariantIsProposed
from peygir.outlook.planning.budget_rules import LineSums
from peygir.outlook.planning.goal_rules import MeasureIsNotMonthly
from peygir.outlook.planning.models import BudgetCase, BudgetLine, PlanGoal, PlanProblem, Programme
from peygir.outlook.planning.rules import GoalTerms, PlanReasonIsMissing
from peygir.people.actions import NotYourWork
from peygir.people.rules import SYSTEM
from tests import make, planned
from tests.drain import drain
from tests.planned import APPROVED, TITLE, office
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")


def line(town: Town, code: str = "2-101") -> int:
    """A budget line of district 1 in 1405."""
    terms = LineTerms(
        year=1405, code=code, title=TITLE, sums=LineSums(APPROVED, 1_000_000_000), unit_id=town.units["D-01"]
    )
    return actions.make_line(town.city_id, terms, by=office("budget"))


def told() -> list[str]:
    """The kinds of messages about plans, in order."""
    rows = Message.objects.filter(kind__startswith="plan_").order_by("pk")
    return list(rows.values_list("kind", flat=True))


def test_a_pothole_is_followed_from_its_case_to_the_budget_and_back(town: Town) -> None:
    code = planned.planned_case(town)
    problem_id = planned.problem_of(town, [code])
    problem = PlanProblem.objects.get(pk=problem_id)
    assert (problem.evidence["cases"], problem.evidence["reports"]) == (1, 1)
    assert problem.evidence["months"] == {"2026-04-21": 1}  # Ordibehesht 1405
    programme_id = planned.programme_of(town, problem_id)
    proposal_id = planned.sent_proposal(town, programme_id)
    drain(twice=True)
    assert told() == ["plan_proposed"]
    assert PlanProblem.objects.get(pk=problem_id).state == "planned"
    line_id = line(town)
    with make.refused(ProgrammeIsNotApproved):
        actions.tie_line(line_id, programme_id, by=office("budget"))
    item_id = planned.item_of(town, proposal_id)
    with make.refused(PlanReasonIsMissing):
        actions.record_decision(item_id, planned.decision("returned"), by=office("secretariat"))
    actions.record_decision(item_id, planned.decision(), by=office("secretariat"))
    actions.tie_line(line_id, programme_id, by=office("budget"))
    assert actions.hang_cases_of_programme(line_id, by=office("budget")) == 1
    assert actions.hang_cases_of_programme(line_id, by=office("budget")) == 0
    drain(twice=True)
    assert told() == ["plan_proposed", "plan_funded"]
    assert Programme.objects.get(pk=programme_id).state == "funded"
    actions.move_line(line_id, "begin", by=office("budget"))
    drain(twice=True)
    actions.move_line(line_id, "finish", by=office("budget"))
    drain(twice=True)
    assert told() == ["plan_proposed", "plan_funded", "plan_begun", "plan_done"]
    assert Programme.objects.get(pk=programme_id).state == "done"
    assert make.case(code).state == "in_hand"
    assert make.case(code).unit_id == town.units["D-01"]
    assert BudgetCase.objects.get().left_why == "done"
    bodies = Message.objects.filter(kind="plan_funded").values_list("body", flat=True)
    assert "«روکش آسفالت بلوار گلگشت»" in bodies[0] or TITLE in bodies[0]
    assert verify().breaks == []


def test_a_refusal_is_told_with_its_reason_and_a_withdrawn_line_lets_its_cases_go(town: Town) -> None:
    code = planned.planned_case(town)
    programme_id = planned.programme_of(town, planned.problem_of(town, [code]))
    item_id = planned.item_of(town, planned.sent_proposal(town, programme_id))
    terms = planned.decision("refused", reason="اعتبار کافی نیست", votes_for=2, votes_against=9)
    actions.record_decision(item_id, terms, by=office("secretariat"))
    drain(twice=True)
    assert told() == ["plan_proposed", "plan_refused"]
    assert "اعتبار کافی نیست" in Message.objects.get(kind="plan_refused").body
    assert Programme.objects.get(pk=programme_id).state == "refused"
    line_id = line(town)
    actions.hang_cases(line_id, [code], by=office("budget"))
    drain()
    actions.move_line(line_id, "withdraw", reason="به سال بعد ماند", by=office("budget"))
    drain(twice=True)
    assert told()[-2:] == ["plan_funded", "plan_refused"]
    assert make.case(code).state == "scheduled"
    assert BudgetCase.objects.get().left_why == "withdrawn"


def test_only_planned_cases_hang_on_a_line_and_on_one_at_a_time(town: Town) -> None:
    code, other = planned.planned_case(town), make.in_hand(phone=PHONES[1], text="چراغ خیابان خاموش است")
    first, second = line(town), line(town, "2-102")
    with make.refused(CasesAreNotPlanned):
        actions.hang_cases(first, [code, other], by=office("budget"))
    with make.refused(NotYourWork):
        actions.hang_cases(first, [code], by=town.manager)
    actions.hang_cases(first, [code], by=office("budget"))
    actions.hang_cases(second, [code], by=office("budget"))
    rows = BudgetCase.objects.order_by("pk").values_list("line_id", "left_why")
    assert list(rows) == [(first, "moved"), (second, "")]
    assert [event.kind for event in timeline("budget", first)][-1] == "budget_cases_left"


def test_a_case_without_a_line_comes_back_after_the_citys_days(town: Town, town_clock: TownClock) -> None:
    waits, hangs = planned.planned_case(town), planned.planned_case(town, 1)
    actions.hang_cases(line(town), [hangs], by=office("budget"))
    town_clock.forward(days=200)
    assert actions.return_unfunded(clock.now()) == 0  # the city has not decided how long
    actions.set_policy(town.city_id, days_without_line=90, days_to_answer=30, by=office("budget"))
    assert actions.return_unfunded(clock.now()) == 1
    assert actions.return_unfunded(clock.now()) == 0
    assert (make.case(waits).state, make.case(hangs).state) == ("in_hand", "scheduled")
    assert "case_came_back" in make.kinds(waits)


def test_variants_exclude_each_other_and_moves_follow_the_table(town: Town) -> None:
    problem_id = planned.problem_of(town, [planned.planned_case(town)])
    first = planned.programme_of(town, problem_id, variant_group="asphalt")
    second = planned.programme_of(town, problem_id, variant_group="asphalt", title="طرح دیگر")
    planned.sent_proposal(town, first)
    with make.refused(VariantIsProposed):
        planned.sent_proposal(town, second)
    with make.refused(PlanMoveNotPossible):
        actions.move_programme(first, "drop", reason="دیگر لازم نیست", by=town.manager)
    with make.refused(NotYourWork):
        actions.move_programme(second, "approve", by=town.manager)


def test_a_goal_is_registered_before_the_work_and_never_changes(town: Town, town_clock: TownClock) -> None:
    programme_id = planned.approved_programme(town, [planned.planned_case(town)])
    terms = GoalTerms(
        measure="cases_opened~in.district.1~in.topic.CIV-01",
        measured_in="cases",
        baseline=40,
        baseline_from=date(2025, 5, 1),
        baseline_to=date(2026, 4, 30),
        target=16,
        due_on=date(2027, 5, 1),
        estimator="its",
    )
    goal_id = actions.make_goal(programme_id, terms, by=town.manager)
    actions.register_goal(goal_id, by=town.manager)
    free = actions.make_goal(programme_id, replace(terms, measure="چاله در بلوار گلگشت"), by=town.manager)
    with make.refused(MeasureIsNotMonthly):
        actions.register_goal(free, by=town.manager)
    with make.refused(GoalIsRegistered):
        actions.change_goal(goal_id, terms, by=town.manager)
    with pytest.raises(DatabaseError), transaction.atomic():
        PlanGoal.objects.filter(pk=goal_id).update(target=39)
    with pytest.raises(DatabaseError), transaction.atomic():
        PlanGoal.objects.filter(pk=goal_id).update(controls=["2"])
    with pytest.raises(DatabaseError), transaction.atomic():
        PlanGoal.objects.filter(pk=goal_id).delete()
    line_id = line(town)
    actions.tie_line(line_id, programme_id, by=office("budget"))
    actions.move_line(line_id, "begin", by=office("budget"))
    late = actions.make_goal(programme_id, terms, by=town.manager)
    with make.refused(WorkHasBegun):
        actions.register_goal(late, by=town.manager)
    town_clock.forward(days=400)
    measured = MeasurementTerms(
        first_on=date(2026, 10, 2), last_on=date(2027, 5, 1), value=14.0, low=9.0, high=19.0, digest="0" * 64
    )
    assert actions.measure_goal(goal_id, measured, by=SYSTEM) == "cannot_tell"
    assert PlanGoal.objects.get(pk=goal_id).state == "cannot_tell"
    assert BudgetLine.objects.get().state == "begun"
    assert verify().breaks == []
