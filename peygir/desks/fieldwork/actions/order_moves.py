"""The moves of a work order: planned, locked, sent, begun, finished in the street, settled in the office, cancelled."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.desks.fieldwork.actions.contractor_interests import refuse_interest_in_order
from peygir.desks.fieldwork.actions.order_file import (
    move_order,
    open_order,
    refuse_unless,
    refuse_unless_in,
    write_order_event,
)
from peygir.desks.fieldwork.actions.ordered_cases import let_go
from peygir.desks.fieldwork.models import Contract, Crew, OrderCase, OrderStep, WorkOrder
from peygir.desks.fieldwork.order_lifecycle import BY_ORDER_VERB, ORDER_CREW, PLANNER
from peygir.desks.fieldwork.order_states import OPEN_ORDERS, CaseLeftWhy, DayPart, OrderState
from peygir.history.kinds.orders import OrderLocked
from peygir.people.actions.interests import refuse_interested
from peygir.people.rules import Actor


class CrewIsNotOfTheUnit(Invalid):
    """The crew is unknown, inactive, or another unit's."""

    message = _("The unit of the order has no such crew, or no longer.")


class ContractIsNotValid(Invalid):
    """The contract is unknown, another unit's, or not valid on the day."""

    message = _("The unit of the order has no such contract on this day.")


class ContractDoesNotCover(Invalid):
    """The contract is for other topics or districts than the order's."""

    message = _("This contract does not cover the topic or the district of the order.")


class TwoTakers(Invalid):
    """Both a crew and a contract were given."""

    message = _("Give the order to a crew or to a contract, not to both.")


class PlannedDayIsPast(Invalid):
    """The planned day lies in the past."""

    message = _("The day of the work is in the past.")


class PlannedDayIsTooFar(Invalid):
    """The planned day is more than two years away."""

    message = _("The day of the work is more than two years away.")


class DayPartIsUnknown(Invalid):
    """The part of the day is not in the list."""

    message = _("This part of the day is not in the list: {text}")


_FARTHEST_DAYS: Final = 2 * 366
_PLAN: Final = BY_ORDER_VERB["plan"].label


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkPlan:
    """Who works when: a crew or a contract (ids), the day, the part of it, and the place in the day's route."""

    crew_id: int | None = None
    contract_id: int | None = None
    on: date | None = None
    day_part: str = DayPart.WHOLE.value
    position: int | None = None


def plan_order(
    number: str, plan: WorkPlan, *, by: Actor, version: int | None = None, at: datetime | None = None
) -> int:
    """Give an order that was not sent to a crew or a contract of its unit, for a day; returns the order's new version.

    Planned as it is already, nothing changes. Raises what `open_order` and `move_order` raise, TwoTakers,
    CrewIsNotOfTheUnit, ContractIsNotValid, OwnInterest, PlannedDayIsPast, PlannedDayIsTooFar, DayPartIsUnknown.
    """
    with open_order(number=number, version=version) as order:
        set_plan(order, plan, by=by, at=at)
        return order.version


def set_plan(order: WorkOrder, plan: WorkPlan, *, by: Actor, at: datetime | None = None) -> None:
    """Plan an order that the caller has locked; see `plan_order`."""
    refuse_unless(order, by, frozenset({PLANNER}), label=_PLAN)
    moment = at or clock.now()
    _check_plan(order, plan, today=city.day_of(order.city_id, moment), by=by)
    values = {
        "crew_id": plan.crew_id,
        "contract_id": plan.contract_id,
        "planned_on": plan.on,
        "day_part": plan.day_part,
        "position": plan.position,
    }
    if order.state == OrderState.PLANNED and all(getattr(order, name) == value for name, value in values.items()):
        return
    move_order(
        order,
        "plan",
        by=by,
        at=moment,
        given={"taker": plan.crew_id or plan.contract_id, "day": plan.on},
        data={
            "crew": plan.crew_id,
            "contract": plan.contract_id,
            "on": plan.on.isoformat() if plan.on else "",
            "day_part": plan.day_part,
            "position": plan.position,
        },
        fields=values,
    )


def _check_plan(order: WorkOrder, plan: WorkPlan, *, today: date, by: Actor) -> None:
    if plan.crew_id is not None and plan.contract_id is not None:
        raise TwoTakers()
    if plan.day_part not in DayPart.labels():
        raise DayPartIsUnknown(text=plan.day_part[:20])
    crews = Crew.objects.filter(pk=plan.crew_id or 0, unit_id=order.unit_id, is_active=True)
    if plan.crew_id is not None and not crews.exists():
        raise CrewIsNotOfTheUnit()
    if plan.contract_id is not None:
        valid = Contract.objects.select_related("contractor").filter(
            pk=plan.contract_id, unit_id=order.unit_id, contractor__is_active=True
        )
        if plan.on is not None:
            valid = valid.filter(from_on__lte=plan.on, to_on__gte=plan.on)
        contract = valid.first()
        if contract is None:
            raise ContractIsNotValid()
        if not _covers(contract, order):
            raise ContractDoesNotCover()
        refuse_interested(by, contractor=contract.contractor.code)
    if plan.on is not None and not by.is_system:
        if plan.on < today:
            raise PlannedDayIsPast()
        if (plan.on - today).days > _FARTHEST_DAYS:
            raise PlannedDayIsTooFar()


