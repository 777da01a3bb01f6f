"""The costs of one work order: its lines with their inspection, what each case bears, penalties, claims, the link."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from peygir.core.refusals import Missing, Refusal
from peygir.desks.fieldwork.actions.claims import DayOfPaymentIsNotRight, end_claim, pay_claim
from peygir.desks.fieldwork.actions.penalties import decide_penalty, object_to_penalty
from peygir.desks.fieldwork.claim_rules import ClaimState
from peygir.desks.fieldwork.cost_facts import PenaltyFacts
from peygir.desks.fieldwork.cost_permissions import may_check_costs, may_decide_costs, may_enter_costs
from peygir.desks.fieldwork.cost_rules import BILLED, CostEntry, LineCheck
from peygir.desks.fieldwork.money import own_on, read_amount
from peygir.desks.fieldwork.penalty_rules import DECISIONS, PenaltyState
from peygir.desks.fieldwork.queries import WorkOrderFacts, cases_of_order, notes_of_order
from peygir.desks.fieldwork.queries.claims import claims_of_order
from peygir.desks.fieldwork.queries.contractor_links import link_of_order
from peygir.desks.fieldwork.queries.contracts import contract, penalties_of
from peygir.desks.fieldwork.queries.costs import costs_of_order, currencies, prices_for
from peygir.history.queries import timeline
from peygir.journey.order_money import (
    claim_from,
    enter_cost,
    judge_cost,
    link_contractor,
    take_cost_back,
    unlink_contractor,
)
from peygir.people.permissions import Permission
from peygir.people.queries import staff_names
from peygir.web.kit.access import actor, staff
from peygir.web.kit.actor_names import staff_ids
from peygir.web.kit.cost_words import cost_story
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.dates import read_day, written_day
from peygir.web.kit.middleware.refusals import status_of
from peygir.web.kit.money_forms import ClaimForm, CostForm
from peygir.web.kit.numbers import number_of
from peygir.web.kit.once import act_once
from peygir.web.kit.submitting import confirmed, refuse
from peygir.web.kit.templatetags.ui import language
from peygir.web.planner.money_access import NoSuchCosts, order_seen

_SEE = (Permission.PLAN_ORDERS, Permission.INSPECT, Permission.SEE_LOAD, Permission.LOOK_AFTER)
_COST_FIELDS = {
    "QuantityIsNotRight": "quantity",
    "PeopleAreNotRight": "people",
    "UnitPriceIsNegative": "price",
    "CorrectionNeedsReason": "reason",
    "CostTextIsNeeded": "text",
    "NoPriceOnDay": "item",
    "DayOfCostIsNotRight": "spent_on",
    "CaseIsNotOfOrder": "case",
}
_CLAIM_FIELDS = {"ClaimIsNotRight": "amount", "PartyIsNotRight": "party", "PartyIsClaimedAlready": "party"}
_DECISIONS = {"confirm": "confirmed", "waive": "waived", "uphold": "upheld", "lift": "lifted"}


@staff(*_SEE)
@require_http_methods(["GET", "POST"])
def order_costs(request: HttpRequest, work_order: str) -> HttpResponse:
    """Show the costs of an order; POST enters a line."""
    by = actor(request)
    order = order_seen(work_order, by)
    if request.method != "POST":
        return _page(request, order)
    form = _cost_form(order, data=request.POST)
    if not form.is_valid():
        return _page(request, order, cost_form=form, status=422)
    given = form.cleaned_data
    entry = CostEntry(
        given["kind"],
        given["text"],
        given["quantity"],
        given["price"] or 0,
        given["measure"],
        people=given["people"] or 1,
        is_correction=given["is_correction"],
        reason=given["reason"],
    )

    def act() -> None:
        enter_cost(order.id, entry, spent_on=given["spent_on"], item_code=given["item"], case_code=given["case"], by=by)

    try:
        act_once(request, act)
    except Missing:
        raise
    except Refusal as refusal:
        refuse(form, refusal, _COST_FIELDS)
        return _page(request, order, cost_form=form, status=status_of(refusal))
    messages.success(request, _("The line is entered."))
    return redirect("order_costs", work_order=work_order)


@staff(*_SEE)
@require_POST
def order_cost_line(request: HttpRequest, work_order: str, cost_line_id: int, deed: str) -> HttpResponse:
    """Withdraw, accept or return a line."""
    by, reason = actor(request), request.POST.get("reason", "")[:600]
    order = order_seen(work_order, by)
    checks = {"accept": LineCheck.ACCEPTED, "return": LineCheck.RETURNED}
    if deed not in (*checks, "withdraw"):
        raise NoSuchCosts()

    def act() -> None:
        if deed == "withdraw":
            take_cost_back(order.id, cost_line_id, reason=reason, by=by)
        else:
            judge_cost(order.id, cost_line_id, check=checks[deed], reason=reason, by=by)

    confirmed(request, _("It is on record."), act)
    return redirect("order_costs", work_order=work_order)


@staff(*_SEE)
@require_POST
def order_penalty(request: HttpRequest, work_order: str, penalty_id: int, deed: str) -> HttpResponse:
    """Decide on a penalty or bonus, or record the contractor's objection."""
    by, reason = actor(request), request.POST.get("reason", "")[:1200]
    order = order_seen(work_order, by)
    ours = {one.id: one for one in penalties_of(order_id=order.id)}
    if penalty_id not in ours or deed not in (*_DECISIONS, "object"):
        raise NoSuchCosts()

    def act() -> None:
        if deed == "object":
            object_to_penalty(penalty_id, objection=reason, by=by)
            return
        typed = request.POST.get("amount", "")[:40]
        amount = read_amount(typed, ours[penalty_id].digits) if typed.strip() else None
        decide_penalty(penalty_id, decision=_DECISIONS[deed], amount=amount, reason=reason, by=by)

    confirmed(request, _("It is on record."), act)
    return redirect("order_costs", work_order=work_order)


