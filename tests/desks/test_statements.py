"""A contractor's monthly statement: each accepted line and decided penalty once, and the sum of them."""

import pytest

from peygir.desks.fieldwork.actions import settle_order
from peygir.desks.fieldwork.actions.contracts import (
    NoSuchContract,
)
from peygir.desks.fieldwork.actions.costs import LineIsPaid, withdraw_cost
from peygir.desks.fieldwork.actions.order_file import open_order
from peygir.desks.fieldwork.actions.penalties import (
    decide_penalty,
)
from peygir.desks.fieldwork.actions.statements import StatementIsDrawn, draw_statement
from peygir.desks.fieldwork.models import Penalty, WorkOrder
from peygir.desks.fieldwork.queries.contracts import (
    penalties_of,
    statement_content,
    statements_of,
    sums_of_contracts,
)
from peygir.desks.fieldwork.statement_rules import MonthIsNotOver, MonthIsNotValid, StatementIsEmpty
from peygir.history.queries import verify
from peygir.people.actions import NotYourWork
from tests import contracted, make
from tests.contracted import EARLY, LATE, PRICE
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


def test_a_month_is_stated_once_and_adds_up(town: Town, still: TownClock) -> None:
    made = contracted.contract(town, rules=[LATE, EARLY])
    late = late_order(town, still, made)
    early = contracted.order(town, contract_id=made)
    line_id = contracted.billed(early, "2", by=town.clerk)
    contracted.billed(early, "50", by=town.clerk)  # not inspected: not paid
    contracted.cost(early, by=town.clerk)  # the city's own material: not paid
    contracted.finished(early, by=town.clerk)
    contracted.checked(early, line_id, "accepted", by=town.inspector)
    for one in penalties_of(contract_id=made):
        decide_penalty(one.id, decision="confirmed", reason="طبق قرارداد", by=town.manager)
    with make.refused(MonthIsNotOver):
        draw_statement(made, year=1405, month=2, by=town.manager)
    still.forward(days=40)
    for wrong in ((1405, 13), (0, 1)):
        with make.refused(MonthIsNotValid):
            draw_statement(made, year=wrong[0], month=wrong[1], by=town.manager)
    with make.refused(NotYourWork):
        draw_statement(made, year=1405, month=2, by=town.clerk)
    with make.refused(NoSuchContract):
        draw_statement(0, year=1405, month=2, by=town.manager)
    drawn = draw_statement(made, year=1405, month=2, by=town.manager)
    content = statement_content(drawn)
    assert content is not None
    assert [(one.order_number, one.amount) for one in content.lines] == [
        (late.number, 10 * PRICE),
        (early.number, 2 * PRICE),
    ]
    sums = content.statement.sums
    by_bonus = {row.is_bonus: row.amount for row in Penalty.objects.all()}
    assert (sums.work, sums.bonuses, sums.penalties) == (12 * PRICE, by_bonus[True], by_bonus[False])
    assert sums.payable == sum(line_id.amount for line_id in content.lines) + sum(
        one.taken for one in content.penalties
    )
    with make.refused(StatementIsDrawn):
        draw_statement(made, year=1405, month=2, by=town.manager)
    still.forward(days=31)
    with make.refused(StatementIsEmpty):
        draw_statement(made, year=1405, month=3, by=town.manager)
    with make.refused(LineIsPaid):
        contracted.checked(early, line_id, "returned", reason="دیر فهمیدیم", by=town.inspector)
    with make.refused(LineIsPaid), open_order(order_id=early.pk) as opened:
        withdraw_cost(opened, line_id, reason="اشتباه", by=town.clerk)
    assert [one.number for one in statements_of(made)] == [1]
    totals = sums_of_contracts([made])[made]
    assert (totals.orders, totals.finished, totals.unchecked) == (2, 2, 50 * PRICE)
    assert (totals.accepted, totals.stated) == (12 * PRICE, 12 * PRICE)
    assert verify().breaks == []


def test_a_penalty_waits_for_the_time_to_object(town: Town, still: TownClock) -> None:
    made = contracted.contract(town)
    row = late_order(town, still, made)
    settle_order(row.number, by=town.clerk)
    still.forward(days=30)
    (penalty,) = penalties_of(contract_id=made)
    decide_penalty(penalty.id, decision="confirmed", reason="دیر شد", by=town.manager)
    drawn = statement_content(draw_statement(made, year=1405, month=2, by=town.manager))
    assert drawn is not None
    assert drawn.penalties == (), "the contractor may still object"
    still.forward(days=31)
    later = statement_content(draw_statement(made, year=1405, month=3, by=town.manager))
    assert later is not None
    assert [penalty.amount for penalty in later.penalties] == [penalty.amount]
    assert later.statement.sums.payable == -penalty.amount
