"""Work orders by JSON, for a maintenance system that does the work: lists, one order, making, moves and results."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Router

from peygir.api.answers import as_json
from peygir.api.idempotency import IdempotencyKey, once
from peygir.api.order_schemas import OrderIn, OrderMoveIn, OrderPageOut, OrderResultIn, WorkOrderOut
from peygir.api.scopes import Needs, caller_of
from peygir.cases.queries import may_open
from peygir.cases.rules import approximate
from peygir.city import queries as city
from peygir.city.queries import current_city
from peygir.core.codes import read_code
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.desks.fieldwork import actions as fieldwork
from peygir.desks.fieldwork import queries as worked
from peygir.desks.fieldwork.actions import NoSuchWorkOrder, OrderDetails, StreetResult
from peygir.desks.fieldwork.order_lifecycle import ORDER_CREW
from peygir.desks.fieldwork.order_rules import groups_of_order, sees_place
from peygir.desks.fieldwork.order_states import OrderState
from peygir.desks.fieldwork.queries import OrderFilters, WorkOrderFacts
from peygir.history.queries import timeline
from peygir.journey.ordering import ORDER_ACTIONS, OrderMoveValues, apply_order_move
from peygir.people.queries import SystemCaller
from peygir.people.rules import Actor

router = Router(tags=["orders"])
_TEXT: Final = 4000


class OrderVerbIsUnknown(Invalid):
    """A verb that the table of moves does not have."""

    message = _("The move “{verb}” is not known. Moves: {verbs}")


class OrderListIsWrong(Invalid):
    """A filter of the list has a value that it cannot have."""

    message = _("The filter “{name}” has a value that it cannot have.")


@router.get("/orders", response=OrderPageOut, auth=Needs("orders"))
def list_orders(
    request: HttpRequest,
    state: str = "",
    crew: int | None = None,
    topic: str = "",
    on: date | None = None,
    is_late: bool = False,
    page: int = 1,
) -> HttpResponse:
    """Fifty orders that the caller may see; `state` may list several, separated by commas. Ended ones only by state."""
    actor, city_facts = caller_of(request).actor, current_city(settings.CITY)
    states = tuple(part.strip() for part in state.split(",") if part.strip())
    if not set(states) <= set(OrderState.labels()):
        raise OrderListIsWrong(name="state")
    topic_facts = city.topic_by_code(city_facts.id, topic) if topic else None
    if topic and topic_facts is None:
        raise OrderListIsWrong(name="topic")
    filters = OrderFilters(
        states=states,
        crew_id=crew,
        topic_id=topic_facts.id if topic_facts else None,
        on=on,
        is_late=is_late,
        page=page,
    )
    crews = fieldwork.own_crews(city_facts.id, actor)
    found = worked.work_orders(actor, city_facts.id, filters, crew_ids=crews)
    lines = [_order(each, actor, crews) for each in found.orders]
    return as_json({"orders": lines, "page": found.page, "has_more": found.has_more})


@router.get("/orders/{number}", response=dict[str, Any], auth=Needs("orders"))
def one_order(request: HttpRequest, number: str) -> HttpResponse:
    """One order with its cases, steps, material, events and moves. A case that the caller may not see is left out."""
    caller = caller_of(request)
    return as_json(_whole(_seen(caller, number), caller))


@router.post("/orders", response=dict[str, Any], auth=Needs("order_work"))
def make_order(request: HttpRequest, sent: OrderIn, idempotency_key: IdempotencyKey = "") -> HttpResponse:
    """Make a draft of an order. With a key, the same order again is the one that was made."""
    caller, city_facts = caller_of(request), current_city(settings.CITY)
    topic = city.topic_by_code(city_facts.id, sent.topic) if sent.topic else None
    if sent.topic and topic is None:
        raise OrderListIsWrong(name="topic")

    def act() -> tuple[int, dict[str, object]]:
        made = fieldwork.make_order(
            city_facts.id,
            unit_id=caller.actor.unit_id or 0,
            by=caller.actor,
            codes=[read_code(code) or "" for code in sent.cases],
            details=OrderDetails(
                title=sent.title,
                topic_id=topic.id if topic else None,
                asset_id=sent.asset,
                lat=sent.lat,
                lon=sent.lon,
                address=sent.address,
                minutes=sent.minutes,
            ),
        )
        return 200, {"number": made.number, "version": made.version, "state": made.state}

    return once(caller, idempotency_key, {"order": "new", **sent.model_dump(mode="json")}, act)


@router.post("/orders/{number}/moves", response=dict[str, Any], auth=Needs("order_work"))
def move_order(
    request: HttpRequest, number: str, move: OrderMoveIn, idempotency_key: IdempotencyKey = ""
) -> HttpResponse:
    """Make one move; 409 when the order has changed since `version`."""
    if move.verb not in ORDER_ACTIONS:
        raise OrderVerbIsUnknown(verb=move.verb[:40], verbs=", ".join(sorted(ORDER_ACTIONS)))
    caller = caller_of(request)
    given = OrderMoveValues(
        note=move.note,
        crew_id=move.crew,
        contract_id=move.contract,
        on=move.on,
        day_part=move.day_part,
        position=move.position,
    )

    def act() -> tuple[int, dict[str, object]]:
        version = apply_order_move(number, move.verb, by=caller.actor, version=move.version, given=given)
        return 200, {"number": number, "version": version}

    return once(caller, idempotency_key, {"order": number, **move.model_dump(mode="json")}, act)


@router.post("/orders/{number}/results", response=dict[str, Any], auth=Needs("order_work"))
def give_result(
    request: HttpRequest, number: str, sent: OrderResultIn, idempotency_key: IdempotencyKey = ""
) -> HttpResponse:
    """Record the result for one case; it moves the case as the page does. The same result again changes nothing."""
    caller = caller_of(request)
    given = StreetResult(**sent.model_dump(exclude={"case", "version"}))

    def act() -> tuple[int, dict[str, object]]:
        code = read_code(sent.case) or ""
        version = fieldwork.give_result(number, code, given, by=caller.actor, version=sent.version)
        return 200, {"number": number, "version": version}

    return once(caller, idempotency_key, {"result": number, **sent.model_dump(mode="json")}, act)


def _seen(caller: SystemCaller, number: str) -> WorkOrderFacts:
    order = worked.work_order(number)
    if order is None or not worked.may_open_order(caller.actor, order, crew_ids=_crews(caller, order.city_id)):
        raise NoSuchWorkOrder()
    return order


def _crews(caller: SystemCaller, city_id: int) -> frozenset[int]:
    return fieldwork.own_crews(city_id, caller.actor)


def _order(order: WorkOrderFacts, actor: Actor, crew_ids: frozenset[int]) -> Mapping[str, object]:
    """The values of an order; who may not know reporters gets its place rounded, and no address."""
    unit = city.unit(order.unit_id)
    topic = city.topic(order.city_id, order.topic_id) if order.topic_id else None
    same = set(WorkOrderOut.model_fields) - {"unit", "topic", "crew", "contract", "asset", "cases", "open_cases"}
    place: dict[str, object] = {}
    if not sees_place(actor, groups_of_order(actor, order.sight, crew_ids=crew_ids)):
        place = {"address": ""}
        if order.lat is not None and order.lon is not None:
            place["lat"], place["lon"] = approximate(order.lat, order.lon)
    return {
        **{name: getattr(order, name) for name in WorkOrderOut.model_fields if name in same},
        **place,
        "planned_on": order.planned_on.isoformat() if order.planned_on else None,
        "unit": unit.code if unit else "",
        "topic": topic.code if topic else "",
        "crew": order.crew_id,
        "contract": order.contract_id,
        "asset": order.asset_id,
        "cases": order.case_count,
        "open_cases": order.open_count,
    }


def _whole(order: WorkOrderFacts, caller: SystemCaller) -> Mapping[str, object]:
    crew_ids = _crews(caller, order.city_id)
    moves = worked.order_moves(caller.actor, order, crew_ids=crew_ids)
    rows, seeing = worked.cases_of_order(order.id), caller.actor
    if ORDER_CREW in groups_of_order(caller.actor, order.sight, crew_ids=crew_ids):
        seeing = replace(seeing, order_case_ids=frozenset(row.case.pk for row in rows))
    return {
        **_order(order, caller.actor, crew_ids),
        "cases": [
            {
                "code": each.case.code,
                "state": each.case.state,
                "version": each.case.version,
                "result": each.result,
                "reason": each.reason,
                "left_why": each.left_why,
                "at": each.at,
            }
            for each in rows
            if may_open(seeing, each.case)
        ],
        "steps": [
            {"position": step.position, "text": step.text, "is_required": step.is_required, "is_done": step.is_done}
            for step in worked.steps_of_order(order.id)
        ],
        "materials": [
            {"item": used.item, "quantity": str(used.quantity), "measure": used.measure}
            for used in worked.materials_of_order(order.id)
        ],
        "events": [
            {"number": event.number, "kind": event.kind, "at": event.at} for event in timeline("work_order", order.id)
        ],
        "moves": [{"verb": one.move.verb, "is_allowed": one.is_allowed} for one in moves],
    }
