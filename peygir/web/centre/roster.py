"""The week's roster: the supervisor writes it, each operator reads their own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from peygir.centre.workforce import actions
from peygir.centre.workforce.expecting import Outlook, TooLittleIsKnown, outlook
from peygir.centre.workforce.queries import RosterTable, ShiftFacts, own_duties, shifts, week
from peygir.centre.workforce.roster_rules import first_of_week
from peygir.core import clock
from peygir.core.refusals import Missing, Refusal
from peygir.people.permissions import Permission
from peygir.people.rules import may_lead_centre
from peygir.web.centre.forecast import known_calls
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.dates import day_in_address
from peygir.web.kit.form_fields import DayField, WallTime
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.templatetags.ui import digits, named

WEEK: Final = timedelta(days=7)


class ShiftForm(forms.Form):
    """A shift and the day from which it exists."""

    name_fa = forms.CharField(label=gettext_lazy("Name in Persian"), max_length=40)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=40, required=False)
    begins = WallTime(label=gettext_lazy("From"), help_text=gettext_lazy("Like 07:30"))
    ends = WallTime(
        label=gettext_lazy("Until"),
        help_text=gettext_lazy("An earlier time is on the next day."),
    )
    from_on = DayField(label=gettext_lazy("First day"))


@dataclass(frozen=True, slots=True)
class RosterCell:
    """One person on one day: the chosen shift and the possible ones."""

    name: str
    day: date
    chosen: str
    choices: tuple[ShiftFacts, ...]
    is_away: bool
    is_tired: bool


@staff(Permission.WORK_AT_CENTRE)
@require_http_methods(["GET", "POST"])
def roster(request: HttpRequest) -> HttpResponse:
    """Show a week; POST saves the cells, or fills the empty ones from the week before."""
    by, first_on = actor(request), _first_on(request)
    if request.method != "POST":
        return _page(request, first_on)
    if request.POST.get("deed") == "copy":
        return _pressed(request, first_on, lambda: _copied(actions.copy_week(current_city().id, first_on, by=by)))
    given = _given(request, week(current_city().id, first_on))
    version = request.POST.get("version", "")
    return _pressed(
        request,
        first_on,
        lambda: _kept(
            actions.keep_roster(
                current_city().id,
                first_on,
                given,
                version=int(version) if version.isdecimal() else -1,
                by=by,
            )
        ),
    )


@staff(Permission.LEAD_CENTRE)
@require_POST
def roster_shift(request: HttpRequest) -> HttpResponse:
    """Create a shift."""
    first_on, form = _first_on(request), ShiftForm(request.POST)
    if not form.is_valid():
        return _page(request, first_on, form=form, status=422)
    try:
        actions.keep_shift(current_city().id, by=actor(request), **form.cleaned_data)
    except Refusal as refusal:
        form.add_error(None, words_of(refusal))
        return _page(request, first_on, form=form, status=status_of(refusal))
    messages.success(request, _("The shift can be chosen now."))
    return _back(first_on)


@staff(Permission.LEAD_CENTRE)
@require_POST
def roster_shift_end(request: HttpRequest, shift_id: int) -> HttpResponse:
    """End a shift: nobody can be assigned to it from tomorrow on."""
    first_on = _first_on(request)
    actions.end_shift(shift_id, last_on=today(), by=actor(request))
    messages.success(request, _("From tomorrow on nobody is put into this shift; what is written stays."))
    return _back(first_on)


def _first_on(request: HttpRequest) -> date:
    """Return the Saturday of the requested week, or of this week if the request cannot be read."""
    return first_of_week(day_in_address(request.POST.get("week", request.GET.get("week", ""))) or today())


def _given(request: HttpRequest, standing: RosterTable) -> dict[tuple[int, date], int]:
    """Return the submitted cells as (staff id, day) → shift id; a cell missing from the request keeps its value."""
    shift_by_cell: dict[tuple[int, date], int] = {}
    for person in standing.people:
        for day in standing.days:
            cell_value = request.POST.get(f"d-{person.pk}-{day.isoformat()}")
            kept = standing.duties.get((person.pk, day))
            if cell_value is None and kept is not None:
                shift_by_cell[(person.pk, day)] = kept
            elif cell_value and cell_value.isascii() and cell_value.isdecimal() and len(cell_value) < 19:
                shift_by_cell[(person.pk, day)] = int(cell_value)
    return shift_by_cell


def _copied(count: int) -> str:
    words = ngettext("%(count)s cell is filled from last week.", "%(count)s cells are filled from last week.", count)
    return words % {"count": digits(count)}


def _kept(count: int) -> str:
    if not count:
        return _("Nothing was changed.")
    return ngettext("%(count)s cell is changed.", "%(count)s cells are changed.", count) % {"count": digits(count)}


def _back(first_on: date) -> HttpResponse:
    return redirect(f"{reverse('centre_roster')}?week={first_on.isoformat()}")


def _pressed(request: HttpRequest, first_on: date, act: Callable[[], str]) -> HttpResponse:
    try:
        confirmation = act()
    except Missing:
        raise
    except Refusal as refusal:
        return _page(request, first_on, status=status_of(refusal), fault=words_of(refusal))
    messages.success(request, confirmation)
    return _back(first_on)


def _page(
    request: HttpRequest, first_on: date, *, form: ShiftForm | None = None, status: int = 200, fault: str = ""
) -> HttpResponse:
    by, city_facts = actor(request), current_city()
    context: dict[str, Any] = {
        "first_on": first_on,
        "before": first_on - WEEK,
        "after": first_on + WEEK,
        "fault": fault,
        "may_lead": may_lead_centre(by),
        "is_this_week": first_on == first_of_week(today()),
        "today": today(),
    }
    if may_lead_centre(by):
        context |= _whole(request, first_on) | {"form": form or ShiftForm()}
    else:
        last = first_on + WEEK - timedelta(days=1)
        own = own_duties(city_facts.id, by.id, first=first_on, last=last)
        context["own"] = [(day, own.get(day)) for day in week(city_facts.id, first_on).days]
    return render(request, "centre/roster.html", context, status=status)


def _whole(request: HttpRequest, first_on: date) -> dict[str, Any]:
    """Return the template context of the week: its rows with the typed values, and the forecast of its days."""
    city_facts = current_city()
    standing, known = week(city_facts.id, first_on), shifts(city_facts.id)
    typed = request.POST if request.method == "POST" and request.POST.get("deed") == "keep" else None
    rows = []
    for person in standing.people:
        cells = [_cell(standing, known, person.pk, day, typed) for day in standing.days]
        rows.append((named(person) or person.username, cells))
    return {
        "week": standing,
        "rows": rows,
        "shifts": shifts(city_facts.id, on=today()),
        "outlooks": _outlooks(city_facts.id, standing.days),
    }


def _cell(
    standing: RosterTable, known: list[ShiftFacts], staff_id: int, day: date, typed: QueryDict | None
) -> RosterCell:
    name, kept = f"d-{staff_id}-{day.isoformat()}", standing.duties.get((staff_id, day))
    chosen = str(typed.get(name, "")) if typed is not None and name in typed else str(kept or "")
    choices = tuple(one for one in known if one.holds(day) or one.id == kept)
    return RosterCell(name, day, chosen, choices, (staff_id, day) in standing.away, (staff_id, day) in standing.tired)


def _outlooks(city_id: int, days: tuple[date, ...]) -> list[Outlook]:
    try:
        return outlook(city_id, days, known_calls(city_id), now=clock.now())
    except TooLittleIsKnown:
        return []
