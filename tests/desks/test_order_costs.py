"""What work orders cost: entered, withdrawn, inspected by line, allotted over cases to the last rial, and summed."""

import pytest
from django.db import IntegrityError, transaction

from peygir.desks.fieldwork.actions import cancel_order, settle_order
from peygir.desks.fieldwork.actions.costs import (
    CaseIsNotOfOrder,
    CheckNeedsReason,
    CostKindIsUnknown,
    DayOfCostIsNotRight,
    LineIsNotBilled,
    NoSuchCostLine,
    OnlyCorrectionsNow,
    withdraw_cost,
)
from peygir.desks.fieldwork.actions.order_file import (
    NoSuchWorkOrder,
    OrderIsNotOpen,
    OrderMoveNotYours,
    open_order,
)
from peygir.desks.fieldwork.cost_rules import CorrectionNeedsReason, CostKind, QuantityIsNotRight
from peygir.desks.fieldwork.models import CostLine, Currency
from peygir.desks.fieldwork.queries.costs import (
    cost_of_asset,
    cost_of_cases,
    costs_of_order,
    costs_of_year,
)
from peygir.history.queries import timeline, verify
from peygir.people.rules import SYSTEM
from tests import contracted, make
from tests.contracted import TODAY, contract, cost, entry, finished, fixed, order
from tests.town import Town

pytestmark = pytest.mark.usefixtures("town_clock")


def sums(row_id: int) -> dict[str, int]:
    return dict(costs_of_order(row_id).sums)


def test_lines_are_entered_and_the_cases_bear_them_to_the_last_rial(town: Town) -> None:
    first, second, third = (make.in_hand(phone=f"+9891700000{n}0") for n in range(3))
    row = order(town, first, second, third)
    cost(row, entry("2.5", 301_000, CostKind.LABOUR, people=3, measure="hour", text="اکیپ"), by=town.clerk)
    cost(row, entry("1", 100), by=town.clerk)
    cost(row, entry("1", 5_000), case_id=make.case(second).pk, by=town.clerk)
    costs = costs_of_order(row.pk)
    assert [line.amount for line in costs.lines] == [2_257_500, 100, 5_000]
    assert sum(share.amount for share in costs.shares) == costs.sums["IRR"] == 2_262_600
    shares = {share.case_code: share.amount for share in costs.shares}
    odd = min(first, second, third)  # the first place of the order bears the rial that is left
    assert shares == {
        code: 752_533 + (code == odd) + (5_000 if code == second else 0) for code in (first, second, third)
    }
    assert cost_of_cases([make.case(second).pk]) == {make.case(second).pk: {"IRR": shares[second]}}
    kinds = [event.kind for event in timeline("work_order", row.pk)]
    assert kinds.count("cost_added") == 3
    assert verify().breaks == []


def test_only_cases_that_were_worked_on_bear_the_costs(town: Town) -> None:
    first, second = make.in_hand(), make.in_hand(phone="+989170000020")
    row = order(town, first, second, contract_id=contract(town))
    cost(row, entry("1", 1001), by=town.clerk)
    assert sorted(share.amount for share in costs_of_order(row.pk).shares) == [500, 501]
    fixed(row, first, by=town.clerk)
    assert {share.case_code: share.amount for share in costs_of_order(row.pk).shares} == {first: 1001}


def test_an_order_without_cases_bears_its_costs_itself(town: Town) -> None:
    row = order(town)
    cost(row, by=town.clerk)
    (share,) = costs_of_order(row.pk).shares
    assert (share.case_code, share.amount) == ("", 1_200_000)


def test_a_line_is_withdrawn_with_a_reason_and_counts_no_more(town: Town) -> None:
    row = order(town)
    line_id = cost(row, by=town.clerk)
    with open_order(order_id=row.pk) as opened:
        with make.refused(CheckNeedsReason):
            withdraw_cost(opened, line_id, reason=" ", by=town.clerk)
        withdraw_cost(opened, line_id, reason="برای سفارش دیگری بود", by=town.clerk)
        withdraw_cost(opened, line_id, reason="دوباره", by=town.clerk)  # nothing more happens
        with make.refused(NoSuchCostLine):
            withdraw_cost(opened, line_id + 1000, reason="نیست", by=town.clerk)
    assert sums(row.pk) == {}
    assert [event.kind for event in timeline("work_order", row.pk)].count("cost_withdrawn") == 1
    assert CostLine.objects.get(pk=line_id).withdrawn_reason == "برای سفارش دیگری بود"


def test_after_settling_a_line_is_corrected_by_another_one(town: Town) -> None:
    row = order(town, contract_id=contract(town))
    line_id = cost(row, by=town.clerk)
    settle_order(finished(row, by=town.clerk).number, by=town.clerk)
    row.refresh_from_db()
    with make.refused(OnlyCorrectionsNow):
        cost(row, by=town.clerk)
    with make.refused(OnlyCorrectionsNow), open_order(order_id=row.pk) as opened:
        withdraw_cost(opened, line_id, reason="اشتباه", by=town.clerk)
    with make.refused(CorrectionNeedsReason):
        cost(row, entry("1", 400_000, is_correction=True), by=town.clerk)
    cost(row, entry("1", 400_000, is_correction=True, reason="یک کیلو برگشت"), by=town.clerk)
    assert sums(row.pk) == {"IRR": 800_000}
    assert verify().breaks == []


