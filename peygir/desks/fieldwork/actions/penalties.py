"""Penalties and bonuses of a contract's orders: proposed by its rules, decided by a person, objected to once."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db.models import Q, Sum

from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Invalid, Missing
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain, says_something
from peygir.desks.fieldwork.actions.contractor_interests import refuse_interest_in_order
from peygir.desks.fieldwork.actions.money import own_currency
from peygir.desks.fieldwork.actions.order_file import OrderMoveNotYours, groups_in, open_order, write_order_event
from peygir.desks.fieldwork.cost_permissions import may_decide_costs
from peygir.desks.fieldwork.cost_rules import BILLED, LineCheck
from peygir.desks.fieldwork.models import CostLine, Evidence, OrderCase, Penalty, WorkOrder
from peygir.desks.fieldwork.order_states import OrderResult, OrderState
from peygir.desks.fieldwork.penalty_rules import (
    OrderFacts,
    PenaltyState,
    ProposedPenalty,
    check_decision,
    check_objection,
    promised_day,
    propose,
    read_rules,
)
from peygir.desks.fieldwork.queries.contractor_links import may_bill
from peygir.history.kinds.costs import PenaltyDecided, PenaltyDropped, PenaltyObjected, PenaltyProposed
from peygir.people.rules import SYSTEM, Actor

LONGEST_OBJECTION: Final = 1000
_PENALTY: Final = _("Penalty")
_OVER: Final = frozenset({OrderState.FINISHED, OrderState.SETTLED})


class NoSuchPenalty(Missing):
    """The order has no such penalty."""

    message = _("There is no such penalty or bonus.")


class DecisionNeedsReason(Invalid):
    """A decision or an objection has no words, or too many."""

    message = _("Write the reason in your own words, in at most {limit} characters.")


def propose_penalties(order_id: int, number: int = 0) -> None:
    """Apply the contract's rules to a finished order; idempotent. What a person has decided stays.

    An undecided proposal follows the facts: it is changed, or dropped where its cause is gone.
    """
    with open_order(order_id=order_id) as order:
        refresh_proposals(order)


def refresh_proposals(order: WorkOrder) -> None:
    """The same for an order that the caller has opened; nothing for one that is not finished or has no contract."""
    contract = order.contract
    if contract is None or order.state not in _OVER:
        return
    there = {row.cause: row for row in Penalty.objects.filter(order=order)}
    proposals = {proposal.cause: proposal for proposal in _joined(propose(read_rules(contract.rules), _facts(order)))}
    moment = clock.now()
    for cause, row in there.items():
        if row.state == PenaltyState.PROPOSED and cause not in proposals:
            event = PenaltyDropped(penalty=row.pk, cause=cause)
            row.delete()
            write_order_event(order, event, by=SYSTEM, at=moment, is_version=False)
    for cause, proposal in proposals.items():
        row = there.get(cause) or Penalty(order=order, contract=contract, cause=cause)
        if row.pk is not None and (row.state != PenaltyState.PROPOSED or row.proposed == proposal.amount):
            continue
        row.proposed = row.amount = proposal.amount
        row.days, row.is_bonus, row.proposed_at = proposal.days, proposal.is_bonus, moment
        row.currency = contract.currency or own_currency(contract.from_on)
        row.save()
        event_of = PenaltyProposed(penalty=row.pk, cause=cause, amount=proposal.amount, days=proposal.days)
        write_order_event(order, event_of, by=SYSTEM, at=moment, is_version=False)


def _joined(proposals: list[ProposedPenalty]) -> list[ProposedPenalty]:
    """Of several rules about the same cause, the one that proposes most."""
    most: dict[str, ProposedPenalty] = {}
    for one in proposals:
        if one.cause not in most or one.amount > most[one.cause].amount:
            most[one.cause] = one
    return list(most.values())


def _facts(order: WorkOrder) -> OrderFacts:
    assert order.contract is not None
    rows = CostLine.objects.filter(order=order, withdrawn_at=None, kind__in=[str(kind) for kind in BILLED])
    returned = Q(check_state=LineCheck.RETURNED.value)
    sums = rows.aggregate(returned=Sum("amount", filter=returned), billed=Sum("amount", filter=~returned))
    sent, done = order.sent_at or order.opened_at, order.street_done_at
    fixed = OrderCase.objects.filter(order=order, result=OrderResult.FIXED.value).values_list("case_id", flat=True)
    photos = Evidence.objects.filter(case_id__in=list(fixed), kind="photo").exclude(state="refused")
    seen = set(photos.values_list("case_id", flat=True))
    return OrderFacts(
        promised_on=promised_day(city.day_of(order.city_id, sent), order.contract.promised_days),
        finished_on=city.day_of(order.city_id, done) if done is not None else None,
        billed=sums["billed"] or 0,
        returned=sums["returned"] or 0,
        has_evidence=seen >= set(fixed),
    )


def decide_penalty(penalty_id: int, *, decision: str, amount: int | None = None, reason: str, by: Actor) -> None:
    """Confirm or waive what was proposed, or uphold or lift it after an objection; `amount`: less than proposed.

    Raises NoSuchPenalty, NoSuchWorkOrder, OrderMoveNotYours, OwnInterest, DecisionNotPossible, AmountExceedsProposal,
    DecisionNeedsReason.
    """
    with _opened(penalty_id) as (order, row):
        if not may_decide_costs(by, order.unit_id):
            groups_in(order, by)
            raise OrderMoveNotYours(label=_PENALTY, why=_("Not for your role or unit."))
        refuse_interest_in_order(order, by)
        decided = 0 if decision in (PenaltyState.WAIVED, PenaltyState.LIFTED) else row.amount
        if amount is not None and decided:
            decided = amount
        check_decision(row.state, decision, amount=decided, proposed=row.proposed)
        text, is_answer = _words(reason, 500), row.state == PenaltyState.OBJECTED
        row.state, row.amount = decision, decided
        if is_answer:
            row.answer = text
        else:
            row.reason = text
        row.decided_at, row.decided_by = clock.now(), str(by)
        row.save(update_fields=["state", "amount", "reason", "answer", "decided_at", "decided_by"])
        event = PenaltyDecided(penalty=row.pk, state=str(decision), amount=decided)
        write_order_event(order, event, by=by, at=row.decided_at, note=text, is_version=False)


def object_to_penalty(penalty_id: int, *, objection: str, by: Actor) -> None:
    """Keep the contractor's objection to a confirmed penalty: by their link, or entered by the unit from a letter.

    Raises NoSuchPenalty, OrderMoveNotYours, DecisionNotPossible, ObjectionIsTooLate, DecisionNeedsReason.
    """
    with _opened(penalty_id) as (order, row):
        if not (may_decide_costs(by, order.unit_id) or may_bill(order, by)):
            groups_in(order, by)
            raise OrderMoveNotYours(label=_PENALTY, why=_("Not for your role or unit."))
        moment = clock.now()
        check_objection(
            row.state,
            decided_on=city.day_of(order.city_id, row.decided_at) if row.decided_at is not None else None,
            today=city.day_of(order.city_id, moment),
            is_stated=row.statement_id is not None,
        )
        row.state, row.objection, row.objected_at = PenaltyState.OBJECTED, _words(objection, LONGEST_OBJECTION), moment
        row.save(update_fields=["state", "objection", "objected_at"])
        write_order_event(order, PenaltyObjected(penalty=row.pk), by=by, at=moment, note=objection, is_version=False)


@contextmanager
def _opened(penalty_id: int) -> Iterator[tuple[WorkOrder, Penalty]]:
    """A penalty and its order, which is locked for the length of a transaction. Raises NoSuchPenalty."""
    order_id = Penalty.objects.filter(pk=penalty_id).values_list("order_id", flat=True).first()
    if order_id is None:
        raise NoSuchPenalty()
    with open_order(order_id=order_id) as order:
        row = Penalty.objects.filter(pk=penalty_id).first()
        if row is None:  # its cause was gone meanwhile
            raise NoSuchPenalty()
        yield order, row


def _words(text: str, limit: int) -> str:
    cleaned = plain(text)
    if not says_something(cleaned) or len(cleaned) > limit:
        raise DecisionNeedsReason(limit=limit)
    return cleaned