@staff(*_SEE)
@require_POST
def order_claims(request: HttpRequest, work_order: str) -> HttpResponse:
    """Make a claim of the city for what this order repairs."""
    by = actor(request)
    order = order_seen(work_order, by)
    form = ClaimForm(decimals=_decimals(), data=request.POST)
    if not form.is_valid():
        return _page(request, order, claim_form=form, status=422)
    given = form.cleaned_data
    try:
        claim_from(
            order.id,
            party_kind=given["party_kind"],
            party=given["party"],
            amount=given["amount"],
            reason=given["claim_reason"],
            by=by,
        )
    except Missing:
        raise
    except Refusal as refusal:
        refuse(form, refusal, _CLAIM_FIELDS)
        return _page(request, order, claim_form=form, status=status_of(refusal))
    messages.success(request, _("The claim is on record."))
    return redirect("order_costs", work_order=work_order)


@staff(*_SEE)
@require_POST
def order_claim(request: HttpRequest, work_order: str, claim_id: int, deed: str) -> HttpResponse:
    """Record a payment, or that the rest was refused or dropped."""
    by, given = actor(request), request.POST
    order = order_seen(work_order, by)
    ours = {one.id: one for one in claims_of_order(order.id)}
    ends = {"refuse": ClaimState.REFUSED, "drop": ClaimState.DROPPED}
    if claim_id not in ours or deed not in (*ends, "pay"):
        raise NoSuchCosts()

    def act() -> None:
        if deed in ends:
            end_claim(claim_id, state=ends[deed], reason=given.get("reason", "")[:600], by=by)
            return
        amount = read_amount(given.get("amount", "")[:40], ours[claim_id].digits)
        try:
            paid_on = read_day(given.get("paid_on", "")[:20])
        except ValidationError as error:
            raise DayOfPaymentIsNotRight() from error
        pay_claim(claim_id, amount=amount, paid_on=paid_on, reference=given.get("reference", "")[:100], by=by)

    confirmed(request, _("It is on record."), lambda: act_once(request, act))
    return redirect("order_costs", work_order=work_order)


