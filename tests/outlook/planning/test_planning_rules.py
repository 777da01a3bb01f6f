"""The rules of planning without a database: the table of moves, who plans, options, fiscal years, verdicts."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peygir.core.refusals import Refusal
from peygir.outlook.planning.budget_rules import BudgetSumIsNoNumber, checked_code, rials_of
from peygir.outlook.planning.lifecycle import EVENTS, MOVE_OF, PLAN_MOVES, moves_from
from peygir.outlook.planning.rules import (
    CostTerms,
    EffectHasNoSource,
    OptionIsNotRight,
    OptionsAreNotRight,
    OptionTerms,
    PlannedCostIsNotRight,
    checked_options,
    cost_of,
    fiscal_days,
    fiscal_year_of,
    may_plan,
    verdict_on,
)
from peygir.outlook.planning.states import (
    BudgetState,
    PlanAnswer,
    PlannedCostKind,
    ProblemState,
    ProgrammeState,
    ProposalState,
    SittingState,
)
from peygir.people.rules import SYSTEM, Actor

STATES = {
    "problem": ProblemState,
    "programme": ProgrammeState,
    "proposal": ProposalState,
    "sitting": SittingState,
    "budget": BudgetState,
}
OPTION = OptionTerms(
    title="روکش",
    begins_on=date(2026, 8, 1),
    ends_on=date(2026, 9, 1),
    effect_low=0.1,
    effect=0.2,
    effect_high=0.3,
    years=3,
    evidence_class="D",
    costs=(CostTerms("آسفالت", 1, 2, 3),),
)


def test_every_state_is_reached_and_left_by_known_moves() -> None:
    assert set(EVENTS) == set(STATES)
    assert len(MOVE_OF) == len(PLAN_MOVES)
    for file, states in STATES.items():
        rows = [move for move in PLAN_MOVES if move.file == file]
        assert {move.target for move in rows} | {next(iter(states))} == set(states)
        assert all(move.sources <= set(states) and move.target not in move.sources for move in rows)
    assert moves_from("budget", "withdrawn") == []
    assert len(PlanAnswer) == 10


def test_who_plans_for_a_unit() -> None:
    manager = Actor("staff", 1, "manager", 4)
    deputy = Actor("staff", 2, "deputy", 3, frozenset({3, 4}))
    mayor = Actor("staff", 3, "mayor", 1)
    assert may_plan(manager, 4)
    assert not may_plan(manager, 5)
    assert not may_plan(manager, None)
    assert may_plan(deputy, 4)
    assert not may_plan(deputy, 5)
    assert may_plan(mayor, 5)
    assert not any(may_plan(Actor("staff", 4, role, 4), 4) for role in ("clerk", "operator", "council", "budget"))
    assert not may_plan(SYSTEM, 4)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"title": " "}, OptionIsNotRight),
        ({"ends_on": date(2026, 7, 1)}, OptionIsNotRight),
        ({"effect": 0.05}, OptionIsNotRight),
        ({"effect_high": 1.1}, OptionIsNotRight),
        ({"effect": float("nan")}, OptionIsNotRight),
        ({"years": 0}, OptionIsNotRight),
        ({"evidence_class": "E"}, OptionIsNotRight),
        ({"evidence_class": "B"}, EffectHasNoSource),
        ({"costs": ()}, OptionsAreNotRight),
        ({"costs": (CostTerms("آسفالت", 3, 2, 4),)}, PlannedCostIsNotRight),
        ({"costs": (CostTerms("", 1, 2, 4),)}, PlannedCostIsNotRight),
    ],
)
def test_an_option_that_is_not_right_is_refused(change: dict[str, object], refusal: type[Refusal]) -> None:
    assert checked_options([OPTION]) == (OPTION,)
    with pytest.raises(refusal):
        checked_options([replace(OPTION, **change)])  # type: ignore[arg-type]


def test_yearly_costs_count_once_for_each_year() -> None:
    costs = (CostTerms("آسفالت", 1, 2, 3), CostTerms("نگهداری", 10, 20, 30, PlannedCostKind.YEARLY))
    assert cost_of(costs, 2.5) == (26, 52, 78)


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_a_day_is_in_its_fiscal_year(day: date) -> None:
    first_on, last_on = fiscal_days(fiscal_year_of(day))
    assert first_on <= day <= last_on
    assert fiscal_year_of(last_on) + 1 == fiscal_year_of(date.fromordinal(last_on.toordinal() + 1))


def test_the_fiscal_year_begins_on_1_farvardin() -> None:
    assert fiscal_days(1405) == (date(2026, 3, 21), date(2027, 3, 20))


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (9, 15, "reached"),
        (9, 16, "reached"),
        (17, 20, "not_reached"),
        (9, 19, "cannot_tell"),
        (None, None, "cannot_tell"),
    ],
)
def test_an_interval_says_whether_fewer_were_reached(low: float | None, high: float | None, verdict: str) -> None:
    assert verdict_on(baseline=40, target=16, low=low, high=high) == verdict


def test_more_can_be_the_target_too() -> None:
    assert verdict_on(baseline=40, target=60, low=61, high=70) == "reached"
    assert verdict_on(baseline=40, target=60, low=41, high=59) == "not_reached"


@pytest.mark.parametrize(
    ("cell", "rials"),
    [("", 0), ("۱۲٬۳۴۵", 12345), ("12,345", 12345), ("12345.0", 12345), (" 7 ", 7), ("-5", -5), ("۱۲ ۳۴۵", 12345)],
)
def test_sums_are_read_in_any_digits(cell: str, rials: int) -> None:
    assert rials_of(cell, "approved") == rials


@pytest.mark.parametrize("cell", ["ده", "1.5", "1e5", "--1", "9" * 19])
def test_a_sum_that_is_no_whole_number_is_refused(cell: str) -> None:
    with pytest.raises(BudgetSumIsNoNumber):
        rials_of(cell, "approved")


def test_a_code_is_kept_in_plain_digits() -> None:
    assert checked_code(" ۲-۱۰۱ ", 1405) == "2-101"
