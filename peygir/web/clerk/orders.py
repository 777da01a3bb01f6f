"""The orders of live sessions in a unit's list, and the answer that completes one."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from peygir.centre.sessions import actions, queries
from peygir.centre.sessions.queries import LiveOrderFacts
from peygir.core import clock
from peygir.core.refusals import Missing, Refusal
from peygir.journey.sessions import answer_order
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city
from peygir.web.kit.middleware.refusals import status_of, words_of


class WorkDoneForm(forms.Form):
    """What was done."""

    answer = forms.CharField(
        label=gettext_lazy("What was done?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The citizen reads these words."),
        error_messages={"required": gettext_lazy("Please write what was done.")},
    )


@staff()
@require_GET
def session_orders(request: HttpRequest) -> HttpResponse:
    """List the orders of one's unit, or of the city for those who may see them."""
    by, here, now = actor(request), current_city(), clock.now()
    is_done = request.GET.get("done") == "1"
    rows = queries.open_orders(here.id, by, also_done=is_done)
    return render(request, "clerk/orders.html", {"rows": [(one, one.promise(now)) for one in rows], "is_done": is_done})


@staff()
@require_http_methods(["GET", "POST"])
def session_order(request: HttpRequest, order_id: int) -> HttpResponse:
    """Show an order; its unit records what was done, the centre may cancel it."""
    by = actor(request)
    row = queries.order(order_id, by)
    if row is None:
        raise actions.NoSuchLiveOrder()
    if request.method != "POST":
        return _page(request, row, WorkDoneForm())
    is_drop = request.POST.get("deed") == "drop"
    form = WorkDoneForm(request.POST)
    if not is_drop and not form.is_valid():
        return _page(request, row, form, status=422)
    try:
        if is_drop:
            actions.drop_order(order_id, by=by)
        else:
            answer_order(order_id, answer=form.cleaned_data["answer"], by=by)
    except Missing:
        raise
    except Refusal as refusal:
        form = form if not is_drop else WorkDoneForm()
        return _page(request, row, form, status=status_of(refusal), fault=words_of(refusal))
    messages.success(
        request, _("The order is taken back.") if is_drop else _("The order is done; the citizen is told.")
    )
    return redirect("session_orders")


def _page(
    request: HttpRequest, row: LiveOrderFacts, form: WorkDoneForm, *, status: int = 200, fault: str = ""
) -> HttpResponse:
    by = actor(request)
    context: dict[str, Any] = {
        "row": row,
        "form": form,
        "fault": fault,
        "promise": row.promise(clock.now()),
        "may_answer": row.state == "open" and queries.may_answer(by, row.unit_id),
        "may_drop": row.state == "open" and queries.may_sit(by),
    }
    return render(request, "clerk/order.html", context, status=status)
