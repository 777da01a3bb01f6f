"""The list of a unit's work orders, and one order with its cases, steps, material, story and moves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from peygir.cases.queries import may_open
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.moments import read_moment
from peygir.desks.fieldwork import actions as fieldwork
from peygir.desks.fieldwork import queries as worked
from peygir.desks.fieldwork.actions import NoSuchWorkOrder
from peygir.desks.fieldwork.cost_permissions import may_see_costs
from peygir.desks.fieldwork.order_lifecycle import ORDER_CREW, PLANNER, OrderMoveJudgement
from peygir.desks.fieldwork.order_rules import groups_of_order, is_order_late, sees_place
from peygir.desks.fieldwork.order_states import IN_STREET, OPEN_ORDERS, OrderState
from peygir.desks.fieldwork.queries import OrderedCase, OrderFilters, WorkOrderFacts
from peygir.desks.fieldwork.queries.contracts import contract
from peygir.desks.fieldwork.queries.costs import costs_of_order
from peygir.history.queries import timeline
from peygir.journey.sync.queries import TwoVersions, conflicts_of
from peygir.people.permissions import Permission
from peygir.people.queries import staff_names
from peygir.people.rules import Actor
from peygir.web.kit.access import actor, staff
from peygir.web.kit.actor_names import staff_ids, who
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.dates import read_day, written_day
from peygir.web.kit.order_words import order_story, result_words
from peygir.web.kit.templatetags.ui import in_language, language, moment
from peygir.web.planner.order_forms import MaterialForm, PlanForm, StreetResultForm, WorkOrderForm, topic_options

_CLOSED: Final = "settled,cancelled"


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One row of the list."""

    order: WorkOrderFacts
    topic: Any
    neighbourhood: Any
    taker: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class OrderedCasePart:
    """A case of the order as the page shows it; `form` records its result, if that is possible now."""

    row: OrderedCase
    may_open: bool
    result: str
    form: StreetResultForm | None


@dataclass(frozen=True, slots=True)
class OrderVersionsPart:
    """A phone's entry that met another one: who made it, when, and what it says."""

    id: int
    who: str
    at: str
    lines: list[str]


@staff()
@require_GET
def work_orders(request: HttpRequest) -> HttpResponse:
    """List the orders that the viewer may see, filtered."""
    by, city_id = actor(request), current_city().id
    crew_ids = fieldwork.own_crews(city_id, by)
    filters = _filters(request.GET)
    order_list = worked.work_orders(by, city_id, filters, crew_ids=crew_ids)
    crews = worked.crews_of_unit(by.unit_id, on=today(), also_inactive=True) if by.unit_id else []
    context = {
        "rows": rows_of(order_list.orders),
        "sees_place": sees_place(by, frozenset()) or by.may(Permission.WORK_ON_ORDERS),
        "found": order_list,
        "counts": worked.order_counts(by, city_id, crew_ids=crew_ids, now=clock.now()),
        "states": [(state.value, in_language(state.label)) for state in OrderState],
        "crews": [(str(crew.id), crew.name) for crew in crews],
        "topics": topic_options(),
        "chosen": {
            "state": request.GET.get("state", ""),
            "crew": request.GET.get("crew", ""),
            "topic": request.GET.get("topic", ""),
            "late": request.GET.get("late", ""),
        },
        "on": written_day(filters.on) if filters.on else "",
        "closed": _CLOSED,
        "previous": order_list.page - 1,
        "next": order_list.page + 1,
    }
    return render(request, "planner/work_orders.html", context)


def _filters(query: QueryDict) -> OrderFilters:
    """Read the filters of a URL; unreadable ones are ignored."""
    states = [part for part in query.get("state", "")[:200].split(",") if part in OrderState.labels()]
    return OrderFilters(
        states=states,
        crew_id=_whole(query.get("crew", "")),
        topic_id=_whole(query.get("topic", "")),
        on=_day(query.get("on", "")[:20]),
        is_late=query.get("late") == "1",
        page=_whole(query.get("page", "")) or 1,
    )


def _day(text: str) -> date | None:
    """Return a typed day; None if it is empty or no day."""
    try:
        return read_day(text) if text else None
    except ValidationError:
        return None


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def rows_of(orders: Sequence[WorkOrderFacts]) -> list[OrderRow]:
    """Return the rows of a list; two statements."""
    now = clock.now()
    crews = worked.crew_names(order.crew_id for order in orders if order.crew_id is not None)
    contracts = worked.contract_names(order.contract_id for order in orders if order.contract_id is not None)
    return [
        OrderRow(
            order,
            city.topic(order.city_id, order.topic_id) if order.topic_id else None,
            city.neighbourhood(order.city_id, order.neighbourhood_id) if order.neighbourhood_id else None,
            crews.get(order.crew_id or 0, "") or contracts.get(order.contract_id or 0, ""),
            is_order_late(order.due_at, order.state, now),
        )
        for order in orders
    ]


