"""Planned works of a unit, and the seasons that the centre starts and ends."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from peygir.city import actions, queries
from peygir.city.facts import UnitFacts
from peygir.city.local_knowledge_facts import SeasonFacts, WorkFacts
from peygir.core import clock
from peygir.core.refusals import Refusal
from peygir.people.actions import NotYourWork
from peygir.people.permissions import Permission
from peygir.people.rules import may_plan_for
from peygir.web.clerk.works_form import WorkForm
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city, end_of, today
from peygir.web.kit.dates import example_day, read_day
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.parts import MapPart
from peygir.web.kit.submitting import submitted
from peygir.web.kit.templatetags.ui import named

# Roles that plan works: a unit's manager for that unit, the centre for all.


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One row of the list."""

    work: WorkFacts
    state: str  # "now", "coming" or "over"
    where: str
    unit: UnitFacts | None
    may_end: bool


@dataclass(frozen=True, slots=True)
class SeasonWithRun:
    """A season with its current or next run, if there is one."""

    season: Any
    run: SeasonFacts | None
    is_now: bool


@staff(Permission.PLAN_WORKS)
@require_http_methods(["GET", "POST"])
def works(request: HttpRequest) -> HttpResponse:
    """List the works; POST adds one."""
    by = actor(request)
    if request.method != "POST":
        return _page(request, WorkForm(by))
    form = WorkForm(by, request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    given = form.given()
    if not may_plan_for(by, given["unit_id"]):
        raise NotYourWork()
    try:
        actions.plan_work(current_city().id, by=str(by), **given)
    except Refusal as refusal:
        form.add_error(None, words_of(refusal))
        return _page(request, form, status=status_of(refusal))
    messages.success(request, _("The works are saved; citizens are told of them."))
    return redirect("works")


@staff(Permission.PLAN_WORKS)
@require_POST
def work_end(request: HttpRequest, work: str) -> HttpResponse:
    """End the works, or cancel them."""
    by, planned_work = actor(request), queries.work(current_city().id, work)
    if planned_work is None:
        raise actions.NoSuchWork()
    if not may_plan_for(by, planned_work.unit_id):
        raise NotYourWork()
    return _pressed(request, _("The works have ended."), lambda: actions.end_work(current_city().id, work, by=str(by)))


@staff(Permission.LEAD_CENTRE)
@require_POST
def season_press(request: HttpRequest, season: str) -> HttpResponse:
    """Start a season until a day, or end it."""
    city_facts, by = current_city(), str(actor(request))
    if request.POST.get("deed") == "lift":
        return _pressed(request, _("The season is lifted."), lambda: actions.lift_season(city_facts.id, season, by=by))
    try:
        until = end_of(read_day(request.POST.get("until", "")))
    except forms.ValidationError as wrong:
        return _page(request, WorkForm(actor(request)), status=422, fault=" ".join(wrong.messages))
    return _pressed(
        request,
        _("The season is in force now."),
        lambda: actions.start_season(city_facts.id, season, until=until, by=by),
    )


def _pressed(request: HttpRequest, done: str, act: Callable[[], object]) -> HttpResponse:
    return submitted(
        request, done, act, to="works", again=lambda **more: _page(request, WorkForm(actor(request)), **more)
    )


def _page(request: HttpRequest, form: WorkForm, *, status: int = 200, fault: str = "") -> HttpResponse:
    by, city_facts, now = actor(request), current_city(), clock.now()
    own = None if by.may(Permission.WORK_AT_CENTRE) else frozenset({by.unit_id} if by.unit_id else ())
    listed = [
        _line(work, now, may_end=may_plan_for(by, work.unit_id))
        for work in queries.works_of(city_facts.id, unit_ids=own)
    ]
    order = {"now": 0, "coming": 1, "over": 2}
    lat, lon = form["lat"].value(), form["lon"].value()
    has_point = bool(lat and lon) and "lat" not in form.errors and "lon" not in form.errors
    context = {
        "form": form,
        "fault": fault,
        "is_open": form.is_bound,
        "example": example_day(),
        "lines": sorted(listed, key=lambda line: order[line.state]),
        "unit": queries.unit(by.unit_id) if own is not None and by.unit_id else None,
        "seasons": _seasons(city_facts.id, now) if by.may(Permission.LEAD_CENTRE) else [],
        "map": MapPart(
            "pick",
            reverse("areas"),
            float(lat) if has_point else city_facts.centre_lat,
            float(lon) if has_point else city_facts.centre_lon,
            14.5 if has_point else city_facts.zoom,
            has_point,
            _("Map of the city: choose the place"),
        )
        if queries.has_polygons(city_facts.id)
        else None,
    }
    return render(request, "clerk/works.html", context, status=status)


def _line(work: WorkFacts, now: datetime, *, may_end: bool) -> WorkLine:
    is_over = work.is_ended or work.to_at <= now
    state = "over" if is_over else "coming" if now < work.from_at else "now"
    unit = queries.unit(work.unit_id) if work.unit_id else None
    return WorkLine(work, state, _where(work), unit, may_end and not is_over)


def _where(work: WorkFacts) -> str:
    if work.lat is not None and work.lon is not None:
        place = queries.place_of(work.city_id, work.lat, work.lon, on=today())
        row = queries.neighbourhood(work.city_id, place.neighbourhood_id) if place and place.neighbourhood_id else None
        around = _("%(metres)s m around the point") % {"metres": work.radius_m}
        return f"{named(row)} · {around}" if row is not None else around
    if work.neighbourhood_code:
        places = queries.neighbourhoods(work.city_id, on=today())
        return next((named(row) for row in places if row.code == work.neighbourhood_code), work.neighbourhood_code)
    return _("In the whole city")


def _seasons(city_id: int, now: datetime) -> list[SeasonWithRun]:
    runs = [run for run in queries.season_runs(city_id) if run.to_at > now and run.to_at > run.from_at]
    parts = []
    for season in queries.seasons(city_id):
        run = next((run for run in runs if run.id == season.id), None)
        parts.append(SeasonWithRun(season, run, run is not None and run.from_at <= now))
    return parts
