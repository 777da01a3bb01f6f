"""Cost lines of work orders: entered, withdrawn, and inspected line by line."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Final

from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid, Missing
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain, says_something
from peygir.desks.fieldwork.actions.contractor_interests import refuse_interest_in_order
from peygir.desks.fieldwork.actions.cost_shares import share_costs
from peygir.desks.fieldwork.actions.money import own_currency, today_of
from peygir.desks.fieldwork.actions.order_file import (
    OrderIsNotOpen,
    OrderMoveNotYours,
    groups_in,
    write_order_event,
)
from peygir.desks.fieldwork.actions.penalties import refresh_proposals
from peygir.desks.fieldwork.contractor_tokens import CONTRACTOR
from peygir.desks.fieldwork.cost_permissions import may_check_costs, may_enter_costs
from peygir.desks.fieldwork.cost_rules import (
    BILLED,
    ENTERED,
    LONGEST_REASON,
    LONGEST_TEXT,
    CostEntry,
    CostKind,
    LineCheck,
    MeasureUnit,
    amount_of,
)
from peygir.desks.fieldwork.models import CostLine, OrderCase, PriceItem, WorkOrder
from peygir.desks.fieldwork.order_states import OrderState
from peygir.desks.fieldwork.price_rules import price_on
from peygir.desks.fieldwork.queries.contractor_links import may_bill
from peygir.history.catalogue import ABSENT
from peygir.history.kinds.costs import CostAdded, CostChecked, CostWithdrawn
from peygir.people.rules import Actor

_COSTS: Final = _("Costs")


class NoSuchCostLine(Missing):
    """The order has no such line, or it was withdrawn."""

    message = _("There is no such cost line in this order.")


class CostKindIsUnknown(Invalid):
    """The kind or the unit of measure is not one of the list."""

    message = _("Choose what it is and its unit of measure from the lists.")


class CaseIsNotOfOrder(Invalid):
    """A line names a case that is not part of the order."""

    message = _("This case is not part of the order.")


class CostTextIsTooLong(Invalid):
    """A text of a line exceeds its limit."""

    message = _("The text is longer than {limit} characters. Please make it shorter.")


class DayOfCostIsNotRight(Invalid):
    """The money was spent in the future, or long before the order."""

    message = _("The day must not be in the future, nor more than a year before the order.")


class OnlyCorrectionsNow(Conflict):
    """The order is settled: a line can only be corrected by another one."""

    message = _("This order is settled: enter a correction with its reason.")


class LineIsPaid(Conflict):
    """The line stands in a statement."""

    message = _("This line stands in a statement; enter a correction.")


class CheckNeedsReason(Invalid):
    """A line was returned without a reason."""

    message = _("Say what is wrong with it: the contractor reads it.")


class LineIsNotBilled(Invalid):
    """The line is not part of a contractor's bill."""

    message = _("Only the contract items and levies of a contractor are inspected line by line.")


def add_cost(
    order: WorkOrder,
    entry: CostEntry,
    *,
    spent_on: date,
    item_code: str = "",
    case_id: int | None = None,
    by: Actor,
) -> int:
    """Enter a line of an open order, and allot the order's costs anew; the caller has opened the order.

    With `item_code` the price, text, kind and measure are those of the contract's or the city's list on `spent_on`.
    Returns the line's id. Raises NoSuchWorkOrder, OrderMoveNotYours, OnlyCorrectionsNow, OrderIsNotOpen,
    CostKindIsUnknown, CaseIsNotOfOrder, CostTextIsTooLong, DayOfCostIsNotRight, NoPriceOnDay, and what
    `cost_rules.amount_of` raises.
    """
    _refuse_unless_entering(order, by)
    _refuse_day(order, spent_on)
    if order.state == OrderState.CANCELLED:
        raise OrderIsNotOpen(state=OrderState.labels()[order.state].inside())
    if order.state == OrderState.SETTLED and not entry.is_correction:
        raise OnlyCorrectionsNow()
    if case_id is not None and not OrderCase.objects.filter(order=order, case_id=case_id).exists():
        raise CaseIsNotOfOrder()
    item = _item(order, item_code, spent_on)
    if item is not None:
        text = entry.text if says_something(entry.text) else item.name_fa
        entry = replace(entry, kind=item.kind, text=text, measure=item.measure, price=item.price)
    if by.kind == CONTRACTOR and (item is None or item.kind not in BILLED or entry.is_correction):
        raise OrderMoveNotYours(label=_COSTS, why=_("Choose an item of your contract."))
    if entry.kind not in {str(kind) for kind in ENTERED} or entry.measure not in MeasureUnit.labels():
        raise CostKindIsUnknown()
    return _write_line(order, entry, item=item, case_id=case_id, spent_on=spent_on, by=by)


