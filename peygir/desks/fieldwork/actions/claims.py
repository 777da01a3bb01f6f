"""The city's claims against who caused a repair: made, paid in parts, refused or dropped."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Final

from django.db import transaction

from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid, Missing
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain, says_something
from peygir.desks.fieldwork.actions.contractor_interests import refuse_interest_in_party
from peygir.desks.fieldwork.actions.money import own_currency, today_of
from peygir.desks.fieldwork.actions.order_file import OrderMoveNotYours, groups_in, open_order, write_order_event
from peygir.desks.fieldwork.claim_rules import ClaimState, PartyKind, after_payment, check_asked, check_open
from peygir.desks.fieldwork.cost_permissions import may_enter_costs
from peygir.desks.fieldwork.models import Claim, ClaimPayment, ResponsibleParty, WorkOrder
from peygir.desks.fieldwork.money import checked
from peygir.history.kinds.costs import ClaimEnded, ClaimMade, ClaimPaid
from peygir.people.actions import NotYourWork
from peygir.people.permissions import Permission
from peygir.people.rules import Actor

_CLAIM: Final = _("Claim of the city")
_ENDS: Final = frozenset({ClaimState.REFUSED, ClaimState.DROPPED})


class NoSuchClaim(Missing):
    """There is no such claim."""

    message = _("There is no such claim.")


class PartyIsNotRight(Invalid):
    """The kind or the name of a party is missing or unknown."""

    message = _("A responsible party needs a kind and a name of at most 120 characters.")


class PartyIsClaimedAlready(Conflict):
    """The order has a claim against this party."""

    message = _("This order has a claim against “{party}” already.")


class ClaimNeedsWords(Invalid):
    """A reason is missing or too long."""

    message = _("Say in at most 500 characters why.")


class DayOfPaymentIsNotRight(Invalid):
    """A payment lies in the future or before the claim."""

    message = _("The day of a payment is not in the future and not before the claim.")


def keep_party(city_id: int, *, kind: str, name: str, by: Actor) -> int:
    """The responsible party of this name, made or with this kind from now on; returns its id.

    Raises NotYourWork, PartyIsNotRight.
    """
    if not (by.is_system or by.may(Permission.PLAN_ORDERS) or by.may(Permission.ADMINISTER)):
        raise NotYourWork()
    name = " ".join(plain(name).split())
    if kind not in PartyKind.labels() or not says_something(name) or len(name) > 120:
        raise PartyIsNotRight()
    row, _made = ResponsibleParty.objects.update_or_create(city_id=city_id, name=name, defaults={"kind": kind})
    return int(row.pk)


def make_claim(order: WorkOrder, *, party_id: int, amount: int, reason: str, by: Actor) -> int:
    """Ask a party for what its damage cost; the caller has opened the order. Returns the claim's id.

    Raises NoSuchWorkOrder, OrderMoveNotYours, NoSuchClaim, OwnInterest, ClaimIsNotRight, ClaimNeedsWords,
    PartyIsClaimedAlready.
    """
    _refuse_unless_entering(order, by)
    party = ResponsibleParty.objects.filter(pk=party_id, city_id=order.city_id).first()
    if party is None:
        raise NoSuchClaim()
    refuse_interest_in_party(order, party, by)
    check_asked(checked(amount))
    if Claim.objects.filter(order=order, party=party).exists():
        raise PartyIsClaimedAlready(party=party.name)
    today, moment = today_of(order.city_id), clock.now()
    claim = Claim.objects.create(
        order=order,
        party=party,
        asked=amount,
        currency=own_currency(today),
        reason=_words(reason),
        asked_on=today,
        by=str(by),
        at=moment,
    )
    event = ClaimMade(claim=claim.pk, party=party.pk, amount=amount, currency=claim.currency.code)
    write_order_event(order, event, by=by, at=moment, note=claim.reason, is_version=False)
    return int(claim.pk)


def pay_claim(claim_id: int, *, amount: int, paid_on: date, reference: str = "", by: Actor) -> None:
    """Record that a part of a claim was paid.

    Raises NoSuchClaim, OrderMoveNotYours, OwnInterest, ClaimIsClosed, PaymentIsNotRight, DayOfPaymentIsNotRight,
    ClaimNeedsWords.
    """
    with _opened(claim_id, by) as (order, claim):
        if not claim.asked_on <= paid_on <= today_of(order.city_id):
            raise DayOfPaymentIsNotRight()
        if len(plain(reference)) > 80:
            raise ClaimNeedsWords()
        claim.paid, claim.state = after_payment(claim.state, claimed=claim.asked, paid=claim.paid, amount=amount)
        moment = clock.now()
        ClaimPayment.objects.create(
            claim=claim, amount=amount, paid_on=paid_on, reference=plain(reference), by=str(by), at=moment
        )
        claim.save(update_fields=["paid", "state"])
        write_order_event(order, ClaimPaid(claim=claim.pk, amount=amount), by=by, at=moment, is_version=False)


def end_claim(claim_id: int, *, state: str, reason: str, by: Actor) -> None:
    """Record that the party refused what is open, or that the city drops it; what was paid stays paid.

    Raises NoSuchClaim, OrderMoveNotYours, OwnInterest, ClaimIsClosed, ClaimNeedsWords.
    """
    if state not in _ENDS:
        raise NoSuchClaim()
    with _opened(claim_id, by) as (order, claim):
        check_open(claim.state)
        claim.state, claim.ended_reason = state, _words(reason)
        claim.save(update_fields=["state", "ended_reason"])
        event = ClaimEnded(claim=claim.pk, state=str(state))
        write_order_event(order, event, by=by, at=clock.now(), note=claim.ended_reason, is_version=False)


@contextmanager
def _opened(claim_id: int, by: Actor) -> Iterator[tuple[WorkOrder, Claim]]:
    with transaction.atomic():
        order_id = Claim.objects.filter(pk=claim_id).values_list("order_id", flat=True).first()
        if order_id is None:
            raise NoSuchClaim()
        with open_order(order_id=order_id) as order:
            _refuse_unless_entering(order, by)
            claim = Claim.objects.select_related("party").get(pk=claim_id)
            refuse_interest_in_party(order, claim.party, by)
            yield order, claim


def _refuse_unless_entering(order: WorkOrder, by: Actor) -> None:
    if not may_enter_costs(by, order.unit_id):
        groups_in(order, by)
        raise OrderMoveNotYours(label=_CLAIM, why=_("Not for your role or unit."))


def _words(text: str) -> str:
    cleaned = plain(text)
    if not says_something(cleaned) or len(cleaned) > 500:
        raise ClaimNeedsWords()
    return cleaned
