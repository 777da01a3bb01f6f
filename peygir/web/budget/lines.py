"""The budget of a fiscal year: its sums, what is behind, and its lines."""

from collections.abc import Mapping
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from peygir.core.persian import search_key
from peygir.outlook.planning import budget_queries
from peygir.outlook.planning.evidence_queries import unhung_cases
from peygir.outlook.planning.facts import BudgetLineFacts
from peygir.outlook.planning.rules import fiscal_days, fiscal_year_of
from peygir.people.permissions import Permission
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.numbers import number_of
from peygir.web.kit.standing_words import unit_words
from peygir.web.kit.templatetags.ui import digits

PAGE: Final = 100
BEHIND: Final = 8
"""So many lines that are behind stand above the list."""


@staff(Permission.KEEP_BUDGET)
@require_GET
def budget(request: HttpRequest) -> HttpResponse:
    """Show the sums of a fiscal year, what is behind, and the lines."""
    by, city_id, on = actor(request), current_city().id, today()
    years = budget_queries.budget_years(city_id)
    year = chosen_year(request, years)
    rows = budget_queries.budget_lines(city_id, year)
    text = request.GET.get("q", "").replace("\0", "").strip()[:80]
    key = search_key(text)
    shown = [row for row in rows if key in search_key(row.title) or key in search_key(row.code)] if text else rows
    sums = budget_queries.sums_of_year(city_id, year)
    behind = budget_queries.lines_behind(city_id, year, on=on)
    programme = number_of(request.GET.get("programme", ""))
    context = {
        "year": year,
        "years": [(one, one == year) for one in sorted({*years, fiscal_year_of(on), year}, reverse=True)],
        "sums": sum_rows(sums),
        "has_sums": sums["approved"] > 0,
        "elapsed": _elapsed(year),
        "behind": [(row, unit_of(row), digits(round(row.share_spent * 100))) for row in behind[:BEHIND]],
        "behind_count": len(behind),
        "rows": [(row, unit_of(row)) for row in shown[:PAGE]],
        "count": len(shown),
        "most": PAGE if len(shown) > PAGE else 0,
        "q": text,
        "waiting": len(unhung_cases(city_id, by=by)),
        "unpaid": [title for number, title in budget_queries.payable_programmes(city_id) if number == programme],
        "tab": "lines",
    }
    return render(request, "budget/lines.html", context)


def chosen_year(request: HttpRequest, years: list[int]) -> int:
    """Return the fiscal year of an address; else the running one, or the newest of which there are lines."""
    year = number_of(request.GET.get("year", ""))
    if year is not None and 1300 <= year <= 1600:
        return year
    running = fiscal_year_of(today())
    return running if running in years or not years else years[0]


def sum_rows(sums: Mapping[str, int]) -> list[tuple[str, int, int]]:
    """Return (name, rials, rials of the whole) of the four sums."""
    names = {
        "approved": _("Approved"),
        "allotted": _("Allotted"),
        "committed": _("Committed"),
        "spent": _("Spent"),
    }
    whole = max(sums["approved"], sums["committed"], 1)
    return [(words, sums[name], whole) for name, words in names.items()]


def unit_of(row: BudgetLineFacts) -> str:
    """Return the name of a line's unit; "" where it belongs to none."""
    return unit_words(row.unit_id) if row.unit_id is not None else ""


def _elapsed(year: int) -> str:
    """Return how many percent of a fiscal year are over."""
    first_on, last_on = fiscal_days(year)
    share = ((today() - first_on).days + 1) / ((last_on - first_on).days + 1)
    return digits(round(100 * min(1.0, max(0.0, share))))
