"""Contracts: terms and rules, penalties that people decide and contractors object to, and monthly statements."""

from datetime import date

import pytest

from peygir.core.refusals import Refusal
from peygir.desks.fieldwork.actions.contracts import (
    ContractIsNotRight,
    ContractNumberIsTaken,
    ContractorIsNotRight,
    ContractTerms,
    DaysLeaveOrdersOut,
    NoSuchContract,
    TopicOrDistrictOfContract,
    change_contract,
    keep_contractor,
    make_contract,
)
from peygir.desks.fieldwork.actions.order_file import OrderMoveNotYours
from peygir.desks.fieldwork.actions.order_moves import ContractDoesNotCover
from peygir.desks.fieldwork.actions.penalties import (
    DecisionNeedsReason,
    NoSuchPenalty,
    decide_penalty,
    object_to_penalty,
    propose_penalties,
)
from peygir.desks.fieldwork.models import WorkOrder
from peygir.desks.fieldwork.penalty_rules import (
    AmountExceedsProposal,
    DecisionNotPossible,
    ObjectionIsTooLate,
    PenaltyRuleIsWrong,
)
from peygir.desks.fieldwork.queries.contracts import (
    contract,
    contractors,
    contracts_of,
    penalties_of,
)
from peygir.history.queries import timeline, verify
from peygir.people.actions import NotYourWork
from tests import contracted, make
from tests.contracted import LATE, PRICE, SPRING
from tests.drain import drain
from tests.town import Town, TownClock


@pytest.fixture(autouse=True)
def still(town_clock: TownClock) -> TownClock:
    return town_clock


def late_order(town: Town, still: TownClock, made: int, *, days: int = 6) -> WorkOrder:
    """Ten square metres of asphalt, accepted, finished so many days after it was sent (three are promised)."""
    row = contracted.order(town, contract_id=made)
    still.forward(days=days)
    line = contracted.billed(row, "10", by=town.clerk)
    row = contracted.finished(row, by=town.clerk)
    contracted.checked(row, line, "accepted", by=town.inspector)
    drain(twice=True)
    return row


def test_a_contract_is_made_by_who_leads_its_unit(town: Town) -> None:
    made = contracted.contract(town, topics=("CIV-01",), districts=("1",))
    facts = contract(made)
    assert facts is not None
    assert (facts.contractor, facts.currency, facts.topics) == ("راه‌سازان فارس", "IRR", ("CIV-01",))
    assert [rule.cause for rule in facts.rules] == ["late", "early", "returned"]
    assert [one.contracts for one in contractors(town.city_id)] == [1]
    assert [one.id for one in contracts_of(town.city_id, unit_ids=[town.units["D-02"]])] == []
    terms = ContractTerms("C-1405-7", SPRING, date(2027, 3, 20))
    with make.refused(ContractNumberIsTaken):
        make_contract(facts.contractor_id, town.units["D-01"], terms, by=town.manager)
    with make.refused(NotYourWork):
        make_contract(facts.contractor_id, town.units["D-01"], terms, by=town.clerk)
    with make.refused(NoSuchContract):
        make_contract(0, town.units["D-01"], terms, by=town.manager)
    with make.refused(NotYourWork):
        keep_contractor(town.city_id, code="x", name="شرکت", by=town.clerk)
    for code, name in (("", "شرکت"), ("a b", "شرکت"), ("x", "\u200c"), ("x", "ش" * 121)):
        with make.refused(ContractorIsNotRight):
            keep_contractor(town.city_id, code=code, name=name, by=town.manager)


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        (ContractTerms(" ", SPRING, SPRING), ContractIsNotRight),
        (ContractTerms("C-2", SPRING, date(2026, 3, 20)), ContractIsNotRight),
        (ContractTerms("C-2", SPRING, SPRING, 0), ContractIsNotRight),
        (ContractTerms("C-2", SPRING, SPRING, topics=("NO-01",)), TopicOrDistrictOfContract),
        (ContractTerms("C-2", SPRING, SPRING, districts=("9",)), TopicOrDistrictOfContract),
        (ContractTerms("C-2", SPRING, SPRING, rules=[{"cause": "weather", "fixed": 1}]), PenaltyRuleIsWrong),
    ],
)
def test_a_contract_that_says_the_impossible_is_refused(
    town: Town, wrong: ContractTerms, refusal: type[Refusal]
) -> None:
    made = contracted.contract(town)
    with make.refused(refusal):
        change_contract(made, wrong, by=town.manager)
    assert [event.kind for event in timeline("contract", made)] == ["contract_kept"]


def test_an_order_of_another_topic_is_not_covered(town: Town) -> None:
    made = contracted.contract(town, topics=("CLN-01",))
    with make.refused(ContractDoesNotCover):
        contracted.order(town, contract_id=made)
    elsewhere = contracted.contract(town, number="C-8", districts=("2",))
    with make.refused(ContractDoesNotCover):
        contracted.order(town, make.in_hand(), contract_id=elsewhere)
    contracted.order(town, contract_id=elsewhere)


