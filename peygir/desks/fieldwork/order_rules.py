"""Decisions about work orders: who may do what, what a result means for the case, the place and number of an order."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from peygir.cases.states import CaseState
from peygir.city.urgencies import Urgency
from peygir.desks.fieldwork.order_lifecycle import HOUSE, ORDER_CREW, PLANNER
from peygir.desks.fieldwork.order_states import ENDED_ORDERS, UNSENT, BlockedWhy, CaseLeftWhy, OrderResult
from peygir.people.permissions import Permission, RoleScope
from peygir.people.rules import Actor

ORDERABLE: Final = frozenset(
    {CaseState.REFERRED, CaseState.IN_HAND, CaseState.WAITING, CaseState.SCHEDULED, CaseState.REOPENED}
)
"""The states of cases that may become part of an order: the owning unit has work to do."""
TAKEN_IN_HAND: Final = frozenset({CaseState.REFERRED, CaseState.REOPENED})
"""A case in one of these states is taken in hand when it becomes part of an order."""
MOST_CASES: Final = 100
"""In one order."""
MOST_MINUTES: Final = 24 * 60
FINISH_CASE: Final = "finish"
VISIT_CASE: Final = "visit"
WAIT_CASE: Final = "wait"
_URGENCIES: Final = (Urgency.URGENT, Urgency.ON_THE_SPOT, Urgency.NORMAL, Urgency.PLANNED)


@dataclass(frozen=True, slots=True)
class OrderSight:
    """The values of an order that decide who may see it and act on it: `crew_ids` are the actor's own crews."""

    unit_id: int
    crew_id: int | None
    state: str


@dataclass(frozen=True, slots=True)
class CasePlace:
    """What an order takes over from a case: its point (degrees), address, promise and urgency."""

    lat: float | None
    lon: float | None
    address: str
    neighbourhood_id: int | None
    due_at: datetime | None
    urgency: str
    topic_id: int | None


def may_plan_orders(actor: Actor, unit_id: int) -> bool:
    """Whether the actor plans the work of a unit: its manager and clerks."""
    return actor.is_system or (actor.may(Permission.PLAN_ORDERS) and actor.unit_id == unit_id)


def groups_of_order(actor: Actor, sight: OrderSight, *, crew_ids: Collection[int]) -> frozenset[str]:
    """The groups of the `who` column that the actor belongs to for such an order."""
    if actor.is_system:
        return frozenset({HOUSE, PLANNER, ORDER_CREW})
    groups: set[str] = set()
    if may_plan_orders(actor, sight.unit_id):
        groups.add(PLANNER)
    is_sent = sight.state not in UNSENT
    if actor.may(Permission.WORK_ON_ORDERS) and is_sent and sight.crew_id in crew_ids:
        groups.add(ORDER_CREW)
    return frozenset(groups)


def may_see_order(actor: Actor, sight: OrderSight, *, crew_ids: Collection[int]) -> bool:
    """Whether the actor may open such an order: by the scope of the role, or as a member of its crew."""
    if actor.is_system or groups_of_order(actor, sight, crew_ids=crew_ids):
        return True
    if actor.kind != "staff" or not actor.may(Permission.READ_CASES):
        return False
    scope = actor.rights.scope
    if scope == RoleScope.OWN_UNIT:
        return sight.unit_id == actor.unit_id
    if scope == RoleScope.BELOW:
        return sight.unit_id in actor.unit_ids_below
    return scope == RoleScope.CITY


def sees_place(actor: Actor, groups: frozenset[str]) -> bool:
    """Whether the actor sees the exact place of an order: who plans or works on it, and who may know reporters."""
    return bool(groups & {PLANNER, ORDER_CREW}) or actor.may(Permission.KNOW_REPORTERS)


def number_of(year: int, count: int) -> str:
    """The number of an order: «W-1405-000123»."""
    return f"W-{year}-{count:06d}"


def is_order_number(text: str) -> bool:
    """Whether a text has the form of an order's number."""
    parts = text.split("-")
    return len(parts) == 3 and parts[0] == "W" and all(part.isascii() and part.isdigit() for part in parts[1:])


def case_verb_of(result: str, *, reason: str, has_date: bool, case_state: str) -> str:
    """The command of the case that a result means.

    "fixed" finishes the case, with evidence. Work that was not possible lets it wait where the reason is something
    that a case waits for, the date is known, and it does not wait already. Everything else is a visit: the case stays
    with its unit, which decides.
    """
    if result == OrderResult.FIXED:
        return FINISH_CASE
    is_blocked = result == OrderResult.NOT_POSSIBLE and reason in BlockedWhy.labels()
    if is_blocked and BlockedWhy.of(reason).wait_reason and has_date and case_state != CaseState.WAITING:
        return WAIT_CASE
    return VISIT_CASE


def place_of_cases(places: Sequence[CasePlace]) -> CasePlace:
    """What an order takes over from its cases: the place in their middle, the earliest promise, the highest urgency.

    The place is that of the case nearest to the mean of all points, so that it is one to which somebody can go. The
    topic is the one that all have, or none.
    """
    pointed = [place for place in places if place.lat is not None and place.lon is not None]
    middle = _nearest_to_middle(pointed) if pointed else next(iter(places), None)
    topics = {place.topic_id for place in places}
    return CasePlace(
        middle.lat if middle else None,
        middle.lon if middle else None,
        middle.address if middle else "",
        middle.neighbourhood_id if middle else None,
        min((place.due_at for place in places if place.due_at is not None), default=None),
        min((place.urgency for place in places), key=_rank_of, default=Urgency.NORMAL.value),
        topics.pop() if len(topics) == 1 else None,
    )


def _rank_of(urgency: str) -> int:
    return _URGENCIES.index(Urgency.of(urgency)) if urgency in Urgency.labels() else len(_URGENCIES)


def _nearest_to_middle(places: Sequence[CasePlace]) -> CasePlace:
    lat = math.fsum(place.lat or 0.0 for place in places) / len(places)
    lon = math.fsum(place.lon or 0.0 for place in places) / len(places)
    narrow = math.cos(math.radians(lat))
    return min(places, key=lambda at: ((at.lat or 0.0) - lat) ** 2 + (((at.lon or 0.0) - lon) * narrow) ** 2)


def why_case_leaves(state: str, *, unit_id: int | None, order_unit_id: int) -> CaseLeftWhy | None:
    """Why a case can no longer be part of an order of a unit; None: it stays."""
    if state in (CaseState.NEW, CaseState.RETURNED, CaseState.REFERRED_OUT) or unit_id != order_unit_id:
        return CaseLeftWhy.MOVED
    return None if state in ORDERABLE else CaseLeftWhy.ENDED


def is_order_late(due_at: datetime | None, state: str, now: datetime) -> bool:
    """Whether the promise of an order that is not over has passed."""
    return due_at is not None and due_at < now and state not in ENDED_ORDERS


def is_taken_until(from_on: date, to_on: date | None, *, on: date) -> bool:
    """Whether a time by days, [from_on, to_on), holds on a day."""
    return from_on <= on and (to_on is None or on < to_on)
