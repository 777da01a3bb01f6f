"""Planned cases without a budget line, and how long a case may be planned without one."""

from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from peygir.cases import queries as cases
from peygir.core.refusals import Missing, Refusal
from peygir.outlook.planning import actions, budget_queries
from peygir.outlook.planning.evidence_queries import unhung_cases
from peygir.outlook.planning.policy import policy_on
from peygir.outlook.planning.states import CURRENT_LINES
from peygir.people.permissions import Permission
from peygir.people.rules import Actor
from peygir.web.budget.forms import BudgetPeriodsForm
from peygir.web.budget.lines import chosen_year
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.numbers import whole
from peygir.web.kit.standing_words import unit_words
from peygir.web.kit.templatetags.ui import digits

CASES: Final = 100


@staff(Permission.KEEP_BUDGET)
@require_http_methods(["GET", "POST"])
def budget_waiting(request: HttpRequest) -> HttpResponse:
    """Show planned cases without a line; POST hangs the ticked ones on a line, or sets the city's periods."""
    by = actor(request)
    if request.method != "POST":
        return _page(request, by)
    if "line" in request.POST:
        return _hang(request, by)
    form = BudgetPeriodsForm(request.POST)
    if not form.is_valid():
        return _page(request, by, form=form, status=422)
    try:
        actions.set_policy(current_city().id, by=by, **form.cleaned_data)
    except Refusal as refusal:
        return _page(request, by, form=form, fault=words_of(refusal), status=status_of(refusal))
    messages.success(request, _("The periods hold from today."))
    return redirect("budget_waiting")


def _hang(request: HttpRequest, by: Actor) -> HttpResponse:
    codes = [code for code in request.POST.getlist("case") if code.isascii()][:500]
    line_id = whole(request.POST.get("line", "")) or 0
    try:
        count = actions.hang_cases(line_id, codes, by=by)
    except Missing:
        return _page(request, by, fault=_("Choose a budget line."), status=422)
    except Refusal as refusal:
        return _page(request, by, fault=words_of(refusal), status=status_of(refusal))
    if count:
        words = ngettext(
            "%(count)s case hangs on the line now; its citizens are told.",
            "%(count)s cases hang on the line now; their citizens are told.",
            count,
        )
        messages.success(request, words % {"count": digits(count)})
    else:
        messages.info(request, _("Tick the cases first."))
    return redirect("budget_waiting")


def _page(
    request: HttpRequest,
    by: Actor,
    *,
    form: BudgetPeriodsForm | None = None,
    fault: str = "",
    status: int = 200,
) -> HttpResponse:
    city_id = current_city().id
    codes = unhung_cases(city_id, by=by)
    year = chosen_year(request, budget_queries.budget_years(city_id))
    policy = policy_on(city_id, today())
    initial = {"days_without_line": policy.days_without_line, "days_to_answer": policy.days_to_answer}
    rows = cases.cases_seen(by, codes[:CASES])
    context = {
        "rows": [(row, unit_words(row.unit_id) if row.unit_id is not None else "—") for row in rows],
        "count": len(codes),
        "budget_lines": [one for one in budget_queries.budget_lines(city_id, year) if one.state in CURRENT_LINES],
        "policy": policy,
        "form": form or BudgetPeriodsForm(initial=initial),
        "fault": fault,
        "year": year,
        "tab": "waiting",
    }
    return render(request, "budget/waiting.html", context, status=status)
