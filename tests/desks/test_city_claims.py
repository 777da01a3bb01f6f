"""The city's claims: made for an order, paid in parts, refused or dropped, summed by party, and forgotten in time."""

from datetime import timedelta

import pytest

from peygir.cases.actions import open_file
from peygir.desks.fieldwork.actions import erase_order_words
from peygir.desks.fieldwork.actions.claims import (
    ClaimNeedsWords,
    DayOfPaymentIsNotRight,
    NoSuchClaim,
    PartyIsClaimedAlready,
    PartyIsNotRight,
    end_claim,
    keep_party,
    pay_claim,
)
from peygir.desks.fieldwork.actions.order_file import NoSuchWorkOrder, OrderMoveNotYours
from peygir.desks.fieldwork.claim_rules import ClaimIsClosed, ClaimIsNotRight, PaymentIsNotRight
from peygir.desks.fieldwork.models import ResponsibleParty
from peygir.desks.fieldwork.queries.claims import claims_of, claims_of_order, parties, sums_by_party
from peygir.history.queries import verify
from peygir.journey.order_money import claim_from
from peygir.people.actions import NotYourWork
from peygir.people.rules import Actor
from tests import contracted, make
from tests.contracted import TODAY
from tests.town import Town

pytestmark = pytest.mark.usefixtures("town_clock")


def claim(town: Town, order_id: int, amount: int = 1000, party: str = "شرکت گاز", *, by: Actor | None = None) -> int:
    return claim_from(
        order_id, party_kind="utility", party=party, amount=amount, reason="حفاری بدون مجوز", by=by or town.clerk
    )


def test_a_claim_is_paid_in_parts(town: Town) -> None:
    row = contracted.order(town)
    made = claim(town, row.pk)
    pay_claim(made, amount=400, paid_on=TODAY, reference="ف-۱۲", by=town.clerk)
    with make.refused(PaymentIsNotRight):
        pay_claim(made, amount=601, paid_on=TODAY, by=town.clerk)
    for day in (TODAY + timedelta(days=1), TODAY - timedelta(days=1)):
        with make.refused(DayOfPaymentIsNotRight):
            pay_claim(made, amount=1, paid_on=day, by=town.clerk)
    (one,) = claims_of_order(row.pk)
    assert (one.state, one.paid, [part.amount for part in one.payments]) == ("partly_paid", 400, [400])
    pay_claim(made, amount=600, paid_on=TODAY, by=town.clerk)
    assert claims_of_order(row.pk)[0].state == "paid"
    with make.refused(ClaimIsClosed):
        pay_claim(made, amount=1, paid_on=TODAY, by=town.clerk)
    with make.refused(ClaimIsClosed):
        end_claim(made, state="refused", reason="نمی‌پذیرند", by=town.clerk)
    assert verify().breaks == []


def test_the_sums_of_each_party_add_up(town: Town) -> None:
    rows = [contracted.order(town) for _ in range(3)]
    paid, refused, open_one = (claim(town, row.pk) for row in rows)
    pay_claim(paid, amount=1000, paid_on=TODAY, by=town.clerk)
    pay_claim(refused, amount=100, paid_on=TODAY, by=town.clerk)
    end_claim(refused, state="refused", reason="نمی‌پذیرند", by=town.clerk)
    dropped = claim(town, rows[0].pk, 50, "راننده", by=town.manager)
    end_claim(dropped, state="dropped", reason="شناخته نشد", by=town.manager)
    by_party = {one.party: one.sums for one in sums_by_party(town.city_id)}
    gas = by_party["شرکت گاز"]
    assert (gas.count, gas.asked, gas.paid, gas.open, gas.refused, gas.dropped) == (3, 3000, 1100, 1000, 900, 0)
    assert by_party["راننده"].dropped == 50
    assert sums_by_party(town.city_id, unit_ids=[town.units["D-02"]]) == []
    gas_id = next(pk for pk, _kind, name in parties(town.city_id) if name == "شرکت گاز")
    assert [one.id for one in claims_of(town.city_id, party_id=gas_id)] == [open_one, refused, paid]


def test_who_may_claim_and_what_a_claim_needs(town: Town) -> None:
    row = contracted.order(town)
    with make.refused(ClaimIsNotRight):
        claim(town, row.pk, 0)
    with make.refused(OrderMoveNotYours):
        claim_from(row.pk, party_kind="utility", party="شرکت گاز", amount=1, reason="x", by=town.admin)
    with make.refused(NoSuchWorkOrder):
        claim(town, row.pk, by=town.clerk_two)
    claim(town, row.pk)
    with make.refused(PartyIsClaimedAlready):
        claim(town, row.pk)
    with make.refused(PartyIsNotRight):
        claim(town, row.pk, party="\u200c")
    with make.refused(PartyIsNotRight):
        keep_party(town.city_id, kind="ghost", name="شبح", by=town.clerk)
    with make.refused(NotYourWork):
        keep_party(town.city_id, kind="person", name="کسی", by=town.operator)
    made = claims_of_order(row.pk)[0].id
    with make.refused(ClaimNeedsWords):
        end_claim(made, state="refused", reason=" ", by=town.clerk)
    with make.refused(NoSuchClaim):
        end_claim(made, state="paid", reason="خودشان گفتند", by=town.clerk)
    with make.refused(NoSuchClaim):
        pay_claim(0, amount=1, paid_on=TODAY, by=town.clerk)


def test_the_name_of_a_private_person_goes_with_the_words_of_the_case(town: Town) -> None:
    code = make.in_hand()
    row = contracted.order(town, code)
    made = claim_from(row.pk, party_kind="person", party="رانندهٔ پراید", amount=9, reason="به تیر زد", by=town.clerk)
    contracted.cost(row, by=town.clerk)
    with open_file(code=code) as case:
        erase_order_words(case)
    assert ResponsibleParty.objects.get().name == "رانندهٔ پراید", "the claim is still open"
    assert claims_of_order(row.pk)[0].reason == "—"
    end_claim(made, state="dropped", reason="پیدا نشد", by=town.clerk)
    with open_file(code=code) as case:
        assert erase_order_words(case) > 0
        assert erase_order_words(case) == 0
    assert "پراید" not in ResponsibleParty.objects.get().name
    assert claims_of_order(row.pk)[0].ended_reason == ""
