"""Portfolios: a list, and each with what was chosen, how sure that is, and what would change it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from peygir.outlook.planning import candidate_queries
from peygir.outlook.planning.actions.files import NoSuchPlanFile
from peygir.outlook.planning.candidate_facts import PortfolioFacts
from peygir.outlook.planning.states import PortfolioState
from peygir.people.permissions import Permission
from peygir.web.kit.access import actor, staff
from peygir.web.kit.context import PLAN_READERS
from peygir.web.kit.current_city import current_city
from peygir.web.kit.rials import tomans
from peygir.web.kit.templatetags.ui import in_language
from peygir.web.plans.portfolio_parts import portfolio_parts


@staff(*PLAN_READERS)
@require_GET
def plan_portfolios(request: HttpRequest) -> HttpResponse:
    """List the portfolios of the city, the newest first."""
    by = actor(request)
    rows = [_row(one) for one in candidate_queries.portfolios(current_city().id, by=by)]
    may_choose = by.may(Permission.PLAN_CITY) or by.may(Permission.KEEP_BUDGET)
    return render(request, "plans/portfolios.html", {"rows": rows, "may_choose": may_choose, "tab": "portfolios"})


@staff(*PLAN_READERS)
@require_GET
def plan_portfolio(request: HttpRequest, portfolio_id: int) -> HttpResponse:
    """Show a portfolio: waiting, not possible, or computed."""
    facts, by = portfolio_seen(request, portfolio_id), actor(request)
    context = {
        "portfolio": facts,
        "row": _row(facts),
        "is_ready": facts.state == PortfolioState.READY,
        "is_waiting": facts.state == PortfolioState.WAITING,
        "is_slow": facts.result.get("why") == "long",
        "may_choose": by.may(Permission.PLAN_CITY) or by.may(Permission.KEEP_BUDGET),
        "tab": "portfolios",
        **(portfolio_parts(facts, by) if facts.state == PortfolioState.READY else {}),
    }
    return render(request, "plans/portfolio.html", context)


def portfolio_seen(request: HttpRequest, portfolio_id: int) -> PortfolioFacts:
    """Return a portfolio that this person may read. Raises NoSuchPlanFile."""
    facts = candidate_queries.portfolio(portfolio_id, current_city().id, by=actor(request))
    if facts is None:
        raise NoSuchPlanFile()
    return facts


def _row(one: PortfolioFacts) -> dict[str, Any]:
    return {
        "portfolio": one,
        "budget": tomans(one.terms["budget"]),
        "state": in_language(PortfolioState.of(one.state).label),
        "chosen": len(one.result.get("chosen", {})),
    }
