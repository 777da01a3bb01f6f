"""Opening the file of a work order: its lock, who may do what in it, its moves and its words."""

import hashlib
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from django.db import OperationalError, transaction
from psycopg.errors import DeadlockDetected

from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid, Missing, NotAllowed
from peygir.core.translation import gettext_lazy as _
from peygir.core.translation import pgettext_lazy
from peygir.core.words import plain, says_something
from peygir.desks.fieldwork.contractor_tokens import CONTRACTOR
from peygir.desks.fieldwork.models import OrderNote, WorkOrder
from peygir.desks.fieldwork.order_lifecycle import ORDER_CREW, judge_order_move
from peygir.desks.fieldwork.order_rules import OrderSight, groups_of_order, may_see_order
from peygir.desks.fieldwork.order_states import OrderState
from peygir.desks.fieldwork.queries.contractor_links import may_bill
from peygir.desks.fieldwork.queries.crews import crew_ids_of
from peygir.history.actions import record
from peygir.history.kinds.orders import OrderEvent
from peygir.people.rules import Actor

MAX_ORDER_NOTE: Final = 4000


class NoSuchWorkOrder(Missing):
    """The order does not exist, or the actor may not know of it."""

    message = _("There is no such work order.")


class OrderHasChanged(Conflict):
    """Somebody has changed the order since the person saw it."""

    message = _("A colleague has changed this order meanwhile. Look at it again.")


class OrderMoveNotPossible(Conflict):
    """The order's state does not allow the move (any more)."""

    message = _("“{label}” is not possible now. {why}")


class OrderMoveNotYours(NotAllowed):
    """The move is open, but not to this person."""

    message = _("“{label}”: {why}")


class OrderNeeds(Invalid):
    """A move of an order lacks what the table says it requires."""

    message = _("“{label}” needs {field}.")


class OrderIsNotOpen(Conflict):
    """The order is in a state in which this can no longer be changed."""

    message = _("This order is “{state}”; that cannot be changed any more.")


class OrderNoteIsTooLong(Invalid):
    """A note exceeds the maximum length."""

    message = _("The text is longer than {limit} characters. Please make it shorter.")


ORDER_NEEDS: Final = {
    "taker": pgettext_lazy("what a move needs", "a crew or a contract"),
    "day": pgettext_lazy("what a move needs", "a day"),
    "note": pgettext_lazy("what a move needs", "an explanation"),
    "results": pgettext_lazy("what a move needs", "a result for every case"),
    "steps": pgettext_lazy("what a move needs", "every required step of the checklist"),
}


@contextmanager
def open_order(*, number: str = "", order_id: int | None = None, version: int | None = None) -> Iterator[WorkOrder]:
    """Lock one order for the length of a transaction; everything inside is written together or not at all.

    `version` is what the person saw. Raises NoSuchWorkOrder, OrderHasChanged.
    """
    with deadlock_is_a_conflict(), transaction.atomic(savepoint=False):
        rows = WorkOrder.objects.select_for_update(no_key=True)
        order = rows.filter(pk=order_id).first() if order_id is not None else rows.filter(number=number).first()
        if order is None:
            raise NoSuchWorkOrder()
        if version is not None and version != order.version:
            raise OrderHasChanged()
        yield order


@contextmanager
def deadlock_is_a_conflict() -> Iterator[None]:
    """Say OrderHasChanged for a transaction that the database ended because two waited for each other."""
    try:
        yield
    except OperationalError as error:
        if isinstance(error.__cause__, DeadlockDetected):
            raise OrderHasChanged() from error
        raise


def sight_of(order: WorkOrder) -> OrderSight:
    """The values that decide who may see this order and act on it."""
    return OrderSight(order.unit_id, order.crew_id, order.state)


def groups_in(order: WorkOrder, by: Actor) -> frozenset[str]:
    """The groups of the table of moves to which an actor belongs today. Raises NoSuchWorkOrder for who sees nothing."""
    if by.kind == CONTRACTOR:
        if not may_bill(order, by):
            raise NoSuchWorkOrder()
        return frozenset({ORDER_CREW})
    crew_ids = own_crews(order.city_id, by)
    if not may_see_order(by, sight_of(order), crew_ids=crew_ids):
        raise NoSuchWorkOrder()
    return groups_of_order(by, sight_of(order), crew_ids=crew_ids)


def own_crews(city_id: int, by: Actor) -> frozenset[int]:
    """The crews that a member of staff belongs to today."""
    return crew_ids_of(by.id, on=city.day_of(city_id, clock.now())) if by.kind == "staff" else frozenset()


def refuse_unless(order: WorkOrder, by: Actor, groups: frozenset[str], *, label: object) -> None:
    """Raises NoSuchWorkOrder for who may not see the order, OrderMoveNotYours for who is in none of the groups."""
    if not groups & groups_in(order, by):
        raise OrderMoveNotYours(label=label, why=_("Not for your role or unit."))


def refuse_unless_in(order: WorkOrder, states: frozenset[OrderState]) -> None:
    """Raises OrderIsNotOpen if the order is in none of these states."""
    if order.state not in states:
        raise OrderIsNotOpen(state=OrderState.labels()[order.state].inside())


def move_order(
    order: WorkOrder,
    verb: str,
    *,
    by: Actor,
    given: Mapping[str, object] | None = None,
    note: str = "",
    at: datetime | None = None,
    data: Mapping[str, Any] | None = None,
    fields: Mapping[str, object] | None = None,
) -> None:
    """Judge `verb` by the table of moves, check what it requires in `given`, set `fields`, and write one event.

    `data` holds the event's values beside the two states.

    Raises OrderMoveNotPossible, OrderMoveNotYours, OrderNeeds.
    """
    judgement = judge_order_move(verb, state=order.state, groups=groups_in(order, by))
    row = judgement.move
    if not judgement.is_allowed:
        refusal = OrderMoveNotPossible if order.state not in row.sources else OrderMoveNotYours
        raise refusal(label=row.label, why=judgement.why)
    values = {"note": plain(note) if says_something(note) else "", **(given or {})}
    for name in row.requires:
        if not values.get(name) and not (by.is_system and name == "note"):
            raise OrderNeeds(label=row.label, field=ORDER_NEEDS[name])
    event = row.event(from_=order.state, to=row.target, **(data or {}))
    moment = at or clock.now()
    order.state, order.state_at = row.target, moment
    changed = dict(fields or {})
    for name, value in changed.items():
        setattr(order, name, value)
    write_order_event(order, event, by=by, at=moment, note=note, write=["state", "state_at", *changed])


def write_order_event(
    order: WorkOrder,
    event: OrderEvent,
    *,
    by: Actor,
    at: datetime,
    note: str = "",
    write: Sequence[str] = (),
    is_version: bool = True,
) -> None:
    """Write one event of the order; its words (if any) are kept in an OrderNote, and their digest in the event.

    `is_version`: it is a change that a person could have overlooked. Raises OrderNoteIsTooLong.
    """
    text = plain(note) if says_something(note) else ""
    if len(text) > MAX_ORDER_NOTE:
        raise OrderNoteIsTooLong(limit=MAX_ORDER_NOTE)
    if text:
        salt = secrets.token_hex(16)
        event = replace(event, note=hashlib.sha256(f"{salt}{text}".encode()).hexdigest())
        values = {"order": order, "number": order.event_count + 1, "by": str(by), "at": at, "text": text, "salt": salt}
        OrderNote.objects.create(**values)
    order.version += is_version
    record(order, event, by=str(by), at=at, write=[*write, "version"])
