"""Making a work order: from cases ticked in the inbox, from one case's page, or for work that nobody reported."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from peygir.cases import queries as cases
from peygir.cases.facts import CaseFacts
from peygir.core.codes import read_code
from peygir.core.refusals import Missing, Refusal
from peygir.desks.fieldwork import actions as fieldwork
from peygir.desks.fieldwork import queries as worked
from peygir.desks.fieldwork.order_rules import MOST_CASES, ORDERABLE
from peygir.people.actions import NotYourWork
from peygir.people.permissions import Permission
from peygir.people.rules import Actor
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.once import act_once
from peygir.web.planner.order_forms import WorkOrderForm


@staff(Permission.PLAN_ORDERS)
@require_http_methods(["GET", "POST"])
def work_order_new(request: HttpRequest) -> HttpResponse:
    """Show the cases and what else an order needs; with `step=make`, make it."""
    by = actor(request)
    if by.unit_id is None:
        raise NotYourWork()
    given = request.POST if request.method == "POST" else request.GET
    codes = _codes(given.getlist("case"))
    chosen = cases.cases_seen(by, codes)
    if request.method != "POST" or request.POST.get("step") != "make":
        return _page(request, by, chosen, WorkOrderForm(has_cases=bool(chosen)))
    form = WorkOrderForm(request.POST, has_cases=bool(chosen))
    if not form.is_valid():
        return _page(request, by, chosen, form, status=422)
    made: list[str] = []
    unit_id, details, case_codes = by.unit_id, form.details(), [case.code for case in chosen]

    def act() -> None:
        order = fieldwork.make_order(current_city().id, unit_id=unit_id, by=by, codes=case_codes, details=details)
        made.append(order.number)

    try:
        act_once(request, act)
    except Missing:
        raise
    except Refusal as refusal:
        return _page(request, by, chosen, form, status=status_of(refusal), fault=words_of(refusal))
    messages.success(request, _("The order is made; plan it now."))
    return redirect("work_order", work_order=made[0]) if made else redirect("work_orders")


def _codes(values: Sequence[str]) -> list[str]:
    """Read checkboxes "code:version", or codes alone; at most as many as an order has."""
    codes = [read_code(value.partition(":")[0]) for value in values[:1000] if len(value) < 40]
    return list(dict.fromkeys(code for code in codes if code))[:MOST_CASES]


def _page(
    request: HttpRequest,
    by: Actor,
    chosen: Sequence[CaseFacts],
    form: WorkOrderForm,
    *,
    status: int = 200,
    fault: str = "",
) -> HttpResponse:
    ordered = worked.ordered_codes([case.code for case in chosen]) if chosen else {}
    context: dict[str, Any] = {
        "form": form,
        "fault": fault,
        "rows": [(case, _why_not(by, case, ordered)) for case in chosen],
        "is_possible": all(not _why_not(by, case, ordered) for case in chosen),
    }
    return render(request, "planner/work_order_new.html", context, status=status)


def _why_not(by: Actor, case: CaseFacts, ordered: dict[str, str]) -> str:
    if case.code in ordered:
        return _("It is part of the order %(number)s already.") % {"number": ordered[case.code]}
    if case.unit_id != by.unit_id or case.is_confidential:
        return _("It is not a case of your unit.")
    return "" if case.state in ORDERABLE else _("In its state there is nothing to do in the street.")
