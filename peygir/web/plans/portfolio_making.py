"""The form by which a portfolio is asked for; a job computes it."""

from collections.abc import Mapping
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Missing, Refusal
from peygir.outlook.planning import actions, candidate_counts, candidate_queries
from peygir.outlook.planning.candidate_facts import CandidateFacts, PortfolioFacts
from peygir.outlook.planning.states import CandidateInputName
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.numbers import row_id
from peygir.web.kit.standing_words import unit_words
from peygir.web.kit.templatetags.ui import digits, named
from peygir.web.plans.portfolio_candidates import CHOOSERS
from peygir.web.plans.portfolio_forms import PortfolioForm
from peygir.web.plans.portfolio_words import CandidateRow, candidate_rows

MOST_OVERRIDES: Final = 60
"""So many candidates can be put in or out on one form: those with the most benefit for their cost."""


@staff(*CHOOSERS)
@require_http_methods(["GET", "POST"])
def plan_portfolio_new(request: HttpRequest) -> HttpResponse:
    """Show the form, filled in from another portfolio (`from`) if one is named; POST asks for the portfolio."""
    by, city_id = actor(request), current_city().id
    former = candidate_queries.portfolio(row_id(request.GET.get("from", "")) or 0, city_id, by=by)
    whole = [one for one in candidate_queries.candidates(city_id, by=by) if len(one.inputs) == len(CandidateInputName)]
    posted = request.POST if request.method == "POST" else None
    form, status = PortfolioForm(posted, initial=_initial(former)), 200
    districts = [(one.code, named(one)) for one in city.districts(city_id, on=today())]
    units = _units(whole)
    shown = candidate_rows(whole[:MOST_OVERRIDES])
    if posted is not None and form.is_valid():
        ids = [row.candidate.id for row in shown]
        try:
            terms = form.terms(posted.dict(), [code for code, _name in districts], [code for code, _name in units], ids)
            number = actions.ask_for_portfolio(city_id, form.cleaned_data["title"], terms, by=by)
        except Missing:
            raise
        except Refusal as refusal:
            form.add_error(None, words_of(refusal))
            status = status_of(refusal)
        else:
            messages.success(request, _("The portfolio is being computed; this takes a minute or two."))
            return redirect("plan_portfolio", portfolio_id=number)
    elif form.errors:
        status = 422
    typed = posted.dict() if posted is not None else _typed(former, city_id)
    context = {
        "form": form,
        "count": len(whole),
        "districts": [
            (code, name, typed.get(f"floor-{code}", ""), typed.get(f"ratio-{code}", "")) for code, name in districts
        ],
        "units": [(code, name, typed.get(f"capacity-{code}", "")) for code, name in units],
        "overrides": _overrides(shown, typed),
        "tab": "portfolios",
    }
    return render(request, "plans/portfolio_form.html", context, status=status)


def _overrides(rows: list[CandidateRow], typed: Mapping[str, str]) -> list[tuple[CandidateRow, str, str]]:
    return [
        (row, typed.get(f"override-{row.candidate.id}", ""), typed.get(f"reason-{row.candidate.id}", ""))
        for row in rows
    ]


def _units(candidates: list[CandidateFacts]) -> list[tuple[str, str]]:
    """The units that have work to do in some candidate."""
    numbers = sorted({one.unit_id for one in candidates if one.unit_id is not None and one.load > 0})
    return [(str(number), unit_words(number)) for number in numbers]


def _initial(former: PortfolioFacts | None) -> dict[str, Any]:
    if former is None:
        return {"equity": "0.5", "has_parts": True, "least_support": digits(0)}
    terms = former.terms
    return {
        "title": former.title,
        "budget": digits(terms["budget"]),
        "least_support": digits(terms["least_support"]),
        "has_parts": terms["has_parts"],
        "equity": f"{terms['equity']:g}",
    }


def _typed(former: PortfolioFacts | None, city_id: int) -> dict[str, str]:
    """The rows of districts, units and candidates as they would be typed."""
    if former is None:
        ratios = candidate_counts.need_of_districts(city_id, now=clock.now())
        return {f"ratio-{code}": digits(f"{ratio:g}") for code, ratio in ratios.items()}
    terms = former.terms
    typed = {f"ratio-{code}": digits(f"{ratio:g}") for code, ratio in terms["ratios"].items()}
    typed |= {f"floor-{code}": digits(str(floor)) for code, floor in terms["floors"].items()}
    typed |= {f"capacity-{unit}": digits(f"{days:g}") for unit, days in terms["capacities"].items()}
    for key, override in terms["overrides"].items():
        typed |= {f"override-{key}": "in" if override["is_in"] else "out", f"reason-{key}": override["reason"]}
    return typed
