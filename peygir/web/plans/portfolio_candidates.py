"""Candidates for money: a list, and each with its inputs, which can be changed."""

from collections.abc import Mapping
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from peygir.core.refusals import Missing, Refusal
from peygir.outlook.planning import actions, candidate_queries
from peygir.outlook.planning.actions.files import NoSuchPlanFile
from peygir.outlook.planning.candidate_facts import MoneyCandidate
from peygir.outlook.planning.rules import may_plan
from peygir.outlook.planning.states import CandidateState
from peygir.people.permissions import Permission
from peygir.web.kit.access import actor, staff
from peygir.web.kit.city_figures import late_sketch
from peygir.web.kit.current_city import current_city
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.numbers import whole
from peygir.web.kit.templatetags.ui import in_language
from peygir.web.plans.portfolio_forms import CandidateForm
from peygir.web.plans.portfolio_words import RefusedInput, candidate_rows, input_rows

CHOOSERS: Final = (Permission.PLAN_CITY, Permission.KEEP_BUDGET)
"""Who chooses among candidates: of the units that they plan for, or the budget office among all."""
PAGE: Final = 30


@staff(*CHOOSERS)
@require_GET
def plan_candidates(request: HttpRequest) -> HttpResponse:
    """List the candidates of a state, those with the most benefit for their cost first."""
    state = CandidateState.labels().get(request.GET.get("state", ""))
    chosen = request.GET.get("state", "") if state is not None else CandidateState.OPEN.value
    listed = candidate_queries.candidates(current_city().id, by=actor(request), state=chosen)
    number = max(1, whole(request.GET.get("page", "")) or 1)
    shown = listed[(number - 1) * PAGE : number * PAGE]
    context = {
        "rows": candidate_rows(shown),
        "state": chosen,
        "states": [(one.value, in_language(one.label)) for one in CandidateState],
        "count": len(listed),
        "page_number": number,
        "has_more": number * PAGE < len(listed),
        "may_write": actor(request).may(Permission.PLAN_CITY),
        "tab": "portfolios",
    }
    return render(request, "plans/candidates.html", context)


@staff(*CHOOSERS)
@require_http_methods(["GET", "POST"])
def plan_candidate(request: HttpRequest, candidate_id: int) -> HttpResponse:
    """Show a candidate with its inputs; POST changes how it is called and what binds it."""
    facts = candidate_seen(request, candidate_id)
    if request.method != "POST":
        return candidate_page(request, facts)
    form, status = CandidateForm(request.POST, candidate=facts), 422
    if form.is_valid():
        try:
            actions.change_candidate(candidate_id, form.terms(), by=actor(request))
        except Missing:
            raise
        except Refusal as refusal:
            form.add_error(None, words_of(refusal))
            status = status_of(refusal)
        else:
            messages.success(request, _("The candidate is changed."))
            return redirect("plan_candidate", candidate_id=candidate_id)
    return candidate_page(request, facts, form=form, status=status)


def candidate_page(
    request: HttpRequest,
    facts: MoneyCandidate,
    *,
    status: int = 200,
    form: CandidateForm | None = None,
    refused: RefusedInput | None = None,
    fault: str = "",
    typed: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Render the page: fresh, or with a refusal and what was typed (of an input, or `typed` beside a verb)."""
    by = actor(request)
    (row,) = candidate_rows([facts])
    keeps = may_plan(by, facts.unit_id)
    point = [(facts.lat, facts.lon)] if facts.lat is not None and facts.lon is not None else []
    context = {
        "row": row,
        "candidate": facts,
        "inputs": input_rows(facts, refused),
        "form": form or CandidateForm(candidate=facts),
        "fault": fault,
        "typed": typed or {},
        "may_change": keeps and facts.state == CandidateState.OPEN,
        "may_reopen": keeps and facts.state == CandidateState.DROPPED,
        "sketch": late_sketch(point),
        "tab": "portfolios",
    }
    return render(request, "plans/candidate.html", context, status=status)


def candidate_seen(request: HttpRequest, candidate_id: int) -> MoneyCandidate:
    """Return a candidate that this person may read. Raises NoSuchPlanFile."""
    facts = candidate_queries.candidate(candidate_id, current_city().id, by=actor(request))
    if facts is None:
        raise NoSuchPlanFile()
    return facts
