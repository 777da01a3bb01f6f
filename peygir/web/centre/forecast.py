"""Forecast calls of a day or week, the operators they need, and where the roster has too few."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from peygir.centre.contacts.queries import calls_by_half_hour, mean_handling
from peygir.centre.workforce import actions
from peygir.centre.workforce.expecting import (
    LOOKED_AT,
    CallCounts,
    ExpectedHalfHour,
    Outlook,
    TooLittleIsKnown,
    outlook,
)
from peygir.centre.workforce.goal_rules import LIMITS, Goal
from peygir.centre.workforce.queries import goal_at, is_rainy
from peygir.centre.workforce.roster_rules import days_of_week, first_of_week
from peygir.core import clock
from peygir.core.refusals import Refusal
from peygir.people.permissions import Permission
from peygir.web.kit.access import actor, staff
from peygir.web.kit.charts import Chart, Series
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.dates import read_day
from peygir.web.kit.form_fields import WholeNumber
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.templatetags.centre import short_day
from peygir.web.kit.templatetags.ui import digits

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

TOMORROW: Final = timedelta(days=1)
FARTHEST: Final = timedelta(days=120)
MEASURED_OVER: Final = timedelta(days=28)


def _number(name: str, label: "StrOrPromise") -> WholeNumber:
    low, high = LIMITS[name]
    return WholeNumber(label=label, min_value=low, max_value=high)


class GoalForm(forms.Form):
    """The service-level goal and the parameters of the calculation."""

    share_percent = _number("share_percent", gettext_lazy("Percent of the calls"))
    within_seconds = _number("within_seconds", gettext_lazy("answered within seconds"))
    handling_seconds = _number("handling_seconds", gettext_lazy("Seconds of a call with its wrap-up"))
    patience_seconds = _number("patience_seconds", gettext_lazy("Seconds after which a caller hangs up"))
    away_percent = _number("away_percent", gettext_lazy("Percent of a shift in breaks and training"))
    least_operators = _number("least_operators", gettext_lazy("Operators at any time, at least"))


@dataclass(frozen=True, slots=True)
class Gap:
    """Consecutive half-hours that lack the same number of operators."""

    begins: str
    ends: str
    missing: int


@staff(Permission.LEAD_CENTRE)
@require_GET
def forecast(request: HttpRequest) -> HttpResponse:
    """Show a day or a week."""
    return _page(request, GoalForm(initial=asdict(goal_at(current_city().id, clock.now()))))


@staff(Permission.LEAD_CENTRE)
@require_POST
def forecast_goal(request: HttpRequest) -> HttpResponse:
    """Change the goal from now on."""
    form = GoalForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        actions.keep_goal(current_city().id, Goal(**form.cleaned_data), by=actor(request))
    except Refusal as refusal:
        form.add_error(None, words_of(refusal))
        return _page(request, form, status=status_of(refusal))
    messages.success(request, _("The goal is in force from now on."))
    return _back(request)


@staff(Permission.LEAD_CENTRE)
@require_POST
def forecast_rain(request: HttpRequest) -> HttpResponse:
    """Mark a day as rainy, or not."""
    on, _is_week, _fault = _wanted(request)
    actions.tell_rain(current_city().id, on, is_rainy=request.POST.get("rain") == "yes", by=actor(request))
    messages.success(request, _("The forecast includes it."))
    return _back(request)


def known_calls(city_id: int) -> CallCounts:
    """Return the calls from which days are forecast: those of the days before today, by half-hour."""
    return calls_by_half_hour(city_id, since=today() - LOOKED_AT, until=today())


def _wanted(request: HttpRequest) -> tuple[date, bool, str]:
    """Return the requested day (default tomorrow), whether its whole week is requested, and an error message."""
    given = request.POST if request.method == "POST" else request.GET
    is_week, typed, fault = given.get("span") == "week", given.get("day", "").strip(), ""
    day = today() + TOMORROW
    if typed:
        try:
            day = read_day(typed)
        except forms.ValidationError as refusal:
            fault = str(refusal.messages[0])
    if abs(day - today()) > FARTHEST:
        day, fault = today() + TOMORROW, _("Choose a day within four months from today.")
    return day, is_week, fault


def _back(request: HttpRequest) -> HttpResponse:
    on, is_week, _fault = _wanted(request)
    return redirect(f"{reverse('centre_forecast')}?day={on.isoformat()}{'&span=week' if is_week else ''}")


def _page(request: HttpRequest, form: GoalForm, *, status: int = 200) -> HttpResponse:
    city_facts, now = current_city(), clock.now()
    on, is_week, fault = _wanted(request)
    days = days_of_week(first_of_week(on)) if is_week else (on,)
    step = timedelta(days=7) if is_week else TOMORROW
    context: dict[str, Any] = {
        "form": form,
        "goal": goal_at(city_facts.id, now),
        "on": on,
        "days": days,
        "is_week": is_week,
        "fault": fault,
        "before": on - step,
        "after": on + step,
        "typed": request.GET.get("day", ""),
        "is_rainy": is_rainy(city_facts.id, on),
        "measured": mean_handling(city_facts.id, now - MEASURED_OVER),
    }
    calls = known_calls(city_facts.id)
    try:
        found = outlook(city_facts.id, days, calls, now=now)
        context |= _week(found) if is_week else _day(found[0])
    except TooLittleIsKnown:
        context |= {"too_little": True, "known": len(calls)}
    return render(request, "centre/forecast.html", context, status=status)


def _day(day_outlook: Outlook) -> dict[str, Any]:
    labels = tuple(digits(half.begins) for half in day_outlook.halves)
    calls = Series(_("expected"), tuple(round(half.calls, 1) for half in day_outlook.halves))
    needed = Series(_("operators needed"), tuple(half.needed for half in day_outlook.halves))
    present = Series(_("on the roster"), tuple(half.present for half in day_outlook.halves))
    return {
        "outlook": day_outlook,
        "gaps": gaps_of(day_outlook.halves),
        "calls": Chart(_("Calls in each half-hour"), labels, (calls,), _("From")),
        "people": Chart(_("Operators in each half-hour"), labels, (needed, present), _("From")),
    }


def _week(day_outlooks: list[Outlook]) -> dict[str, Any]:
    labels = tuple(short_day(one.on) for one in day_outlooks)
    expected = Series(_("expected"), tuple(round(one.calls) for one in day_outlooks))
    series = [expected]
    if any(one.came is not None for one in day_outlooks):
        series.append(Series(_("actual"), tuple(one.came for one in day_outlooks)))
    return {"outlooks": day_outlooks, "calls": Chart(_("Calls of each day"), labels, tuple(series), _("Day"))}


def gaps_of(halves: tuple[ExpectedHalfHour, ...]) -> list[Gap]:
    """Return the gaps of a day: consecutive half-hours with the same lack, merged."""
    gaps: list[Gap] = []
    for half in halves:
        if half.missing and gaps and gaps[-1].ends == half.begins and gaps[-1].missing == half.missing:
            gaps[-1] = Gap(gaps[-1].begins, half.ends, half.missing)
        elif half.missing:
            gaps.append(Gap(half.begins, half.ends, half.missing))
    return gaps
