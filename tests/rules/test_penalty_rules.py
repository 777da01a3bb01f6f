"""A penalty is proposed by the contract's rules, decided by a person, and objected to once, in time."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peygir.desks.fieldwork.penalty_rules import (
    DECISIONS,
    MOST_PERCENT,
    OBJECTION_DAYS,
    PAYABLE,
    AmountExceedsProposal,
    DecisionNotPossible,
    ObjectionIsTooLate,
    OrderFacts,
    PenaltyCause,
    PenaltyRule,
    PenaltyRuleIsWrong,
    PenaltyState,
    ProposedPenalty,
    check_decision,
    check_objection,
    hundredths,
    promised_day,
    propose,
    read_rules,
)
from peygir.desks.fieldwork.statement_rules import (
    MonthIsNotValid,
    StatementPenalty,
    month_days,
    sums_of,
    year_days,
)

DAY = date(2026, 5, 3)
LATE = PenaltyRule(PenaltyCause.LATE, percent=50, most_percent=1000)


def facts(late: int = 0, billed: int = 1_000_000, returned: int = 0, has_evidence: bool = True) -> OrderFacts:
    return OrderFacts(DAY, DAY + timedelta(days=late), billed, returned, has_evidence)


def test_each_late_day_costs_a_share_up_to_the_cap() -> None:
    assert propose([LATE], facts(0)) == []
    assert propose([LATE], facts(3)) == [ProposedPenalty(PenaltyCause.LATE, 15_000, 3)]
    assert propose([LATE], facts(90)) == [ProposedPenalty(PenaltyCause.LATE, 100_000, 90)]
    assert propose([PenaltyRule(PenaltyCause.LATE, fixed=500, grace_days=2)], facts(3)) == [
        ProposedPenalty(PenaltyCause.LATE, 500, 1)
    ]


def test_early_work_earns_a_bonus_and_returned_work_costs() -> None:
    rules = [PenaltyRule(PenaltyCause.EARLY, percent=100, most_percent=200), PenaltyRule("returned", percent=1000)]
    (bonus,) = propose(rules, facts(-5))
    assert (bonus.amount, bonus.is_bonus) == (20_000, True)
    bonus, penalty = propose(rules, facts(-1, returned=500_000))
    assert (bonus.amount, penalty.amount, penalty.is_bonus) == (15_000, 50_000, False)
    missing = PenaltyRule(PenaltyCause.NO_EVIDENCE, fixed=700)
    assert propose([missing], facts()) == []
    assert [one.amount for one in propose([missing], facts(has_evidence=False))] == [700]


def test_without_a_promise_or_an_end_there_is_no_delay() -> None:
    assert propose([LATE], OrderFacts(None, DAY, 100, 0, True)) == []
    assert propose([LATE], OrderFacts(DAY, None, 100, 0, True)) == []
    assert promised_day(DAY, 5) == date(2026, 5, 8)
    assert promised_day(DAY, None) is None


RULES = st.builds(
    PenaltyRule,
    st.sampled_from([str(one) for one in PenaltyCause]),
    st.integers(0, MOST_PERCENT),
    st.integers(0, 10**9),
    st.integers(0, 30),
    st.integers(0, MOST_PERCENT),
)


@given(st.lists(RULES, max_size=5), st.integers(-60, 60), st.integers(-(10**9), 10**12), st.integers(0, 10**12))
def test_no_rule_takes_more_than_its_cap_or_less_than_nothing(
    rules: list[PenaltyRule], late: int, billed: int, returned: int
) -> None:
    for proposal in propose(rules, facts(late, billed, returned)):
        assert proposal.amount > 0
        assert proposal.days >= 1
    capped = [rule for rule in rules if rule.most_percent]
    for rule in capped:
        for proposal in propose([rule], facts(late, billed, returned)):
            base = returned if rule.cause == PenaltyCause.RETURNED else billed + returned
            assert proposal.amount * MOST_PERCENT <= base * rule.most_percent


@given(st.integers(0, 40), st.integers(0, 40))
def test_more_delay_never_costs_less(first: int, second: int) -> None:
    amounts = [sum(one.amount for one in propose([LATE], facts(days))) for days in sorted((first, second))]
    assert amounts == sorted(amounts)


@given(st.lists(RULES.filter(lambda rule: rule.percent or rule.fixed), max_size=20))
def test_rules_are_read_back_as_they_were_stored(rules: list[PenaltyRule]) -> None:
    assert list(read_rules(rule.content() for rule in rules)) == rules


@pytest.mark.parametrize(
    "row",
    [
        {},
        {"cause": "late"},
        {"cause": "weather", "fixed": 1},
        {"cause": "late", "percent": -1},
        {"cause": "late", "percent": 1.5},
        {"cause": "late", "percent": True},
        {"cause": "late", "percent": MOST_PERCENT + 1},
        {"cause": "late", "fixed": "100"},
    ],
)
def test_a_rule_that_cannot_be_applied_is_refused(row: dict[str, object]) -> None:
    with pytest.raises(PenaltyRuleIsWrong):
        read_rules([row])


def test_a_contract_has_at_most_twenty_rules() -> None:
    with pytest.raises(PenaltyRuleIsWrong):
        read_rules([LATE.content()] * 21)


def test_a_share_is_written_in_per_cent() -> None:
    assert [hundredths(text) for text in ("2.5", "0.25", "100", "0")] == [250, 25, 10_000, 0]
    assert [hundredths(text) for text in ("", "101", "-1", "0.125", "NaN", "Infinity", "ten")] == [None] * 7


def test_a_person_decides_on_at_most_what_was_proposed() -> None:
    check_decision("proposed", "confirmed", amount=80, proposed=100)
    check_decision("objected", "lifted", amount=0, proposed=100)
    with pytest.raises(AmountExceedsProposal):
        check_decision("proposed", "confirmed", amount=101, proposed=100)
    for state in PenaltyState.values():
        for decision in PenaltyState.values():
            if decision not in DECISIONS.get(state, ()):
                with pytest.raises(DecisionNotPossible):
                    check_decision(state, decision, amount=0, proposed=1)


def test_an_objection_comes_once_in_time_and_before_payment() -> None:
    last = DAY + timedelta(days=OBJECTION_DAYS)
    check_objection("confirmed", decided_on=DAY, today=last, is_stated=False)
    for given_ in ({"today": last + timedelta(days=1)}, {"is_stated": True}, {"decided_on": None}):
        with pytest.raises(ObjectionIsTooLate):
            check_objection("confirmed", **{"decided_on": DAY, "today": last, "is_stated": False, **given_})  # type: ignore[arg-type]
    for state in set(PenaltyState) - {PenaltyState.CONFIRMED}:
        with pytest.raises(DecisionNotPossible):
            check_objection(state, decided_on=DAY, today=DAY, is_stated=False)
    assert "objected" not in PAYABLE


def test_the_months_of_a_year_follow_each_other() -> None:
    ends = [month_days(1405, month) for month in range(1, 13)]
    assert all(before[1] == after[0] for before, after in pairwise(ends))
    assert (ends[0][0], ends[-1][1]) == year_days(1405) == (date(2026, 3, 21), date(2027, 3, 21))
    for wrong in ((1405, 0), (1405, 13), (2026, 1), (0, 1)):
        with pytest.raises(MonthIsNotValid):
            month_days(*wrong)


@given(st.lists(st.tuples(st.integers(0, 10**9), st.booleans()), max_size=20))
def test_what_is_payable_is_work_and_bonuses_without_penalties(rows: list[tuple[int, bool]]) -> None:
    sums = sums_of([], [StatementPenalty("W", "late", 1, amount, is_bonus) for amount, is_bonus in rows])
    assert sums.payable == sum(amount if is_bonus else -amount for amount, is_bonus in rows)