def test_who_may_enter_costs_and_where(town: Town) -> None:
    code = make.in_hand()
    row = order(town, code)
    with make.refused(NoSuchWorkOrder):
        cost(row, by=town.clerk_two)
    with make.refused(OrderMoveNotYours):
        cost(row, by=town.operator)
    with make.refused(QuantityIsNotRight):
        cost(row, entry("0"), by=town.clerk)
    with make.refused(CostKindIsUnknown):
        cost(row, entry(kind="carried_over"), by=town.clerk)
    with make.refused(CostKindIsUnknown):
        cost(row, entry(measure="parsec"), by=town.clerk)
    with make.refused(CaseIsNotOfOrder):
        cost(row, case_id=make.case(make.in_hand(phone="+989170000030")).pk, by=town.clerk)
    for day in (TODAY.replace(day=4), TODAY.replace(year=2024)):
        with make.refused(DayOfCostIsNotRight):
            cost(row, spent_on=day, by=town.clerk)
    cancel_order(row.number, note="لازم نیست", by=town.clerk)
    with make.refused(OrderIsNotOpen):
        cost(row, by=town.clerk)


def test_each_line_of_a_contractor_is_accepted_or_returned_by_somebody_else(town: Town) -> None:
    row = order(town, contract_id=contract(town))
    line_id = contracted.billed(row, "2", by=town.clerk)
    own = cost(row, by=town.clerk)
    with make.refused(OrderMoveNotYours):
        contracted.checked(row, line_id, "accepted", by=town.clerk)
    with make.refused(CheckNeedsReason):
        contracted.checked(row, line_id, "returned", by=town.inspector)
    with make.refused(LineIsNotBilled):
        contracted.checked(row, own, "accepted", by=town.inspector)
    with make.refused(NoSuchCostLine):
        contracted.checked(row, line_id, "unchecked", by=town.inspector)
    contracted.checked(row, line_id, "returned", reason="لبه‌ها بریده نشده", by=town.inspector)
    assert [one.check for one in costs_of_order(row.pk).lines] == ["returned", "unchecked"]
    contracted.checked(row, line_id, "accepted", by=town.clerk_b)
    assert [one.check for one in costs_of_order(row.pk).lines] == ["accepted", "unchecked"]
    assert verify().breaks == []


def test_the_year_is_summed_by_topic_and_neighbourhood_with_those_that_had_none(town: Town) -> None:
    made = contract(town)
    north = make.in_hand(lat=29.615, lon=52.51)
    south = make.in_hand(phone="+989170000040")
    both = order(town, north, south, contract_id=made)
    cost(both, entry("1", 1001), by=town.clerk)
    for code in (north, south):
        fixed(both, code, by=town.clerk)
    finished(both, by=town.clerk)
    alone = finished(order(town, contract_id=made), by=town.clerk)
    cost(alone, entry("1", 50), by=town.clerk)
    finished(order(town, contract_id=made), by=town.clerk)  # nothing was entered
    order(town, contract_id=made)  # not finished: not counted
    borne = {share.case_code: share.amount for share in costs_of_order(both.pk).shares}
    assert sorted(borne.values()) == [500, 501]
    year = costs_of_year(town.city_id, 1405)
    cells = {cell.neighbourhood: cell for cell in year.cells}
    assert {place: (cell.orders, cell.without, dict(cell.sums)) for place, cell in cells.items()} == {
        "01-02": (1, 0, {"IRR": borne[north]}),
        "01-01": (1, 0, {"IRR": borne[south]}),
        "": (2, 1, {"IRR": 50}),
    }
    assert {cell.topic_id for cell in year.cells} == {town.topics["CIV-01"]}
    assert (year.orders, year.without, dict(year.sums)) == (3, 1, {"IRR": 1051})
    assert sum(cell.sums.get("IRR", 0) for cell in year.cells) == year.sums["IRR"]
    assert costs_of_year(town.city_id, 1404).cells == ()
    assert costs_of_year(town.city_id, 1405, unit_id=town.units["D-02"]).orders == 0
    assert cost_of_asset(1) == {}


def test_the_database_refuses_what_the_rules_refuse(town: Town) -> None:
    row = order(town)
    cost_line = CostLine.objects.get(pk=cost(row, by=town.clerk))
    for change in (
        {"amount": -1},
        {"is_correction": True},
        {"kind": "tips"},
        {"measure": "yard"},
        {"quantity": 0},
        {"text": ""},
        {"check_state": "accepted"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            CostLine.objects.filter(pk=cost_line.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Currency.objects.create(code="TWO", name_fa="دوم", name_en="two", valid_from=TODAY)


def test_the_system_itself_may_enter_costs(town: Town) -> None:
    row = order(town)
    assert cost(row, by=SYSTEM) > 0
