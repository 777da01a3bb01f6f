"""A contractor's page by the link of one order: what is to be done, its steps, the result per case, and the bill."""

from typing import Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from peygir.cases.actions import NoSuchCase
from peygir.core.bodies import PHOTOS
from peygir.core.refusals import Invalid, Missing, Refusal
from peygir.core.translation import gettext_lazy as lazy_text
from peygir.desks.fieldwork.cost_rules import BILLED
from peygir.desks.fieldwork.order_states import IN_STREET, OrderState
from peygir.desks.fieldwork.queries import needs_of
from peygir.desks.fieldwork.queries.contractor_links import ContractorLinkIsOver
from peygir.journey.contractor_work import (
    LinkedWork,
    begin_by_link,
    bill_by_link,
    finish_by_link,
    linked_work,
    object_by_link,
    result_by_link,
    step_by_link,
)
from peygir.web.contractor.result_form import FIELD_OF, LinkedResultForm
from peygir.web.kit.access import public, takes
from peygir.web.kit.form_fields import set_choices
from peygir.web.kit.middleware.refusals import status_of
from peygir.web.kit.money_forms import QuantityField
from peygir.web.kit.numbers import number_of
from peygir.web.kit.once import act_once
from peygir.web.kit.submitting import confirmed, refuse

_DEEDS: Final = ("begin", "step", "bill", "finish", "object")


class UnitsAreNotRight(Invalid):
    """No item of the contract was chosen, or the quantity is no number."""

    message = lazy_text("Choose an item of the contract and write how much was done, like 12.5.")


class UnitsForm(forms.Form):
    """Units accomplished of one item of the contract."""

    item = forms.ChoiceField(label=gettext_lazy("Item of the contract"))
    quantity = QuantityField(label=gettext_lazy("Units accomplished"))


@public("contractor", limit=600, window_seconds=600)
@require_safe
def contractor_work(request: HttpRequest, token: str) -> HttpResponse:
    """Show the order of the link."""
    work = linked_work(token)
    context = {
        "work": work,
        "token": token,
        "is_open": work.order.state in IN_STREET,
        "may_begin": work.order.state == OrderState.SENT,
        "may_finish": work.order.state in IN_STREET and not any(one.is_open for one in work.cases),
        "may_bill": work.order.state in (*IN_STREET, OrderState.FINISHED) and bool(work.items),
        "billed": [line for line in work.costs.lines if line.kind in BILLED],
    }
    return _unlisted(render(request, "contractor/work.html", context))


@takes(PHOTOS)
@public("contractor", limit=600, window_seconds=600)
@require_http_methods(["GET", "POST"])
def contractor_case(request: HttpRequest, token: str, code: str) -> HttpResponse:
    """Show one case of the order with the form of its result, or record the result."""
    work = linked_work(token)
    case = next((one for one in work.cases if one.case.code == code), None)
    if case is None:
        raise NoSuchCase()
    if request.method == "GET":
        return _case_page(request, work, token, code, LinkedResultForm(needs_of(case.case)))
    form = LinkedResultForm(needs_of(case.case), request.POST, request.FILES)
    if not form.is_valid():
        return _case_page(request, work, token, code, form, status=422)
    try:
        result_by_link(work, code, form.given())
    except Missing:
        raise
    except Refusal as refusal:
        refuse(form, refusal, FIELD_OF)
        return _case_page(request, work, token, code, form, status=status_of(refusal))
    messages.success(request, _("The result has arrived at the city."))
    return redirect("contractor_work", token=token)


@public("contractor", limit=600, window_seconds=600)
@require_POST
def contractor_deed(request: HttpRequest, token: str, deed: str) -> HttpResponse:
    """Begin, tick a step, enter units, finish, or object to a penalty."""
    if deed not in _DEEDS:
        raise ContractorLinkIsOver()
    work, given = linked_work(token), request.POST
    number = number_of(given.get("id", "")) or 0

    def act() -> None:
        if deed == "begin":
            begin_by_link(work)
        elif deed == "step":
            step_by_link(work, number, is_done=given.get("is_done") == "1")
        elif deed == "finish":
            finish_by_link(work)
        elif deed == "object":
            object_by_link(work, number, given.get("words", "")[:1200])
        else:
            _bill(request, work)

    confirmed(request, _("It has arrived at the city."), lambda: act_once(request, act))
    return redirect("contractor_work", token=token)


def _bill(request: HttpRequest, work: LinkedWork) -> None:
    form = UnitsForm(request.POST)
    set_choices(form, "item", [(one.code, one.code) for one in work.items])
    if not form.is_valid():
        raise UnitsAreNotRight()
    bill_by_link(work, form.cleaned_data["item"], form.cleaned_data["quantity"])


def _case_page(
    request: HttpRequest, work: LinkedWork, token: str, code: str, form: LinkedResultForm, *, status: int = 200
) -> HttpResponse:
    case = next(one for one in work.cases if one.case.code == code)
    context = {
        "work": work,
        "one": case,
        "token": token,
        "form": form,
        "is_open": case.is_open and work.order.state in IN_STREET,
    }
    return _unlisted(render(request, "contractor/case.html", context, status=status))


def _unlisted(response: HttpResponse) -> HttpResponse:
    """The address is a key: no search engine lists it, no cache keeps it, and no other server is told of it.

    The policy is not `no-referrer`: of such a page a browser sends forms with `Origin: null`, which are refused.
    """
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "no-store, private"
    response["Referrer-Policy"] = "same-origin"
    return response
