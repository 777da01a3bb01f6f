"""What inspections found, for everybody: rates by unit and topic, each month's seed and its list of draws."""

import csv
import io
from collections.abc import Iterator
from datetime import date
from typing import Final

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from peygir.core.refusals import Missing
from peygir.core.translation import gettext_lazy
from peygir.desks.inspection.publication import PlanFacts, PublishedDraw, plan_of, plans, published_draws
from peygir.desks.inspection.words import SEED_KINDS
from peygir.web.kit.access import public
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.inspection_results import inspected_city, month_words, share_words, zero_table

DRAWS, VISITS = "draws", "visits"
_COLUMNS: Final = {
    DRAWS: ("case", "n", "stratum", "weight", "chance", "lot", "drawn", "finding"),
    VISITS: ("case", "stratum", "chance", "finding"),
}
_LINES: Final = 1000


class NoSuchMonth(Missing):
    """There is no plan of inspections for this month."""

    message = gettext_lazy("There are no inspections of this month.")


class ListIsNotOutYet(Missing):
    """A month's list is published when the month is over and no drawn visit waits."""

    message = gettext_lazy("The list of this month is published when the month is over and every visit is settled.")


@public()
@require_GET
def inspection_results(request: HttpRequest) -> HttpResponse:
    """Show the results of the last year, and the months with their seeds."""
    months = [(plan, month_words(plan.first_on), plan.is_settled(today())) for plan in plans(current_city().id)]
    context = {"results": inspected_city(), "months": months, "zero": zero_table()}
    return render(request, "public/inspections.html", context)


@public()
@require_GET
def inspection_month(request: HttpRequest, month: str) -> HttpResponse:
    """Show the plan, seed and figures of one month, and how to draw it again."""
    plan = _plan(month)
    how = SEED_KINDS.get(plan.how)
    context = {
        "plan": plan,
        "name": month_words(plan.first_on),
        "how": how,
        "is_settled": plan.is_settled(today()),
        "floor_chance": share_words(plan.floor_chance),
    }
    return render(request, "public/inspection_month.html", context)


@public()
@require_GET
def inspection_file(request: HttpRequest, month: str, kind: str) -> HttpResponseBase:
    """Return a settled month as CSV: every case called done (`draws`), or those that were visited (`visits`)."""
    plan = _plan(month)
    if kind not in _COLUMNS or not plan.is_settled(today()):
        raise ListIsNotOutYet()
    response = StreamingHttpResponse(_csv(published_draws(plan.id), kind), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="inspections-{plan.first_on}-{kind}.csv"'
    return response


def _plan(month: str) -> PlanFacts:
    try:
        first_on = date.fromisoformat(month)
    except ValueError:
        raise NoSuchMonth() from None
    plan = plan_of(current_city().id, first_on)
    if plan is None:
        raise NoSuchMonth()
    return plan


def _csv(draws: Iterator[PublishedDraw], kind: str) -> Iterator[bytes]:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(_COLUMNS[kind])
    for number, draw in enumerate(draws, start=1):
        if kind == DRAWS:
            chance, lot = f"{draw.chance:.6f}", f"{draw.lot:.15f}"
            is_drawn = int(draw.drawn)
            writer.writerow((draw.case, draw.n, draw.stratum, draw.weight, chance, lot, is_drawn, draw.finding))
        elif draw.finding:
            writer.writerow((draw.case, draw.stratum, f"{draw.chance:.6f}", draw.finding))
        if number % _LINES == 0:
            yield _emptied(text)
    yield _emptied(text)


def _emptied(text: io.StringIO) -> bytes:
    written = text.getvalue()
    text.seek(0)
    text.truncate()
    return written.encode()
