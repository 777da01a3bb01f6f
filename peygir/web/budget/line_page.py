"""The page of a budget line: its sums, programme, planned cases, amendments, moves and history."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from peygir.cases import queries as cases
from peygir.outlook.planning import budget_queries
from peygir.outlook.planning import queries as planning
from peygir.outlook.planning.actions.files import NoSuchPlanFile
from peygir.outlook.planning.evidence_queries import unhung_cases
from peygir.outlook.planning.facts import BudgetLineFacts
from peygir.outlook.planning.lifecycle import moves_from
from peygir.outlook.planning.states import CURRENT_LINES
from peygir.people.permissions import Permission
from peygir.people.rules import Actor
from peygir.web.budget.forms import BudgetAmendmentForm
from peygir.web.budget.lines import sum_rows, unit_of
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city
from peygir.web.kit.plan_story import plan_story
from peygir.web.kit.templatetags.ui import in_language

CASES: Final = 50
"""So many hung cases, and so many that could be hung, are on the page."""


@staff(Permission.KEEP_BUDGET)
@require_GET
def budget_line(request: HttpRequest, line_id: int) -> HttpResponse:
    """Show a budget line."""
    return line_page(request, line_id)


def line_seen(line_id: int) -> BudgetLineFacts:
    """Return a budget line of this city. Raises NoSuchPlanFile."""
    facts = budget_queries.budget_line(line_id)
    if facts is None or not budget_queries.is_of_city(line_id, current_city().id):
        raise NoSuchPlanFile()
    return facts


def line_page(
    request: HttpRequest,
    line_id: int,
    *,
    status: int = 200,
    fault: str = "",
    amendment: BudgetAmendmentForm | None = None,
) -> HttpResponse:
    """Render the page: fresh, or with a refusal and what was typed."""
    row, by = line_seen(line_id), actor(request)
    sums = {name: getattr(row, name) for name in ("approved", "allotted", "committed", "spent")}
    programme = planning.programme(row.programme_id) if row.programme_id is not None else None
    context = {
        "row": row,
        "fault": fault,
        "unit": unit_of(row),
        "sums": sum_rows(sums),
        "programme": programme,
        "payable": budget_queries.payable_programmes(current_city().id) if programme is None else [],
        "is_current": row.state in CURRENT_LINES,
        "moves": [
            {"verb": move.verb, "label": in_language(move.label), "needs_reason": move.needs_reason}
            for move in moves_from("budget", row.state)
        ],
        "amendments": budget_queries.amendments_of(line_id),
        "amendment": amendment or BudgetAmendmentForm(),
        "lines": plan_story("budget", line_id),
        **_hung(row, by),
    }
    return render(request, "budget/line.html", context, status=status)


def _hung(row: BudgetLineFacts, by: Actor) -> dict[str, Any]:
    """Return the cases that hang on the line, and planned ones without a line: those of its unit first."""
    codes = cases.codes_of(budget_queries.case_ids_on(row.id), seen_by=by)
    free = unhung_cases(current_city().id, by=by)
    of_unit = unhung_cases(current_city().id, by=by, unit_id=row.unit_id) if row.unit_id is not None else []
    ordered = list(dict.fromkeys([*of_unit, *free]))
    return {
        "hung": cases.cases_seen(by, list(codes.values())[:CASES]),
        "hung_count": row.cases,
        "free": cases.cases_seen(by, ordered[:CASES]),
        "free_count": len(ordered),
    }
