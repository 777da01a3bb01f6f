"""Work orders: lists for planners and crews, one order with everything in it, and the orders of a case."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.db.models import Count, F, Q, QuerySet

from peygir.cases.models import Case
from peygir.core import clock
from peygir.desks.fieldwork.models import OrderCase, OrderMaterial, OrderNote, OrderStep, WorkOrder
from peygir.desks.fieldwork.order_lifecycle import OrderMoveJudgement, judge_order_moves
from peygir.desks.fieldwork.order_rules import OrderSight, groups_of_order, may_see_order
from peygir.desks.fieldwork.order_states import ENDED_ORDERS, UNSENT
from peygir.people.permissions import Permission, RoleScope
from peygir.people.rules import Actor

ORDER_PAGE: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFilters:
    """What a list of orders looks for; empty values do not filter. Without states, ended orders are left out."""

    states: Collection[str] = ()
    unit_id: int | None = None
    crew_id: int | None = None
    contract_id: int | None = None
    topic_id: int | None = None
    asset_id: int | None = None
    on: date | None = None
    is_late: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True)
class WorkOrderFacts:
    """A work order as pages and the API read it; `case_count` and `open_count` are of its cases."""

    id: int
    number: str
    city_id: int
    unit_id: int
    topic_id: int | None
    asset_id: int | None
    crew_id: int | None
    contract_id: int | None
    title: str
    state: str
    state_at: datetime
    urgency: str
    planned_on: date | None
    day_part: str
    position: int | None
    minutes: int | None
    load: int
    is_locked: bool
    due_at: datetime | None
    lat: float | None
    lon: float | None
    address: str
    neighbourhood_id: int | None
    opened_at: datetime
    sent_at: datetime | None
    started_at: datetime | None
    street_done_at: datetime | None
    settled_at: datetime | None
    rule_id: int | None
    version: int
    case_count: int
    open_count: int

    @property
    def sight(self) -> OrderSight:
        """The values that decide who may see the order and act on it."""
        return OrderSight(self.unit_id, self.crew_id, self.state)


@dataclass(frozen=True, slots=True)
class OrderPage:
    """Some orders, the due ones first, and whether there are more."""

    orders: list[WorkOrderFacts]
    page: int
    has_more: bool


@dataclass(frozen=True, slots=True)
class OrderedCase:
    """A case of an order, with its result or why it left."""

    case: Case
    position: int
    is_open: bool
    result: str
    reason: str
    left_why: str
    at: datetime | None
    by: str


@dataclass(frozen=True, slots=True)
class OrderStepFacts:
    """A step of an order's checklist."""

    position: int
    text: str
    is_required: bool
    is_done: bool
    at: datetime | None
    by: str


@dataclass(frozen=True, slots=True)
class MaterialFacts:
    """Material that was used for an order."""

    id: int
    item: str
    quantity: Decimal
    measure: str
    at: datetime
    by: str


def work_orders(actor: Actor, city_id: int, filters: OrderFilters, *, crew_ids: Collection[int]) -> OrderPage:
    """A page of the orders that an actor may see, the due ones first; ended ones the newest first. One statement.

    `crew_ids` are the actor's own crews.
    """
    rows = _filtered(_seen(actor, city_id, crew_ids), filters)
    is_past = bool(filters.states) and set(filters.states) <= ENDED_ORDERS
    ordered = rows.order_by("-pk") if is_past else rows.order_by(F("due_at").asc(nulls_last=True), "pk")
    page = max(1, min(filters.page, 1000))
    first = (page - 1) * ORDER_PAGE
    found = list(counted(ordered)[first : first + ORDER_PAGE + 1])
    return OrderPage([facts_of(row) for row in found[:ORDER_PAGE]], page, len(found) > ORDER_PAGE)


def order_counts(actor: Actor, city_id: int, *, crew_ids: Collection[int], now: datetime) -> Mapping[str, int]:
    """How many orders that are not over there are, by state, and under "late" those whose promise has passed."""
    rows = _seen(actor, city_id, crew_ids).exclude(state__in=[state.value for state in ENDED_ORDERS])
    counts = {row["state"]: row["count"] for row in rows.values("state").annotate(count=Count("pk")).order_by()}
    return {**counts, "late": rows.filter(due_at__lt=now).count()}


def work_order(number: str) -> WorkOrderFacts | None:
    """One order, or None; one statement. The caller asks `may_open_order`."""
    row = counted(WorkOrder.objects.filter(number=number)).first()
    return facts_of(row) if row is not None else None


def work_orders_by_id(order_ids: Iterable[int]) -> dict[int, WorkOrderFacts]:
    """Orders by id; one statement."""
    return {row.pk: facts_of(row) for row in counted(WorkOrder.objects.filter(pk__in=set(order_ids)))}


def orders_of_day(crew_id: int, on: date) -> list[WorkOrderFacts]:
    """What was sent to a crew for a day, and what it has not finished from earlier days, in the order of the route."""
    rows = WorkOrder.objects.filter(crew_id=crew_id, planned_on__lte=on).exclude(
        state__in=[state.value for state in UNSENT | ENDED_ORDERS]
    )
    today = rows.filter(Q(planned_on=on) | Q(state__in=["sent", "under_way"]))
    ordered = today.order_by("planned_on", F("position").asc(nulls_last=True), "due_at", "pk")
    return [facts_of(row) for row in counted(ordered)]