@staff()
@require_GET
def work_order(request: HttpRequest, work_order: str) -> HttpResponse:
    """Show one order."""
    return order_page(request, work_order)


def order_page(
    request: HttpRequest,
    number: str,
    *,
    status: int = 200,
    fault: str = "",
    plan: PlanForm | None = None,
    results: Mapping[str, StreetResultForm] | None = None,
    material: MaterialForm | None = None,
    details: WorkOrderForm | None = None,
) -> HttpResponse:
    """Render the page of an order: fresh, or with a refusal and the typed values. Raises NoSuchWorkOrder."""
    by = actor(request)
    order = order_seen(by, number)
    crew_ids = fieldwork.own_crews(order.city_id, by)
    groups = groups_of_order(by, order.sight, crew_ids=crew_ids)
    events = timeline("work_order", order.id)
    names = staff_names(staff_ids(events), language())
    moves = worked.order_moves(by, order, crew_ids=crew_ids)
    is_worker = bool(groups & {PLANNER, ORDER_CREW})
    context: dict[str, Any] = {
        "row": rows_of([order])[0],
        "order": order,
        "unit": city.unit(order.unit_id),
        "fault": fault,
        "moves": [judgement.move for judgement in moves if judgement.is_allowed and judgement.move.verb != "plan"],
        "closed_moves": [judgement for judgement in moves if not judgement.is_allowed],
        "plan": (plan or _plan(order)) if _is_open(moves, "plan") else None,
        "may_change": PLANNER in groups and order.state in OPEN_ORDERS,
        "details": details or WorkOrderForm(has_cases=True, initial={"title": order.title, "minutes": order.minutes}),
        "cases": _cases(
            by, order, results or {}, may_work=is_worker and order.state in IN_STREET, is_crew=ORDER_CREW in groups
        ),
        "steps": worked.steps_of_order(order.id),
        "materials": worked.materials_of_order(order.id),
        "material": (material or MaterialForm()) if is_worker and order.state in _IN_WORK else None,
        "versions": [_versions(each) for each in conflicts_of(number)] if PLANNER in groups else [],
        "sees_place": sees_place(by, groups),
        "costs": costs_of_order(order.id) if may_see_costs(by, order.unit_id) else None,
        "lines": order_story(events, worked.notes_of_order(order.id), names),
        "contract": contract(order.contract_id) if order.contract_id else None,
        "crew": worked.crew_by_id(order.crew_id, on=order.planned_on or today()) if order.crew_id else None,
    }
    return render(request, "planner/work_order.html", context, status=status)


_IN_WORK: Final = IN_STREET | {OrderState.FINISHED}


def order_seen(by: Actor, number: str) -> WorkOrderFacts:
    """Return an order. Raises NoSuchWorkOrder if there is none, or not for this person."""
    order = worked.work_order(number[:40])
    if order is None or not worked.may_open_order(by, order, crew_ids=fieldwork.own_crews(order.city_id, by)):
        raise NoSuchWorkOrder()
    return order


def _is_open(moves: Sequence[OrderMoveJudgement], verb: str) -> bool:
    return any(judgement.move.verb == verb and judgement.is_allowed for judgement in moves)


def _plan(order: WorkOrderFacts) -> PlanForm:
    taker = f"crew-{order.crew_id}" if order.crew_id else f"contract-{order.contract_id}" if order.contract_id else ""
    on: date = order.planned_on or today()
    initial = {"taker": taker, "on": written_day(on), "day_part": order.day_part, "position": order.position}
    return PlanForm(order.unit_id, order.topic_id, initial=initial)


def _cases(
    by: Actor, order: WorkOrderFacts, typed: Mapping[str, StreetResultForm], *, may_work: bool, is_crew: bool
) -> list[OrderedCasePart]:
    """Return the cases of the order that the viewer may see, or works on."""
    rows = worked.cases_of_order(order.id)
    seeing = replace(by, order_case_ids=frozenset(row.case.pk for row in rows)) if is_crew else by
    parts = []
    for row in rows:
        is_open = may_open(by, row.case)
        if is_open or may_open(seeing, row.case):
            form = (typed.get(row.case.code) or StreetResultForm(row.case.code)) if may_work and row.is_open else None
            words = result_words({"result": row.result, "reason": row.reason}) if row.result else ""
            parts.append(OrderedCasePart(row, is_open, words, form))
    return parts


def _versions(versions: TwoVersions) -> OrderVersionsPart:
    names = staff_names({int(versions.by[6:])}, language()) if versions.by.startswith("staff:") else {}
    at = versions.made_at or versions.received_at
    lines = [result_words(versions.body)] if versions.body.get("result") else []
    lines += [str(versions.body[name]) for name in ("note", "answer", "form", "item") if versions.body.get(name)]
    until = read_moment(str(versions.body.get("until") or ""))
    lines += [_("Possible again from %(day)s") % {"day": moment(until)}] if until else []
    return OrderVersionsPart(versions.id, who(versions.by, names), moment(at), lines)