def _write_line(
    order: WorkOrder, entry: CostEntry, *, item: PriceItem | None, case_id: int | None, spent_on: date, by: Actor
) -> int:
    amount, moment = amount_of(entry), clock.now()
    for text, limit in ((entry.text, LONGEST_TEXT), (entry.reason, LONGEST_REASON)):
        if len(text) > limit:
            raise CostTextIsTooLong(limit=limit)
    contract = order.contract
    currency = item.currency if item is not None else contract.currency if contract is not None else None
    cost_line = CostLine(
        order=order,
        case_id=case_id,
        kind=entry.kind,
        item=item,
        text=plain(entry.text).strip(),
        people=entry.people if entry.kind == CostKind.LABOUR else 1,
        quantity=entry.quantity,
        measure=entry.measure,
        price=entry.price,
        amount=amount,
        currency=currency or own_currency(spent_on),
        spent_on=spent_on,
        is_correction=entry.is_correction,
        reason=plain(entry.reason).strip(),
        by=str(by),
        at=moment,
    )
    cost_line.save(force_insert=True)
    share_costs(order)
    event = CostAdded(
        line=cost_line.pk,
        cost_kind=str(cost_line.kind),
        amount=amount,
        currency=cost_line.currency.code,
        case=ABSENT if case_id is None else case_id,
    )
    write_order_event(order, event, by=by, at=moment, note=cost_line.reason, is_version=False)
    return int(cost_line.pk)


def withdraw_cost(order: WorkOrder, line_id: int, *, reason: str, by: Actor) -> None:
    """Withdraw a line that was wrong; idempotent. The caller has opened the order.

    Raises NoSuchWorkOrder, OrderMoveNotYours, OnlyCorrectionsNow, NoSuchCostLine, LineIsPaid, CheckNeedsReason.
    """
    _refuse_unless_entering(order, by)
    cost_line = CostLine.objects.filter(order=order, pk=line_id).first()
    if cost_line is None:
        raise NoSuchCostLine()
    if cost_line.withdrawn_at is not None:
        return
    if cost_line.statement_id is not None:
        raise LineIsPaid()
    if order.state == OrderState.SETTLED:
        raise OnlyCorrectionsNow()
    if not says_something(reason):
        raise CheckNeedsReason()
    cost_line.withdrawn_at, cost_line.withdrawn_reason = clock.now(), _within(reason)
    cost_line.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    share_costs(order)
    event = CostWithdrawn(line=cost_line.pk, amount=cost_line.amount)
    write_order_event(order, event, by=by, at=cost_line.withdrawn_at, note=cost_line.withdrawn_reason, is_version=False)


def check_cost(order: WorkOrder, line_id: int, *, check: str, reason: str = "", by: Actor) -> None:
    """Accept a line of a contractor's bill, or return it with a reason; the caller has opened the order.

    Raises NoSuchWorkOrder, OrderMoveNotYours, OwnInterest, NoSuchCostLine, LineIsPaid, LineIsNotBilled,
    CheckNeedsReason.
    """
    cost_line = CostLine.objects.filter(order=order, pk=line_id, withdrawn_at=None).first()
    if cost_line is None or check not in (LineCheck.ACCEPTED, LineCheck.RETURNED):
        raise NoSuchCostLine()
    if not may_check_costs(by, order.unit_id, entered_by=cost_line.by):
        raise OrderMoveNotYours(label=_COSTS, why=_("Nobody inspects a line of their own, or without that role."))
    refuse_interest_in_order(order, by)
    if order.contract_id is None or cost_line.kind not in BILLED:
        raise LineIsNotBilled()
    if cost_line.statement_id is not None:
        raise LineIsPaid()
    if check == LineCheck.RETURNED and not says_something(reason):
        raise CheckNeedsReason()
    cost_line.check_state, cost_line.check_reason = check, _within(reason)
    cost_line.checked_by, cost_line.checked_at = str(by), clock.now()
    cost_line.save(update_fields=["check_state", "check_reason", "checked_by", "checked_at"])
    event = CostChecked(line=cost_line.pk, check=str(check))
    write_order_event(order, event, by=by, at=cost_line.checked_at, note=cost_line.check_reason, is_version=False)
    refresh_proposals(order)


def _refuse_unless_entering(order: WorkOrder, by: Actor) -> None:
    if by.is_system or may_bill(order, by):
        return
    if not may_enter_costs(by, order.unit_id):
        groups_in(order, by)  # who may not see the order is told that there is none
        raise OrderMoveNotYours(label=_COSTS, why=_("Not for your role or unit."))
    refuse_interest_in_order(order, by)


def _refuse_day(order: WorkOrder, spent_on: date) -> None:
    today = today_of(order.city_id)
    if not order.opened_at.date().toordinal() - 366 <= spent_on.toordinal() <= today.toordinal():
        raise DayOfCostIsNotRight()


def _item(order: WorkOrder, code: str, day: date) -> PriceItem | None:
    if not code:
        return None
    items: Iterable[PriceItem] = PriceItem.objects.filter(city_id=order.city_id, code=code).select_related("currency")
    found = price_on(list(items), code, day, contract_id=order.contract_id)
    assert isinstance(found, PriceItem)
    return found


def _within(reason: str) -> str:
    text = plain(reason).strip()
    if len(text) > LONGEST_REASON:
        raise CostTextIsTooLong(limit=LONGEST_REASON)
    return text