@staff(Permission.PLAN_ORDERS)
@require_POST
def order_link(request: HttpRequest, work_order: str, deed: str) -> HttpResponse:
    """Make the contractor's link, or withdraw it."""
    by = actor(request)
    order = order_seen(work_order, by)
    if deed not in ("make", "withdraw"):
        raise NoSuchCosts()

    def act() -> None:
        if deed == "make":
            link_contractor(order.id, days=number_of(request.POST.get("days", "")) or 0, by=by)
        else:
            unlink_contractor(order.id, by=by)

    done = _("The link is ready; send it to the contractor.") if deed == "make" else _("The link is withdrawn.")
    confirmed(request, done, act)
    return redirect("order_costs", work_order=work_order)


def _penalty(penalty: PenaltyFacts) -> dict[str, Any]:
    """Return a penalty with the decisions that are open now, as (deed, words)."""
    labels = {"confirm": _("Confirm"), "waive": _("Waive"), "uphold": _("Uphold"), "lift": _("Lift")}
    open_now = [deed for deed, state in _DECISIONS.items() if state in DECISIONS.get(penalty.state, ())]
    return {
        "penalty": penalty,
        "decisions": [(deed, labels[deed]) for deed in open_now],
        "may_object": penalty.state == PenaltyState.CONFIRMED and not penalty.is_bonus and not penalty.is_stated,
        "first": next(iter(open_now), "object"),
    }


def _decimals() -> int:
    own = own_on(currencies(), today())
    return own.digits if own is not None else 0


def _cost_form(order: WorkOrderFacts, data: object = None) -> CostForm:
    items = prices_for(current_city().id, contract_id=order.contract_id, on=today())
    codes = [one.case.code for one in cases_of_order(order.id) if not one.left_why]
    of_contract = contract(order.contract_id) if order.contract_id is not None else None
    decimals = of_contract.digits if of_contract is not None else _decimals()
    initial = {"spent_on": written_day(today()), "people": 1}
    return CostForm(items, codes, decimals=decimals, data=data, initial=initial)


def _page(
    request: HttpRequest,
    order: WorkOrderFacts,
    *,
    cost_form: CostForm | None = None,
    claim_form: ClaimForm | None = None,
    status: int = 200,
) -> HttpResponse:
    by, costs, events = actor(request), costs_of_order(order.id), timeline("work_order", order.id)
    may_decide = may_decide_costs(by, order.unit_id)
    context: dict[str, Any] = {
        "order": order,
        "costs": costs,
        "lines": [
            {
                "line": cost_line,
                "is_billed": order.contract_id is not None and cost_line.kind in BILLED,
                "may_check": order.contract_id is not None
                and cost_line.kind in BILLED
                and not cost_line.is_paid
                and may_check_costs(by, order.unit_id, entered_by=cost_line.by),
            }
            for cost_line in costs.lines
        ],
        "penalties": [_penalty(one) for one in penalties_of(order_id=order.id)],
        "claims": claims_of_order(order.id),
        "contract": contract(order.contract_id) if order.contract_id is not None else None,
        "link": link_of_order(order.id) if may_enter_costs(by, order.unit_id) else None,
        "may_enter": may_enter_costs(by, order.unit_id),
        "may_decide": may_decide,
        "cost_form": cost_form or _cost_form(order),
        "claim_form": claim_form or ClaimForm(decimals=_decimals()),
        "today": written_day(today()),
        "lines_of_story": cost_story(events, notes_of_order(order.id), staff_names(staff_ids(events), language())),
    }
    return render(request, "planner/order_costs.html", context, status=status)
