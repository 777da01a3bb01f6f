"""Orders of an earlier system come with their costs, whole or not at all, and once."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peygir.desks.fieldwork.actions.money import NewCurrency, NoSuchCurrency, add_currency
from peygir.desks.fieldwork.actions.past_orders import PastSourceIsWrong
from peygir.desks.fieldwork.models import CostLine, PastOrder, WorkOrder
from peygir.desks.fieldwork.past_order_rules import PastMappingIsWrong, PastNameIsUnknown, median, past_day
from peygir.desks.fieldwork.queries.costs import costs_of_order, costs_of_year
from peygir.desks.fieldwork.queries.past_orders import past_order_sums, past_sources
from peygir.history.queries import verify
from peygir.journey.past_orders import judge_orders, take_orders
from peygir.ops.commands import import_orders
from peygir.people.actions import NotYourWork
from peygir.people.rules import SYSTEM
from tests import make
from tests.town import Town

pytestmark = pytest.mark.usefixtures("town_clock")
COLUMNS = {"done_on": "Day", "asset": "Asset", "text": "Text", "kind": "Type", "cost": "Cost"}
AUD = NewCurrency("AUD", "دلار استرالیا", "Australian dollar", 2, date(1966, 2, 14))
ROWS = """Day,Asset,Text,Type,Cost
2004-07-01,A,BUCKET WON'T OPEN,PM01,183.05
2005-03-20,A,L/H BUCKET CYL LEAKING.,PM01,407.4
2006-05-05,B,SWAP BUCKET,PM01,0
2007-01-02,B,refund,PM02,-12.5
1385/04/20,B,,PM02,
"""
BROKEN = "2003-12-31,B,won,t swing,PM01\n"


@pytest.fixture
def table(town: Town, tmp_path: Path) -> Path:
    add_currency(town.city_id, AUD, by=town.admin)
    path = tmp_path / "orders.csv"
    path.write_text(ROWS)
    return path


def taken(path: Path, **given: str) -> list[int]:
    judged = judge_orders(path, COLUMNS, currency="AUD")
    return list(take_orders(judged, source=given.get("source", "shovels"), currency="AUD", by=SYSTEM))


def test_orders_come_with_what_they_cost(town: Town, table: Path) -> None:
    assert taken(table) == [5]
    assert past_sources() == ["shovels"]
    sums = past_order_sums("shovels")
    whole, first, second = sums["AUD"]
    assert (whole.count, whole.at_zero, whole.total) == (4, 1, 57_795)
    assert (first.kind, first.count, first.median) == ("PM01", 3, Decimal(18305))
    assert (second.kind, second.total, second.median) == ("PM02", -1250, Decimal(-1250))
    assert [one.count for one in sums[""]] == [1, 1], "one order without a known cost"
    order = WorkOrder.objects.get(made_by_key="import:shovels:2")
    assert (order.state, order.unit_id) == ("settled", town.units["C"])
    assert dict(costs_of_order(order.pk).sums) == {"AUD": 18_305}
    assert CostLine.objects.get(order=order).kind == "carried_over"
    assert costs_of_year(town.city_id, 1383).orders == 2
    assert verify().breaks == []


def test_the_same_file_again_adds_nothing_and_a_longer_one_goes_on(town: Town, table: Path) -> None:
    taken(table)
    taken(table)
    assert PastOrder.objects.count() == 5
    table.write_text(ROWS + "2008-01-01,C,more,PM01,1\n")
    taken(table)
    assert PastOrder.objects.count() == 6
    taken(table, source="others")
    assert PastOrder.objects.count() == 12


def test_the_row_with_a_comma_too_many_is_refused_with_its_reason(town: Town, table: Path) -> None:
    table.write_text(ROWS + BROKEN + "2100-01-01,A,x,PM01,1\nyesterday,A,x,PM01,1.234\n,A,x,PM01,1\n")
    judged = judge_orders(table, COLUMNS, currency="AUD")
    assert [(fault.row, fault.field, fault.why.name) for fault in judged.faults] == [
        (7, "cost", "AmountIsUnreadable"),
        (8, "done_on", "PastDayIsToCome"),
        (9, "done_on", "PastDayIsUnreadable"),
        (9, "cost", "AmountIsTooFine"),
        (10, "done_on", "PastDayIsEmpty"),
    ]
    assert "PM01" in judged.faults[0].why.words("en")
    assert "PM01" in judged.faults[0].why.words("fa")
    assert len(judged.rows) == 5


def test_topics_units_and_numbers_are_those_of_the_table(town: Town, table: Path) -> None:
    table.write_text(
        "no,day,made,topic,unit,cost\nx-1,2020-01-05,2020-01-01,چاله خیابان,D-01,5\n"
        "x-1,2020-01-05,,none,D-01,5\nx-3,2020-01-05,2020-02-01,,nowhere,5\n"
    )
    columns = {"number": "no", "done_on": "day", "opened_on": "made", "topic": "topic", "unit": "unit", "cost": "cost"}
    judged = judge_orders(table, columns, currency="AUD")
    assert [(fault.row, fault.why.name) for fault in judged.faults] == [
        (3, "PastNumberComesTwice"),
        (3, "PastNameIsUnknown"),
        (4, "PastOrderEndsFirst"),
        (4, "PastNameIsUnknown"),
    ]
    list(take_orders(judged, source="s", currency="AUD", by=SYSTEM))
    order = WorkOrder.objects.get()
    assert (order.topic_id, order.unit_id) == (town.topics["CIV-01"], town.units["D-01"])
    assert PastOrder.objects.get().number == "x-1"


def test_what_does_not_fit_is_refused_before_anything_is_written(town: Town, table: Path) -> None:
    with make.refused(NoSuchCurrency):
        judge_orders(table, COLUMNS, currency="XYZ")
    for wrong in ({"cost": "Cost"}, {**COLUMNS, "done_on": "Nothing"}, {**COLUMNS, "colour": "Type"}):
        with make.refused(PastMappingIsWrong):
            judge_orders(table, wrong, currency="AUD")
    judged = judge_orders(table, COLUMNS, currency="AUD")
    with make.refused(PastNameIsUnknown):
        take_orders(judged, source="s", currency="AUD", unit="nowhere", by=SYSTEM)
    with make.refused(PastSourceIsWrong):
        list(take_orders(judged, source="A B", currency="AUD", by=SYSTEM))
    with make.refused(NotYourWork):
        list(take_orders(judged, source="s", currency="AUD", by=town.manager))
    assert not WorkOrder.objects.exists()


def test_the_command_prints_sums_and_medians(town: Town, table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    taken(table)
    import_orders.print_sums("shovels")
    lines = capsys.readouterr().out.splitlines()
    assert "all: 4 orders, 1 at zero, sum 577.95 AUD, median 91.525" in lines
    assert "PM01: 3 orders, 1 at zero, sum 590.45 AUD, median 183.05" in lines


@given(st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=50))
def test_half_of_all_lie_on_each_side_of_the_median(amounts: list[int]) -> None:
    middle = median(amounts)
    assert middle is not None
    assert sum(one <= middle for one in amounts) * 2 >= len(amounts)
    assert sum(one >= middle for one in amounts) * 2 >= len(amounts)


def test_days_of_both_calendars_are_read() -> None:
    assert past_day("۱۴۰۲/۰۵/۰۳") == past_day("2023-07-25 14:20") == date(2023, 7, 25)
    assert median([]) is None
