"""Writing a budget line by hand, and its sums anew."""

from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from peygir.core.refusals import Missing, Refusal
from peygir.outlook.planning import actions
from peygir.outlook.planning.facts import BudgetLineFacts
from peygir.people.permissions import Permission
from peygir.web.budget.forms import BudgetLineForm
from peygir.web.budget.line_page import line_seen
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city
from peygir.web.kit.middleware.refusals import status_of
from peygir.web.kit.submitting import refuse

_FIELDS: Final = {
    "BudgetCodeIsNotRight": "code",
    "BudgetCodeIsTaken": "code",
    "TitleIsMissing": "title",
    "BudgetLineIsNotRight": "approved",
}


@staff(Permission.KEEP_BUDGET)
@require_http_methods(["GET", "POST"])
def budget_line_new(request: HttpRequest) -> HttpResponse:
    """Show the form of a new line; POST writes it."""
    form = BudgetLineForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            line_id = actions.make_line(current_city().id, form.terms(), by=actor(request))
        except Refusal as refusal:
            refuse(form, refusal, _FIELDS)
            return _page(request, form, status=status_of(refusal))
        return redirect("budget_line", line_id=line_id)
    return _page(request, form, status=422 if form.errors else 200)


@staff(Permission.KEEP_BUDGET)
@require_http_methods(["GET", "POST"])
def budget_line_edit(request: HttpRequest, line_id: int) -> HttpResponse:
    """Show the form of a line; POST writes its title, unit and sums anew."""
    row = line_seen(line_id)
    form = BudgetLineForm(request.POST if request.method == "POST" else None, row=row)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_sums(line_id, form.terms(row), by=actor(request))
        except Missing:
            raise
        except Refusal as refusal:
            refuse(form, refusal, _FIELDS)
            return _page(request, form, row=row, status=status_of(refusal))
        messages.success(request, _("The changes are kept."))
        return redirect("budget_line", line_id=line_id)
    return _page(request, form, row=row, status=422 if form.errors else 200)


def _page(
    request: HttpRequest, form: BudgetLineForm, *, row: BudgetLineFacts | None = None, status: int = 200
) -> HttpResponse:
    return render(request, "budget/line_form.html", {"form": form, "row": row, "tab": "new"}, status=status)