def may_open_order(actor: Actor, order: WorkOrderFacts, *, crew_ids: Collection[int]) -> bool:
    """Whether an actor may see an order; `crew_ids` are the actor's own crews."""
    return may_see_order(actor, order.sight, crew_ids=crew_ids)


def order_moves(actor: Actor, order: WorkOrderFacts, *, crew_ids: Collection[int]) -> list[OrderMoveJudgement]:
    """The judgement of every move of an order for an actor, in the table's order."""
    groups = groups_of_order(actor, order.sight, crew_ids=crew_ids)
    return judge_order_moves(state=order.state, groups=groups)


def cases_of_order(order_id: int) -> list[OrderedCase]:
    """The cases of an order in their order, with those that left; one statement.

    Show a case only to those who may see it.
    """
    rows = OrderCase.objects.filter(order_id=order_id).select_related("case", "case__topic", "case__neighbourhood")
    return [
        OrderedCase(row.case, row.position, row.is_open, row.result, row.reason, row.left_why, row.at, row.by)
        for row in rows.order_by("position", "pk")
    ]


def steps_of_order(order_id: int) -> list[OrderStepFacts]:
    """The checklist of an order; one statement."""
    rows = OrderStep.objects.filter(order_id=order_id).order_by("position")
    return [OrderStepFacts(row.position, row.text, row.is_required, row.is_done, row.at, row.by) for row in rows]


def materials_of_order(order_id: int) -> list[MaterialFacts]:
    """The material that was used for an order, the oldest entry first; one statement."""
    rows = OrderMaterial.objects.filter(order_id=order_id).order_by("pk")
    return [MaterialFacts(row.pk, row.item, row.quantity, row.measure, row.at, row.by) for row in rows]


def notes_of_order(order_id: int) -> dict[int, str]:
    """The words that were written with events of an order, by the event's number; one statement."""
    return dict(OrderNote.objects.filter(order_id=order_id).values_list("number", "text"))


def orders_of_case(case_id: int) -> list[tuple[WorkOrderFacts, str]]:
    """The orders that a case is or was part of, the newest first, each with its result for the case; two statements."""
    results = dict(OrderCase.objects.filter(case_id=case_id).values_list("order_id", "result"))
    orders = work_orders_by_id(results) if results else {}
    return [(orders[order_id], results[order_id]) for order_id in sorted(orders, reverse=True)]


def ordered_codes(codes: Collection[str]) -> dict[str, str]:
    """code → number of the open order, of those of the cases that are part of one; one statement."""
    rows = OrderCase.objects.filter(case__code__in=codes, is_open=True)
    return dict(rows.values_list("case__code", "order__number"))


def _seen(actor: Actor, city_id: int, crew_ids: Collection[int]) -> "QuerySet[WorkOrder]":
    """The orders that `may_see_order` allows, as a database filter."""
    rows = WorkOrder.objects.filter(city_id=city_id)
    if actor.is_system:
        return rows
    seen = Q(pk__in=[])
    if actor.may(Permission.WORK_ON_ORDERS) and crew_ids:
        seen |= Q(crew_id__in=sorted(crew_ids)) & ~Q(state__in=[state.value for state in UNSENT])
    if actor.may(Permission.PLAN_ORDERS) and actor.unit_id is not None:
        seen |= Q(unit_id=actor.unit_id)
    if actor.kind == "staff" and actor.may(Permission.READ_CASES):
        scope = actor.rights.scope
        if scope == RoleScope.CITY:
            return rows
        if scope == RoleScope.OWN_UNIT:
            seen |= Q(unit_id=actor.unit_id or 0)
        elif scope == RoleScope.BELOW:
            seen |= Q(unit_id__in=sorted(actor.unit_ids_below))
    return rows.filter(seen)


def _filtered(rows: "QuerySet[WorkOrder]", filters: OrderFilters) -> "QuerySet[WorkOrder]":
    if filters.states:
        rows = rows.filter(state__in=list(filters.states))
    else:
        rows = rows.exclude(state__in=[state.value for state in ENDED_ORDERS])
    same = {"unit_id": filters.unit_id, "crew_id": filters.crew_id, "contract_id": filters.contract_id}
    same |= {"topic_id": filters.topic_id, "asset_id": filters.asset_id}
    rows = rows.filter(**{name: value for name, value in same.items() if value is not None})
    if filters.on is not None:
        rows = rows.filter(planned_on=filters.on)
    if filters.is_late:
        rows = rows.filter(due_at__lt=clock.now())
    return rows


def counted(rows: "QuerySet[WorkOrder]") -> "QuerySet[WorkOrder]":
    is_kept = Q(cases__left_why="")
    return rows.annotate(
        case_count=Count("cases", filter=is_kept), open_count=Count("cases", filter=Q(cases__is_open=True))
    )


def facts_of(row: WorkOrder) -> WorkOrderFacts:
    names = WorkOrderFacts.__dataclass_fields__
    return WorkOrderFacts(**{name: getattr(row, name) for name in names})


def cases_of_contractors(case_ids: Collection[int]) -> set[int]:
    """Those of these cases whose work was ordered from a contractor and is still part of that order."""
    rows = OrderCase.objects.filter(case_id__in=case_ids, left_why="", order__contract__isnull=False)
    return set(rows.values_list("case_id", flat=True))