def test_a_change_of_a_contract_is_in_its_history(town: Town) -> None:
    made = contracted.contract(town)
    terms = ContractTerms("C-1405-7", SPRING, date(2027, 3, 20), 5, rules=[LATE])
    assert change_contract(made, terms, by=town.manager) == ["promised_days", "rules"]
    assert change_contract(made, terms, by=town.manager) == []
    with make.refused(NotYourWork):
        change_contract(made, terms, by=town.clerk_two)
    contracted.order(town, contract_id=made)
    with make.refused(DaysLeaveOrdersOut):
        change_contract(made, ContractTerms("C-1405-7", SPRING, date(2026, 5, 2), 5), by=town.manager)
    assert [event.kind for event in timeline("contract", made)] == ["contract_kept", "contract_kept"]
    assert verify().breaks == []


def test_a_penalty_is_proposed_by_the_rule_and_decided_by_a_person(town: Town, still: TownClock) -> None:
    row = late_order(town, still, contracted.contract(town))
    (penalty,) = penalties_of(order_id=row.pk)
    # Three days late, one per cent of ten square metres each.
    assert (penalty.cause, penalty.days, penalty.proposed, penalty.state) == ("late", 3, 3 * PRICE // 10, "proposed")
    with make.refused(OrderMoveNotYours):
        decide_penalty(penalty.id, decision="confirmed", reason="دیر شد", by=town.clerk)
    with make.refused(DecisionNeedsReason):
        decide_penalty(penalty.id, decision="confirmed", reason=" ", by=town.manager)
    with make.refused(AmountExceedsProposal):
        decide_penalty(penalty.id, decision="confirmed", amount=penalty.proposed + 1, reason="بیشتر", by=town.manager)
    with make.refused(DecisionNotPossible):
        decide_penalty(penalty.id, decision="upheld", reason="نه", by=town.manager)
    decide_penalty(penalty.id, decision="confirmed", amount=500_000, reason="یک روز باران بود", by=town.manager)
    (penalty,) = penalties_of(order_id=row.pk)
    assert (penalty.state, penalty.amount, penalty.proposed) == ("confirmed", 500_000, 3 * PRICE // 10)
    propose_penalties(row.pk)
    assert len(penalties_of(order_id=row.pk)) == 1, "what a person decided stays"
    assert verify().breaks == []


def test_the_contractor_objects_once_in_time(town: Town, still: TownClock) -> None:
    made = contracted.contract(town)
    row = late_order(town, still, made)
    (penalty,) = penalties_of(contract_id=made)
    with make.refused(DecisionNotPossible):
        object_to_penalty(penalty.id, objection="اعتراض", by=town.manager)
    decide_penalty(penalty.id, decision="confirmed", reason="دیر شد", by=town.manager)
    with make.refused(OrderMoveNotYours):
        object_to_penalty(penalty.id, objection="اعتراض", by=town.clerk)
    with make.refused(NoSuchPenalty):
        object_to_penalty(0, objection="اعتراض", by=town.manager)
    object_to_penalty(penalty.id, objection="کوچه بسته بود", by=town.manager)
    decide_penalty(penalty.id, decision="lifted", reason="درست است", by=town.manager)
    (penalty,) = penalties_of(order_id=row.pk)
    assert (penalty.state, penalty.amount, penalty.objection, penalty.answer) == (
        "lifted",
        0,
        "کوچه بسته بود",
        "درست است",
    )
    with make.refused(DecisionNotPossible):
        object_to_penalty(penalty.id, objection="باز هم", by=town.manager)
    other = late_order(town, still, made)
    (late,) = penalties_of(order_id=other.pk)
    decide_penalty(late.id, decision="confirmed", reason="دیر شد", by=town.manager)
    still.forward(days=16)
    with make.refused(ObjectionIsTooLate):
        object_to_penalty(late.id, objection="دیر فهمیدم", by=town.manager)


def test_an_undecided_proposal_follows_the_facts(town: Town, still: TownClock) -> None:
    made = contracted.contract(town, rules=[LATE, contracted.RETURNED])
    row = contracted.order(town, contract_id=made)
    line_id = contracted.billed(row, "10", by=town.clerk)
    row = contracted.finished(row, by=town.clerk)
    contracted.checked(row, line_id, "returned", reason="نشست دارد", by=town.inspector)
    (one,) = penalties_of(order_id=row.pk)
    assert (one.cause, one.proposed) == ("returned", PRICE)
    contracted.checked(row, line_id, "accepted", by=town.inspector)
    assert penalties_of(order_id=row.pk) == []
    kinds = [event.kind for event in timeline("work_order", row.pk)]
    assert kinds[-1] == "penalty_dropped"
    assert verify().breaks == []
