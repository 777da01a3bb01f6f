"""What a person does to a work order from its page: moves, cases in and out, results, steps, material, versions."""

from collections.abc import Callable
from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from peygir.core import translation
from peygir.core.codes import read_code
from peygir.core.refusals import Missing, Refusal
from peygir.desks.fieldwork import actions as fieldwork
from peygir.desks.fieldwork.queries import WorkOrderFacts
from peygir.journey.ordering import ORDER_ACTIONS, OrderMoveValues, apply_order_move
from peygir.journey.sync.actions import decide_order_conflict
from peygir.people.permissions import Permission
from peygir.people.rules import Actor
from peygir.web.kit.access import actor, staff
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.once import act_once
from peygir.web.planner.order_forms import MaterialForm, PlanForm, StreetResultForm, WorkOrderForm
from peygir.web.planner.work_orders import order_page, order_seen

_LONGEST = 4000


class NoSuchOrderDeed(Missing):
    """Something that cannot be done to a work order."""

    message = translation.gettext_lazy("Nothing of the kind can be done with a work order.")


@staff(Permission.PLAN_ORDERS, Permission.WORK_ON_ORDERS)
@require_POST
def work_order_act(request: HttpRequest, work_order: str, deed: str) -> HttpResponse:
    """Carry out one deed on an order, once, and come back to its page."""
    by = actor(request)
    order = order_seen(by, work_order)
    if deed in _WITH_FORM:
        return _WITH_FORM[deed](request, order, by)
    act = _act(request, order, deed, by)
    if act is None:
        raise NoSuchOrderDeed()
    return _done(request, order.number, act)


def _done(request: HttpRequest, number: str, act: Callable[[], object]) -> HttpResponse:
    try:
        act_once(request, act)
    except Missing:
        raise
    except Refusal as refusal:
        return order_page(request, number, status=status_of(refusal), fault=words_of(refusal))
    messages.success(request, _("It is on record."))
    return redirect("work_order", work_order=number)


def _version(request: HttpRequest) -> int | None:
    return _whole(request.POST.get("version", ""))


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _act(request: HttpRequest, order: WorkOrderFacts, deed: str, by: Actor) -> Callable[[], object] | None:
    """Return what a deed without a form of its own does, or None if there is no such deed."""
    number, version = order.number, _version(request)
    code = read_code(request.POST.get("code", "")) or ""
    if deed in ORDER_ACTIONS:
        given = OrderMoveValues(note=request.POST.get("note", "")[: _LONGEST + 1])
        return lambda: apply_order_move(number, deed, by=by, version=version, given=given)
    if deed == "add":
        return lambda: fieldwork.add_case(number, code, by=by, version=version)
    if deed == "remove":
        return lambda: fieldwork.remove_case(number, code, by=by, version=version)
    if deed == "step":
        position, is_done = _whole(request.POST.get("step", "")) or 0, request.POST.get("is_done") == "1"
        return lambda: fieldwork.check_step(number, position, is_done=is_done, by=by)
    if deed == "material-off":
        material_id = _whole(request.POST.get("material", "")) or 0
        return lambda: fieldwork.remove_material(number, material_id, by=by)
    if deed == "decide":
        command_id, choice = _whole(request.POST.get("command", "")) or 0, request.POST.get("choice", "")
        return lambda: decide_order_conflict(number, command_id, choice=choice, version=version, by=by)
    return None


def _planned(request: HttpRequest, order: WorkOrderFacts, by: Actor) -> HttpResponse:
    form = PlanForm(order.unit_id, order.topic_id, request.POST)
    if not form.is_valid():
        return order_page(request, order.number, status=422, plan=form)
    given, version = form.given(), _version(request)
    return _done(
        request, order.number, lambda: apply_order_move(order.number, "plan", by=by, version=version, given=given)
    )


def _result(request: HttpRequest, order: WorkOrderFacts, by: Actor) -> HttpResponse:
    code = read_code(request.POST.get("code", "")) or ""
    form = StreetResultForm(code, request.POST, request.FILES)
    if not form.is_valid():
        return order_page(request, order.number, status=422, results={code: form})
    given = form.given()
    try:
        act_once(request, lambda: fieldwork.give_result(order.number, code, given, by=by))
    except Missing:
        raise
    except Refusal as refusal:
        form.add_error(None, words_of(refusal))
        fault = words_of(refusal)
        return order_page(request, order.number, status=status_of(refusal), fault=fault, results={code: form})
    messages.success(request, _("It is on record."))
    return redirect("work_order", work_order=order.number)


def _material(request: HttpRequest, order: WorkOrderFacts, by: Actor) -> HttpResponse:
    form = MaterialForm(request.POST)
    if not form.is_valid():
        return order_page(request, order.number, status=422, material=form)
    given = form.cleaned_data
    return _done(request, order.number, lambda: fieldwork.use_material(order.number, by=by, **given))


def _details(request: HttpRequest, order: WorkOrderFacts, by: Actor) -> HttpResponse:
    form = WorkOrderForm(request.POST, has_cases=True)
    if not form.is_valid():
        return order_page(request, order.number, status=422, details=form)
    details, version = replace(form.details(), load=order.load), _version(request)
    return _done(
        request, order.number, lambda: fieldwork.change_order(order.number, details=details, by=by, version=version)
    )


_WITH_FORM = {"details": _details, "plan": _planned, "result": _result, "material": _material}
