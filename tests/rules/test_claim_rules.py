"""The city's claims: what was asked is paid, open, refused or dropped, and never anything else."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peygir.desks.fieldwork.claim_rules import (
    OPEN,
    ClaimIsClosed,
    ClaimIsNotRight,
    ClaimState,
    PaymentIsNotRight,
    after_payment,
    check_asked,
    sum_of,
    sums_by_party,
)


@dataclass(frozen=True)
class Claimed:
    party_id: int
    asked: int
    paid: int
    state: str


@st.composite
def claims(draw: st.DrawFn) -> Claimed:
    claimed = draw(st.integers(1, 10**12))
    paid, state = 0, str(ClaimState.ASKED)
    for _ in range(draw(st.integers(0, 4))):
        if state in OPEN:
            paid, state = after_payment(state, claimed=claimed, paid=paid, amount=draw(st.integers(1, claimed - paid)))
    if state in OPEN:
        state = draw(st.sampled_from([state, "refused", "dropped"]))
    return Claimed(draw(st.integers(1, 4)), claimed, paid, state)


@given(st.lists(claims(), max_size=30))
def test_the_sums_of_each_party_and_of_all_hold(claims_made: list[Claimed]) -> None:
    parts = sums_by_party(claims_made)
    for sums in (*parts.values(), sum_of(parts.values())):
        assert sums.asked == sums.paid + sums.open + sums.refused + sums.dropped
    whole = sum_of(parts.values())
    assert (whole.count, whole.asked) == (len(claims_made), sum(one.asked for one in claims_made))
    assert whole.paid == sum(one.paid for one in claims_made)


def test_a_claim_is_paid_in_parts() -> None:
    assert after_payment("asked", claimed=100, paid=0, amount=40) == (40, "partly_paid")
    assert after_payment("partly_paid", claimed=100, paid=40, amount=60) == (100, "paid")


@pytest.mark.parametrize("amount", [0, -1, 61])
def test_nobody_pays_nothing_or_more_than_is_open(amount: int) -> None:
    with pytest.raises(PaymentIsNotRight):
        after_payment("partly_paid", claimed=100, paid=40, amount=amount)


@pytest.mark.parametrize("state", ["paid", "refused", "dropped"])
def test_nothing_is_added_to_a_claim_that_is_over(state: str) -> None:
    with pytest.raises(ClaimIsClosed):
        after_payment(state, claimed=100, paid=0, amount=1)


@pytest.mark.parametrize("amount", [0, -5])
def test_a_claim_asks_for_something(amount: int) -> None:
    check_asked(1)
    with pytest.raises(ClaimIsNotRight):
        check_asked(amount)
