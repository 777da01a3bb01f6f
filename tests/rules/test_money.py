"""Amounts are integers of the smallest unit: read from texts, written again, and carried over to a new currency."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peygir.core.persian import fa_digits
from peygir.desks.fieldwork.money import (
    MOST,
    AmountIsTooFine,
    AmountIsTooLarge,
    AmountIsUnreadable,
    CurrenciesDoNotMeet,
    CurrencyFacts,
    carried_over,
    own_on,
    plain_amount,
    ratio,
    read_amount,
    written_amount,
)

AMOUNTS = st.integers(min_value=-MOST + 1, max_value=MOST - 1)
RIAL = CurrencyFacts(1, "IRR", "ریال", "rial", 0, date(1932, 3, 21), date(2028, 3, 20))
# The law of 1404: four zeros fall away, and a new rial has a hundred gheran; so a gheran replaces 100 rials.
NEW = CurrencyFacts(2, "IRN", "ریال نو", "new rial", 2, date(2028, 3, 20), None, "IRR", 100)
AUD = CurrencyFacts(3, "AUD", "دلار استرالیا", "Australian dollar", 2, date(1966, 2, 14), is_own=False)
BOOK = {one.code: one for one in (RIAL, NEW, AUD)}


@given(AMOUNTS, st.integers(min_value=0, max_value=3))
def test_what_is_written_is_read_back(amount: int, digits: int) -> None:
    assert read_amount(plain_amount(amount, digits), digits) == amount
    for language in ("fa", "en"):
        assert read_amount(written_amount(amount, digits, language), digits) == amount


@pytest.mark.parametrize(
    ("text", "digits", "amount"),
    [
        ("0", 2, 0),
        ("183.05", 2, 18305),
        ("407.4", 2, 40740),
        ("-12.5", 2, -1250),
        ("۱٬۲۵۰٬۰۰۰", 0, 1_250_000),
        ("1,250,000", 0, 1_250_000),
        ("12.00", 0, 12),
        (" 7 ", 0, 7),
    ],
)
def test_amounts_as_people_and_tables_write_them(text: str, digits: int, amount: int) -> None:
    assert read_amount(text, digits) == amount


@pytest.mark.parametrize("text", ["", "PM01", "1,25", "1.2.3", "1e5", "--5", "ده", "+5", "0x10", "nan"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(AmountIsUnreadable):
        read_amount(text, 2)


def test_too_fine_and_too_large_amounts_are_refused() -> None:
    with pytest.raises(AmountIsTooFine):
        read_amount("335.505", 2)
    with pytest.raises(AmountIsTooLarge):
        read_amount("9" * 300, 0)
    with pytest.raises(AmountIsTooLarge):
        read_amount(str(MOST), 0)


def test_a_median_between_two_amounts_keeps_its_half() -> None:
    assert plain_amount(Decimal("33550.5"), 2) == "335.505"
    assert plain_amount(Decimal("33550.0"), 2) == "335.50"
    assert fa_digits("335") in written_amount(33550, 2, "fa")


def test_the_own_currency_is_that_of_the_day() -> None:
    assert own_on([AUD, RIAL, NEW], date(2027, 1, 1)) == RIAL
    assert own_on([AUD, RIAL, NEW], date(2028, 3, 20)) == NEW
    assert own_on([AUD], date(2028, 3, 20)) is None


def test_currencies_meet_along_their_chain_alone() -> None:
    assert ratio(BOOK, "IRR", "IRN") == (1, 100)
    assert ratio(BOOK, "IRN", "IRR") == (100, 1)
    assert ratio(BOOK, "AUD", "AUD") == (1, 1)
    with pytest.raises(CurrenciesDoNotMeet):
        ratio(BOOK, "AUD", "IRR")


@given(st.lists(st.integers(min_value=-(10**12), max_value=10**12), max_size=30), st.integers(1, 10_000))
def test_a_table_adds_up_in_the_new_currency(amounts: list[int], by: int) -> None:
    parts = carried_over(amounts, times=1, by=by)
    for sign in (1, -1):
        total = sum(abs(amount) for amount in amounts if amount * sign > 0)
        assert abs(sum(part for part in parts if part * sign > 0)) == (2 * total + by) // (2 * by)
    assert all(abs(part * by - amount) < by for part, amount in zip(parts, amounts, strict=True))


@given(st.lists(st.integers(min_value=-(10**12), max_value=10**12), max_size=30), st.integers(1, 10_000))
def test_back_to_the_smaller_unit_nothing_is_lost(amounts: list[int], times: int) -> None:
    assert carried_over(amounts, times=times, by=1) == [amount * times for amount in amounts]
