"""Who has an interest in a contractor decides nothing about its contract, orders, lines, penalties and claims."""

from datetime import date

import pytest

from peygir.desks.fieldwork.actions import WorkPlan, plan_order, send_order, settle_order
from peygir.desks.fieldwork.actions.claims import end_claim, pay_claim
from peygir.desks.fieldwork.actions.contracts import ContractTerms, change_contract, keep_contractor, make_contract
from peygir.desks.fieldwork.actions.costs import withdraw_cost
from peygir.desks.fieldwork.actions.money import NewPrice, set_price, today_of
from peygir.desks.fieldwork.actions.order_file import open_order
from peygir.desks.fieldwork.actions.penalties import decide_penalty, object_to_penalty
from peygir.desks.fieldwork.actions.statements import draw_statement
from peygir.desks.fieldwork.cost_rules import CostKind
from peygir.desks.fieldwork.models import Contract, WorkOrder
from peygir.desks.fieldwork.queries.contracts import penalties_of
from peygir.journey.order_money import claim_from
from peygir.people.actions.interests import OwnInterest, declare_interest, end_interest
from peygir.people.rules import Actor
from tests import contracted, make
from tests.contracted import PRICE, SPRING, TODAY
from tests.drain import drain
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")


def interested(by: Actor, contractor: str = "rah") -> int:
    """A declaration of the person about the road builder."""
    return declare_interest(unit_id=None, contractor=contractor, reason="family", by=by)


def test_not_about_the_contract_its_prices_and_its_statement(town: Town, town_clock: TownClock) -> None:
    made = contracted.contract(town)
    row = contracted.order(town, contract_id=made)
    line = contracted.billed(row, "10", by=town.clerk)
    contracted.finished(row, by=town.clerk)
    contracted.checked(row, line, "accepted", by=town.inspector)
    drain()
    town_clock.forward(days=60)
    contractor_id, unit_id = Contract.objects.get(pk=made).contractor_id, town.units["D-01"]
    number = interested(town.manager)
    terms = ContractTerms("C-9", SPRING, date(2027, 3, 20))
    price = NewPrice("AS-10", CostKind.CONTRACT_ITEM, "روکش آسفالت", "Asphalt", "m2", PRICE * 2, date(2026, 9, 1))
    with make.refused(OwnInterest):
        keep_contractor(town.city_id, code="rah", name="راه‌سازان فارس", is_active=False, by=town.manager)
    with make.refused(OwnInterest):
        make_contract(contractor_id, unit_id, terms, by=town.manager)
    with make.refused(OwnInterest):
        change_contract(made, terms, by=town.manager)
    with make.refused(OwnInterest):
        set_price(town.city_id, price, contract_id=made, by=town.manager)
    with make.refused(OwnInterest):
        draw_statement(made, year=1405, month=2, by=town.manager)
    keep_contractor(town.city_id, code="other", name="شرکتی دیگر", by=town.manager)
    end_interest(number, by=town.manager)
    town_clock.forward(days=1)
    set_price(town.city_id, price, contract_id=made, by=town.manager)
    assert draw_statement(made, year=1405, month=2, by=town.manager)


def test_not_about_its_penalties(town: Town, town_clock: TownClock) -> None:
    made = contracted.contract(town)
    row = contracted.order(town, contract_id=made)
    town_clock.forward(days=6)
    line = contracted.billed(row, "10", by=town.clerk)
    row = contracted.finished(row, by=town.clerk)
    contracted.checked(row, line, "accepted", by=town.inspector)
    drain(twice=True)
    (penalty,) = penalties_of(order_id=row.pk)
    number = interested(town.manager)
    with make.refused(OwnInterest):
        decide_penalty(penalty.id, decision="waived", reason="باران بود", by=town.manager)
    end_interest(number, by=town.manager)
    town_clock.forward(days=1)
    decide_penalty(penalty.id, decision="confirmed", reason="دیر شد", by=town.manager)
    interested(town.manager)
    object_to_penalty(penalty.id, objection="راه بسته بود", by=town.manager)
    with make.refused(OwnInterest):
        decide_penalty(penalty.id, decision="lifted", reason="راه بسته بود", by=town.manager)


def test_not_about_its_orders_lines_and_results(town: Town) -> None:
    made = contracted.contract(town)
    code = make.in_hand()
    drafted = contracted.order(town)
    planned = contracted.order(town, contract_id=made, is_sent=False)
    row = contracted.order(town, code, contract_id=made)
    billed_line = contracted.billed(row, "10", by=town.clerk)
    own = contracted.order(town)
    interested(town.clerk)
    interested(town.inspector)
    with make.refused(OwnInterest):
        plan_order(drafted.number, WorkPlan(contract_id=made, on=today_of(town.city_id)), by=town.clerk)
    with make.refused(OwnInterest):
        send_order(planned.number, by=town.clerk)
    with make.refused(OwnInterest):
        contracted.billed(row, "1", by=town.clerk)
    with make.refused(OwnInterest), open_order(order_id=row.pk) as opened:
        withdraw_cost(opened, billed_line, reason="برای سفارش دیگری بود", by=town.clerk)
    with make.refused(OwnInterest):
        contracted.checked(row, billed_line, "accepted", by=town.inspector)
    with make.refused(OwnInterest):
        contracted.fixed(row, code, by=town.clerk)
    contracted.cost(own, by=town.clerk)
    contracted.fixed(row, code, by=town.manager)
    contracted.finished(row, by=town.clerk)
    with make.refused(OwnInterest):
        settle_order(row.number, by=town.clerk)
    settle_order(row.number, by=town.manager)
    assert WorkOrder.objects.get(pk=row.pk).state == "settled"


def claimed(order_id: int, party: str, *, by: Actor) -> int:
    """Claim money for digging up a street from somebody; returns the claim's id."""
    return claim_from(order_id, party=party, party_kind="contractor", amount=1000, reason="حفاری بدون مجوز", by=by)


def test_not_about_claims_against_it(town: Town) -> None:
    made = contracted.contract(town)
    with_contract, without = contracted.order(town, contract_id=made), contracted.order(town)
    against = claimed(without.pk, "راه‌سازان فارس", by=town.clerk)
    interested(town.clerk)
    for order_id, party in ((with_contract.pk, "شرکت گاز"), (without.pk, " راه‌سازان  فارس ")):
        with make.refused(OwnInterest):
            claimed(order_id, party, by=town.clerk)
    with make.refused(OwnInterest):
        pay_claim(against, amount=10, paid_on=TODAY, by=town.clerk)
    with make.refused(OwnInterest):
        end_claim(against, state="dropped", reason="نمی‌پذیرند", by=town.clerk)
    other = claimed(without.pk, "شرکت گاز", by=town.clerk)
    pay_claim(other, amount=10, paid_on=TODAY, by=town.clerk)
    pay_claim(against, amount=10, paid_on=TODAY, by=town.manager)
