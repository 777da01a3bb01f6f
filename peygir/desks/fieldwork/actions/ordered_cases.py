"""Adds cases to a work order and takes them out, and lets go of those that ended or went to another owner."""

from datetime import datetime
from typing import Final

from django.db.models import Max

from peygir.cases import actions as cases
from peygir.cases.actions import NoSuchCase
from peygir.cases.models import Case
from peygir.core import clock
from peygir.core.translation import gettext_lazy as _
from peygir.desks.fieldwork.actions.making import ADD, CaseIsOrdered, OrderIsTooLong, place_of, refuse_case, take_into
from peygir.desks.fieldwork.actions.order_file import (
    move_order,
    open_order,
    refuse_unless,
    refuse_unless_in,
    write_order_event,
)
from peygir.desks.fieldwork.models import OrderCase, WorkOrder
from peygir.desks.fieldwork.order_lifecycle import PLANNER
from peygir.desks.fieldwork.order_rules import MOST_CASES, place_of_cases, why_case_leaves
from peygir.desks.fieldwork.order_states import OPEN_ORDERS, UNSENT, CaseLeftWhy
from peygir.history.kinds.case_work import CaseLeftOrder
from peygir.history.kinds.orders import OrderCaseAdded, OrderCaseLeft, OrderChanged
from peygir.people.rules import SYSTEM, Actor


def add_case(number: str, code: str, *, by: Actor, version: int | None = None) -> int:
    """Add a case to an order that is not over; returns the order's new version. A case that is in it changes nothing.

    Raises what `open_order` and `make_order` raise, OrderMoveNotYours, OrderIsNotOpen.
    """
    with open_order(number=number, version=version) as order:
        refuse_unless(order, by, frozenset({PLANNER}), label=ADD)
        refuse_unless_in(order, OPEN_ORDERS)
        with cases.open_file(code=code) as case:
            if OrderCase.objects.filter(order=order, case=case, is_open=True).exists():
                return order.version
            refuse_case(case, order.unit_id, by)
            rows = OrderCase.objects.filter(order=order)
            if rows.count() >= MOST_CASES:
                raise OrderIsTooLong(most=MOST_CASES)
            rows.filter(case=case, result="").delete()  # it was here before and left: its place is given anew
            if rows.filter(case=case).exists():
                raise CaseIsOrdered(code=code, number=order.number)
            last = rows.aggregate(last=Max("position"))["last"] or 0
            OrderCase(order=order, case=case, position=last + 1).save(force_insert=True)
            moment = clock.now()
            take_into(case, order, by=by, at=moment)
        write_order_event(order, OrderCaseAdded(case=case.pk), by=by, at=moment, write=_follow_cases(order))
        return order.version


def remove_case(number: str, code: str, *, by: Actor, version: int | None = None) -> int:
    """Take a case without a result out of an order; returns the order's new version. A case that left changes nothing.

    Raises what `open_order` raises, OrderMoveNotYours, OrderIsNotOpen, NoSuchCase.
    """
    with open_order(number=number, version=version) as order:
        refuse_unless(order, by, frozenset({PLANNER}), label=_("Take out of the order"))
        refuse_unless_in(order, OPEN_ORDERS)
        place = OrderCase.objects.filter(order=order, case__code=code).first()
        if place is None:
            raise NoSuchCase()
        if place.is_open:
            let_go(order, place, CaseLeftWhy.REMOVED, by=by, at=clock.now())
        return order.version


def let_go(order: WorkOrder, place: OrderCase, why: CaseLeftWhy, *, by: Actor, at: datetime) -> None:
    """Take an open case out of the order that is locked; written into both files."""
    place.is_open, place.left_why, place.at, place.by = False, why.value, at, str(by)
    place.save(update_fields=["is_open", "left_why", "at", "by"])
    with cases.open_file(place.case_id) as case:
        left = CaseLeftOrder(order=order.pk, number=order.number, why=why)
        cases.record_event(case, left, by=by, at=at)
    write_order_event(order, OrderCaseLeft(case=place.case_id, why=why), by=by, at=at, write=_follow_cases(order))


def _follow_cases(order: WorkOrder) -> list[str]:
    """Take over the earliest promise and the highest urgency of the cases that are open; returns the changed fields."""
    rows = Case.objects.filter(pk__in=OrderCase.objects.filter(order=order, is_open=True).values("case_id"))
    places = [place_of(case) for case in rows]
    if not places:
        return []
    at_cases = place_of_cases(places)
    order.due_at, order.urgency = at_cases.due_at, at_cases.urgency
    return ["due_at", "urgency"]


_FIRST_EVENTS: Final = 3
"""A case is opened, read and referred before it can be part of an order: every new case comes by here, at no cost."""


def leave_order(case_id: int, number: int) -> None:
    """Take a case that has ended, or is another unit's now, out of its order; idempotent.

    An order that was not sent yet and has no case left is cancelled.
    """
    if number <= _FIRST_EVENTS:
        return
    place = OrderCase.objects.filter(case_id=case_id, is_open=True).values_list("pk", "order_id").first()
    if place is None:
        return
    with open_order(order_id=place[1]) as order:
        row = OrderCase.objects.select_related("case").filter(pk=place[0], is_open=True).first()
        if row is None:
            return
        case = row.case
        why = why_case_leaves(case.state, unit_id=case.unit_id, order_unit_id=order.unit_id)
        if why is None:
            return
        let_go(order, row, why, by=SYSTEM, at=clock.now())
        rest = OrderCase.objects.filter(order=order)
        if order.state in UNSENT and not rest.filter(is_open=True).exists() and not rest.exclude(result="").exists():
            move_order(order, "cancel", by=SYSTEM)


def follow_promise(case_id: int, number: int) -> None:
    """Take over a new promise of a case into its open order; idempotent."""
    order_id = OrderCase.objects.filter(case_id=case_id, is_open=True).values_list("order_id", flat=True).first()
    if order_id is None:
        return
    with open_order(order_id=order_id) as order:
        was = order.due_at
        _follow_cases(order)
        if order.due_at != was:
            write_order_event(
                order,
                OrderChanged(fields=["due_at"]),
                by=SYSTEM,
                at=clock.now(),
                write=["due_at", "urgency"],
                is_version=False,
            )
