"""A cost line costs people × quantity × price, as an integer; prices come from lists with dates."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peygir.core.refusals import Refusal
from peygir.desks.fieldwork.cost_rules import (
    CorrectionNeedsReason,
    CostEntry,
    CostKind,
    CostTextIsNeeded,
    PeopleAreNotRight,
    QuantityIsNotRight,
    UnitPriceIsNegative,
    amount_of,
)
from peygir.desks.fieldwork.money import AmountIsTooLarge
from peygir.desks.fieldwork.price_rules import (
    NoPriceOnDay,
    PriceBeginsTooEarly,
    PriceFacts,
    check_beginning,
    price_on,
)

QUANTITIES = st.decimals(min_value=Decimal("0.001"), max_value=Decimal(10_000), places=3)


def entry(kind: str = CostKind.MATERIAL, quantity: str = "2", price: int = 100, **more: object) -> CostEntry:
    return CostEntry(kind, "آسفالت سرد", Decimal(quantity), price, "kg", **more)  # type: ignore[arg-type]


@given(QUANTITIES, st.integers(0, 10**8), st.integers(1, 500))
def test_labour_is_people_times_hours_times_rate(hours: Decimal, rate: int, people: int) -> None:
    exact = Fraction(hours) * rate * people
    amount = amount_of(CostEntry(CostKind.LABOUR, "اکیپ", hours, rate, "hour", people=people))
    assert abs(amount - exact) <= Fraction(1, 2)
    back = CostEntry(CostKind.LABOUR, "اکیپ", hours, rate, "hour", people, is_correction=True, reason="دوبار ثبت شد")
    assert amount_of(back) == -amount


@given(QUANTITIES, st.integers(0, 10**8))
def test_people_count_for_labour_alone(quantity: Decimal, price: int) -> None:
    one, many = (CostEntry(CostKind.MATERIAL, "سیمان", quantity, price, "kg", people=n) for n in (1, 9))
    assert amount_of(one) == amount_of(many)


def test_half_a_rial_is_rounded_up() -> None:
    assert amount_of(entry(quantity="0.5", price=3)) == 2
    assert amount_of(entry(quantity="0.333", price=100)) == 33
    assert amount_of(entry(price=0)) == 0, "what a price list gives for nothing"


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        (entry(quantity="0"), QuantityIsNotRight),
        (entry(quantity="-1"), QuantityIsNotRight),
        (entry(quantity="NaN"), QuantityIsNotRight),
        (entry(quantity="Infinity"), QuantityIsNotRight),
        (entry(quantity="1.0001"), QuantityIsNotRight),
        (entry(CostKind.LABOUR, quantity="10001"), QuantityIsNotRight),
        (entry(CostKind.LABOUR, people=0), PeopleAreNotRight),
        (entry(price=-1), UnitPriceIsNegative),
        (entry(is_correction=True, reason="\u200c"), CorrectionNeedsReason),
        (entry(quantity="10000000", price=10**15), AmountIsTooLarge),
        (CostEntry(CostKind.LEVY, " ", Decimal(1), 5, "lump"), CostTextIsNeeded),
    ],
)
def test_what_cannot_be_right_is_refused_with_a_sentence(wrong: CostEntry, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        amount_of(wrong)


def price(number: int, code: str, amount: int, since: date, until: date | None, contract: int | None) -> PriceFacts:
    return PriceFacts(number, code, "contract_item", code, code, "m2", amount, "IRR", 0, since, until, contract)


SPRING, AUTUMN = date(2026, 3, 21), date(2026, 9, 23)
PRICES = [
    price(1, "AS-1", 900, SPRING, AUTUMN, None),
    price(2, "AS-1", 1100, AUTUMN, None, None),
    price(3, "AS-1", 800, SPRING, None, 7),
]


def test_the_contract_s_own_price_comes_before_the_city_s() -> None:
    assert price_on(PRICES, "AS-1", AUTUMN, contract_id=7).price == 800
    assert price_on(PRICES, "AS-1", AUTUMN, contract_id=8).price == 1100
    assert price_on(PRICES, "AS-1", date(2026, 9, 22), contract_id=None).price == 900
    with pytest.raises(NoPriceOnDay):
        price_on(PRICES, "AS-1", date(2026, 3, 20), contract_id=7)


def test_a_new_price_begins_after_the_latest() -> None:
    check_beginning([], SPRING)
    check_beginning(PRICES[:2], date(2026, 9, 24))
    with pytest.raises(PriceBeginsTooEarly):
        check_beginning(PRICES[:2], AUTUMN)
