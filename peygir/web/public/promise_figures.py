"""The page of figures: how the city kept its promises this month and in the year, and how that is counted."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from peygir.desks.promises.month import FEWEST
from peygir.web.kit.access import public
from peygir.web.kit.reader import decimal
from peygir.web.public.metrics import figures, year


@public()
@require_GET
def promise_figures(request: HttpRequest) -> HttpResponse:
    """Show this month's figures, the twelve months up to now, and the rules of counting."""
    counted = figures()
    context = {
        "figures": counted,
        "median": _days(counted.median_days),
        "fewest": FEWEST,
        "year": year(counted),
    }
    return render(request, "public/figures.html", context)


def _days(value: float | None) -> str:
    """Format days as «۲٫۵» or "2.5"; whole days without a decimal point."""
    if value is None:
        return ""
    text = f"{value:g}"
    return decimal(text)