def _covers(contract: Contract, order: WorkOrder) -> bool:
    """Whether the contract is for the order's topic and district; what an order does not say is not judged."""
    topic = city.topic(order.city_id, order.topic_id) if order.topic_id is not None else None
    place = order.neighbourhood
    is_topic = not contract.topics or topic is None or topic.code in contract.topics
    return is_topic and (not contract.districts or place is None or place.district.code in contract.districts)


def unplan_order(number: str, *, by: Actor, version: int | None = None) -> int:
    """Take an order off the plan; it is an unlocked draft again. Returns the order's new version."""
    nothing = {"crew_id": None, "contract_id": None, "planned_on": None, "position": None, "is_locked": False}
    with open_order(number=number, version=version) as order:
        move_order(order, "unplan", by=by, fields=nothing)
        return order.version


def lock_order(number: str, *, is_locked: bool, by: Actor, version: int | None = None) -> int:
    """Keep planning from changing an order's crew, day and position, or let it; idempotent. Returns the new version."""
    with open_order(number=number, version=version) as order:
        refuse_unless(order, by, frozenset({PLANNER}), label=_("Lock"))
        refuse_unless_in(order, OPEN_ORDERS)
        if order.is_locked != is_locked:
            order.is_locked = is_locked
            write_order_event(order, OrderLocked(is_locked=is_locked), by=by, at=clock.now(), write=["is_locked"])
        return order.version


def send_order(number: str, *, by: Actor, version: int | None = None, at: datetime | None = None) -> int:
    """Send a planned order to its crew or contractor; returns the order's new version."""
    with open_order(number=number, version=version) as order:
        refuse_interest_in_order(order, by)
        moment = at or clock.now()
        move_order(order, "send", by=by, at=moment, fields={"sent_at": moment})
        return order.version


def recall_order(number: str, *, note: str, by: Actor, version: int | None = None) -> int:
    """Take back an order that was sent, before anybody has begun; returns the order's new version."""
    with open_order(number=number, version=version) as order:
        move_order(order, "recall", by=by, note=note, fields={"sent_at": None})
        return order.version


def start_order(number: str, *, by: Actor, version: int | None = None, at: datetime | None = None) -> int:
    """Begin the work; an order that is under way stays as it is. Returns the order's new version."""
    with open_order(number=number, version=version) as order:
        start(order, by=by, at=at)
        return order.version


def start(order: WorkOrder, *, by: Actor, at: datetime | None = None) -> None:
    """Begin the work of an order that the caller has locked, unless it is under way."""
    if order.state == OrderState.UNDER_WAY:
        refuse_unless(order, by, frozenset({PLANNER, ORDER_CREW}), label=BY_ORDER_VERB["start"].label)
    else:
        moment = at or clock.now()
        move_order(order, "start", by=by, at=moment, fields={"started_at": order.started_at or moment})


def finish_order(
    number: str, *, by: Actor, note: str = "", version: int | None = None, at: datetime | None = None
) -> int:
    """Say that the work in the street is over; returns the order's new version.

    Raises what `move_order` raises: OrderNeeds as long as a case has no result or a required step is not done.
    """
    with open_order(number=number, version=version) as order:
        if order.state == OrderState.FINISHED:
            refuse_unless(order, by, frozenset({PLANNER, ORDER_CREW}), label=BY_ORDER_VERB["finish"].label)
            return order.version
        given = {
            "results": not OrderCase.objects.filter(order=order, is_open=True).exists(),
            "steps": not OrderStep.objects.filter(order=order, is_required=True, is_done=False).exists(),
        }
        moment = at or clock.now()
        times = {"street_done_at": moment, "started_at": order.started_at or moment}
        move_order(order, "finish", by=by, at=moment, note=note, given=given, fields=times)
        return order.version


def resume_order(number: str, *, note: str, by: Actor, version: int | None = None) -> int:
    """Send a finished order back to the street, with what is missing; returns the order's new version."""
    with open_order(number=number, version=version) as order:
        move_order(order, "resume", by=by, note=note, fields={"street_done_at": None})
        return order.version


def settle_order(
    number: str, *, by: Actor, note: str = "", version: int | None = None, at: datetime | None = None
) -> int:
    """Close a finished order after the office has looked through it; returns the order's new version."""
    with open_order(number=number, version=version) as order:
        refuse_interest_in_order(order, by)
        moment = at or clock.now()
        move_order(order, "settle", by=by, at=moment, note=note, fields={"settled_at": moment})
        return order.version


def cancel_order(number: str, *, note: str, by: Actor, version: int | None = None) -> int:
    """Cancel an order that is not finished; its open cases are free for another. Returns the order's new version."""
    with open_order(number=number, version=version) as order:
        moment = clock.now()
        move_order(order, "cancel", by=by, at=moment, note=note)
        for place in OrderCase.objects.filter(order=order, is_open=True).order_by("case_id"):
            let_go(order, place, CaseLeftWhy.CANCELLED, by=by, at=moment)
        return order.version
