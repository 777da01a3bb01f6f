"""An amount that is allotted over shares adds up to itself, to the last rial."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peygir.desks.fieldwork.allotment import LineToShare, allot, allot_by_key, shares_of_cases

WEIGHTS = st.lists(st.integers(min_value=0, max_value=10**9), min_size=1, max_size=40)
AMOUNTS = st.integers(min_value=-(10**15), max_value=10**15)


@given(AMOUNTS, WEIGHTS)
def test_the_parts_sum_to_the_amount_and_stay_within_one_of_their_quota(amount: int, weights: list[int]) -> None:
    parts = allot(amount, weights)
    assert sum(parts) == amount
    used = weights if sum(weights) else [1] * len(weights)
    for part, weight in zip(parts, used, strict=True):
        assert abs(part - Fraction(amount * weight, sum(used))) < 1
        assert part * amount >= 0, "no part has the other sign"


@given(AMOUNTS, WEIGHTS)
def test_a_larger_weight_never_gets_less(amount: int, weights: list[int]) -> None:
    parts = allot(amount, weights)
    for place, part in enumerate(parts):
        for other, other_part in enumerate(parts):
            if weights[place] > weights[other]:
                assert abs(part) >= abs(other_part)


@given(AMOUNTS, WEIGHTS)
def test_what_is_taken_back_is_taken_as_it_was_given(amount: int, weights: list[int]) -> None:
    assert allot(-amount, weights) == [-part for part in allot(amount, weights)]


def test_ties_go_to_the_earlier_share() -> None:
    assert allot(100, [1, 1, 1]) == [34, 33, 33]
    assert allot(-100, [1, 1, 1]) == [-34, -33, -33]
    assert allot(5, [0, 0]) == [3, 2]
    assert allot_by_key(10, {"b": 1, "a": 2}) == {"b": 3, "a": 7}


def test_nothing_can_be_given_to_nobody() -> None:
    assert allot(0, []) == []
    with pytest.raises(ValueError, match="nobody"):
        allot(1, [])
    with pytest.raises(ValueError, match="negative"):
        allot(1, [1, -1])


LINES = st.lists(
    st.builds(LineToShare, st.integers(-(10**12), 10**12), st.none() | st.integers(min_value=1, max_value=6)),
    max_size=20,
)


@given(LINES, st.dictionaries(st.integers(min_value=1, max_value=6), st.integers(0, 1000), max_size=6))
def test_the_cases_of_an_order_bear_all_of_its_lines(lines: list[LineToShare], weights: dict[int, int]) -> None:
    shares = shares_of_cases(lines, weights)
    assert sum(shares.values()) == sum(line.amount for line in lines)
    assert set(weights) <= set(shares)
    if weights:
        assert None not in shares


def test_what_was_spent_for_one_case_is_borne_by_it_alone() -> None:
    lines = [LineToShare(100), LineToShare(50, 2), LineToShare(-1)]
    assert shares_of_cases(lines, {1: 1, 2: 1}) == {1: 50, 2: 99}
    assert shares_of_cases(lines, {}) == {2: 50, None: 99}
    assert shares_of_cases([], {}) == {None: 0}
