"""Prices and currencies are rows with days: a new one ends the one before, and the past stays as it was."""

import pytest

from peygir.desks.fieldwork.actions.money import (
    CurrencyBeginsTooEarly,
    CurrencyIsNotRight,
    CurrencyIsThere,
    NewCurrency,
    NewPrice,
    PriceItemIsNotRight,
    add_currency,
    set_price,
)
from peygir.desks.fieldwork.price_rules import NoPriceOnDay, PriceBeginsTooEarly
from peygir.desks.fieldwork.queries.costs import (
    cost_of_contract,
    costs_of_order,
    currencies,
    prices,
    prices_for,
)
from peygir.history.queries import verify
from peygir.people.actions import NotYourWork
from tests import contracted, make
from tests.contracted import SPRING, TODAY, contract, cost, entry, order
from tests.town import Town

pytestmark = pytest.mark.usefixtures("town_clock")


def sums(row_id: int) -> dict[str, int]:
    return dict(costs_of_order(row_id).sums)


def test_the_price_is_the_contract_s_of_the_day(town: Town) -> None:
    made = contract(town)
    city_price = NewPrice("AS-10", "contract_item", "روکش آسفالت", "Asphalt", "m2", 3_000_000, SPRING)
    set_price(town.city_id, city_price, by=town.admin)
    row = order(town, contract_id=made)
    contracted.billed(row, "12.5", by=town.clerk)
    (line,) = costs_of_order(row.pk).lines
    assert (line.amount, line.text, line.measure, line.item) == (31_250_000, "روکش آسفالت", "m2", "AS-10")
    other = order(town)
    contracted.billed(other, "1", by=town.clerk)
    assert sums(other.pk) == {"IRR": 3_000_000}
    with make.refused(NoPriceOnDay):
        cost(other, entry(), item_code="AS-99", by=town.clerk)
    with make.refused(NoPriceOnDay):
        cost(other, entry(), item_code="AS-10", spent_on=SPRING.replace(day=20), by=town.clerk)
    assert [one.price for one in prices_for(town.city_id, contract_id=made, on=TODAY)] == [contracted.PRICE]
    assert cost_of_contract(made) == {"IRR": 31_250_000}


def test_a_new_price_ends_the_one_before_and_the_past_stays(town: Town) -> None:
    price = NewPrice("EX-1", "material", "ماسه", "Sand", "kg", 100, SPRING)
    set_price(town.city_id, price, by=town.admin)
    later = NewPrice("EX-1", "material", "ماسه", "Sand", "kg", 120, TODAY)
    with make.refused(NotYourWork):
        set_price(town.city_id, later, by=town.manager)
    set_price(town.city_id, later, by=town.admin)
    assert [(one.price, one.valid_from, one.valid_to) for one in prices(town.city_id)] == [
        (120, TODAY, None),
        (100, SPRING, TODAY),
    ]
    assert [one.price for one in prices(town.city_id, on=SPRING)] == [100]
    with make.refused(PriceBeginsTooEarly):
        set_price(town.city_id, later, by=town.admin)
    for wrong in (
        NewPrice("EX 1", "material", "ماسه", "", "kg", 1, TODAY),
        NewPrice("EX-2", "carried_over", "ماسه", "", "kg", 1, TODAY),
        NewPrice("EX-2", "material", " ", "", "kg", 1, TODAY),
        NewPrice("EX-2", "material", "ماسه", "", "yard", 1, TODAY),
    ):
        with make.refused(PriceItemIsNotRight):
            set_price(town.city_id, wrong, by=town.admin)
    assert verify().breaks == []


def test_a_redenomination_is_a_row(town: Town) -> None:
    row = order(town)
    cost(row, entry("1", 1_000_000), spent_on=SPRING, by=town.clerk)
    new = NewCurrency("IRN", "ریال نو", "new rial", 2, TODAY, follows="IRR", former_units=100)
    add_currency(town.city_id, new, by=town.admin)
    cost(row, entry("1", 12_345), by=town.clerk)
    assert sums(row.pk) == {"IRR": 1_000_000, "IRN": 12_345}
    rial = next(one for one in currencies() if one.code == "IRR")
    assert (rial.valid_to, [one.code for one in currencies() if one.is_own]) == (TODAY, ["IRN", "IRR"])
    with make.refused(CurrencyIsThere):
        add_currency(town.city_id, new, by=town.admin)
    with make.refused(CurrencyBeginsTooEarly):
        again = NewCurrency("IRM", "سوم", "third", 2, TODAY.replace(day=4), follows="IRR", former_units=10)
        add_currency(town.city_id, again, by=town.admin)
    for wrong in (
        NewCurrency("ir", "ریال", "", 0, TODAY),
        NewCurrency("XYZ", "", "", 0, TODAY),
        NewCurrency("XYZ", "پول", "", 4, TODAY),
        NewCurrency("XYZ", "پول", "", 0, TODAY, former_units=7),
        NewCurrency("XYZ", "پول", "", 0, TODAY, follows="IRN"),
    ):
        with make.refused(CurrencyIsNotRight):
            add_currency(town.city_id, wrong, by=town.admin)
    with make.refused(NotYourWork):
        add_currency(town.city_id, NewCurrency("XYZ", "پول", "", 0, TODAY), by=town.manager)
