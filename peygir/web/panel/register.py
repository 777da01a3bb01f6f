"""The public register of the panel: what it does, how its lot was drawn, and what it says of a month's cases."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from peygir.core import clock
from peygir.core.refusals import Missing
from peygir.core.sortition import largest_remainder
from peygir.core.translation import gettext_lazy
from peygir.outlook.panel import finding_queries, month_queries, petition_queries, sample_queries, session_queries
from peygir.outlook.panel import term_queries as queries
from peygir.outlook.panel.actions import NoSuchPanel
from peygir.outlook.panel.facts import PanelFacts
from peygir.outlook.panel.rules import population_of
from peygir.outlook.panel.states import SEATED, PanelState
from peygir.web.kit.access import public
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.panel_words import district_names, share_words_of, year_of

NEWEST = 8
MONTHS = 12


class NoSuchSample(Missing):
    """There is no such sample of the panel."""

    message = gettext_lazy("There is no such sample of the panel.")


@public()
@require_GET
def panel(request: HttpRequest) -> HttpResponse:
    """Show the panel: what it asks citizens now, what it found, what is owed to it, and its sessions."""
    city_id, now = current_city().id, clock.now()
    working, coming = queries.working_panel(city_id), queries.coming_panel(city_id)
    context: dict[str, Any] = {
        "working": working,
        "coming": coming,
        "may_join": coming is not None and coming.state == PanelState.OPEN and today() <= coming.sign_up_until,
        "past": [row for row in queries.panels(city_id) if row.state == PanelState.ENDED],
        "petitions": [row for row in petition_queries.petitions(city_id) if row.is_signable(now)][:NEWEST],
        "reviews": petition_queries.count_reviews(city_id, now),
        "left": finding_queries.left_findings(city_id),
        "months": [
            (row, *(share_words_of(row.sample) if row.sample is not None else ("", "", "")))
            for row in month_queries.months(city_id, today())[:MONTHS]
        ],
    }
    open_findings = [*context["left"], *(finding_queries.findings(working.id) if working is not None else [])]
    owed = [row.owed for row in open_findings if row.owed is not None and row.owed.is_open]
    context["late"] = [row for row in owed if row.late.is_late]
    if working is not None:
        seats = queries.seats(working.id)
        findings = finding_queries.findings(working.id)
        context |= {
            "seats": [seat for seat in seats if seat.state in SEATED],
            "by_lot": sum(seat.state in SEATED and seat.origin == "lot" for seat in seats),
            "findings": findings[:NEWEST],
            "more_findings": len(findings) > NEWEST,
            "sessions": session_queries.panel_sessions(working.id)[:NEWEST],
            "year": year_of(today()),
        }
    return render(request, "panel/home.html", context)


@public()
@require_GET
def panel_lot(request: HttpRequest, term_id: int) -> HttpResponse:
    """Show how a lot is drawn: seed, quotas, the public list, and who was drawn, so that anybody can draw it again."""
    row = _panel(term_id)
    seats = [seat for seat in queries.seats(row.id) if seat.origin == "lot"]
    by_district = largest_remainder(row.population, row.seats - row.honoured_seats)
    names = district_names(row.city_id)
    context = {
        "panel": row,
        "volunteers": queries.count_volunteers(row.id),
        "is_closed": row.state != PanelState.OPEN,
        "is_drawn": row.state in (PanelState.DRAWN, PanelState.ENDED),
        "seats": [(seat, names.get(seat.district, seat.district)) for seat in seats],
        "quotas": [
            (names.get(code, code), row.population[code], quota, sum(seat.district == code for seat in seats))
            for code, quota in by_district.items()
        ],
    }
    return render(request, "panel/lot.html", context)


@public()
@require_GET
def panel_lot_file(request: HttpRequest, term_id: int, form: str) -> HttpResponse:
    """Return the list whose SHA-256 was published as `csv`, or all that the lot is drawn from as `json`."""
    row = _panel(term_id)
    text = queries.published_list(row.id)
    if not text or form not in ("csv", "json"):
        raise NoSuchPanel()
    if form == "csv":
        response = HttpResponse(text, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="lot-{row.id}.csv"'
        return response
    population = population_of(row.population, row.ages)
    body = {
        "title": row.title,
        "seats": row.seats - row.honoured_seats,
        "seed": row.seed,
        "seed_kind": row.seed_kind,
        "seed_on": row.seed_on.isoformat(),
        "list_sha256": row.list_digest,
        "population": [[one.district, one.age, one.sex, people] for one, people in sorted(population.items())],
        "volunteers": [line.split(",") for line in text.splitlines()[1:]],
        "drawn": [seat.code for seat in queries.seats(row.id) if seat.origin == "lot"],
    }
    return JsonResponse(body, json_dumps_params={"ensure_ascii": False})


@public()
@require_GET
def panel_sample(request: HttpRequest, sample_id: int) -> HttpResponse:
    """Show what the panel says of a month's cases, each with its chance, and the estimate with its interval."""
    row = sample_queries.sample(current_city().id, sample_id)
    if row is None:
        raise NoSuchSample()
    is_over = today() > row.due_on
    rate, low, high = share_words_of(row)
    context = {
        "sample": row,
        "rows": sample_queries.sampled(row.id),
        "is_over": is_over,
        "rate": rate,
        "low": low,
        "high": high,
    }
    return render(request, "panel/sample.html", context)


@public()
@require_GET
def panel_sample_file(request: HttpRequest, sample_id: int) -> HttpResponse:
    """Return all that the draw of a month's cases is made from as JSON, so that anybody can draw them again."""
    city_id = current_city().id
    row = sample_queries.sample(city_id, sample_id)
    cases = sample_queries.list_of_sample(city_id, sample_id) if row is not None else []
    if row is None or not row.list_digest:
        raise NoSuchSample()
    public = {code for code, _weight, _lot in cases}
    body = {
        "month": row.first_on.isoformat(),
        "size": row.size,
        "floor_percent": row.floor_percent,
        "seed": row.seed,
        "seed_kind": row.seed_kind,
        "seed_on": row.seed_on.isoformat(),
        "list_sha256": row.list_digest,
        "cases": cases,
        "drawn": [one.code for one in sample_queries.sampled(row.id) if one.code in public],
    }
    return JsonResponse(body, json_dumps_params={"ensure_ascii": False})


def _panel(term_id: int) -> PanelFacts:
    """Return a panel of this city. Raises NoSuchPanel."""
    row = queries.panel(current_city().id, term_id)
    if row is None:
        raise NoSuchPanel()
    return row
