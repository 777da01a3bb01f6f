"""The centre's pages of live sessions: the plan, one session with its queue, and the report to print."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from peygir.centre.sessions import actions, queries
from peygir.centre.sessions.queries import SessionFacts
from peygir.centre.sessions.rules import NewSession
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.jalali import format_numeric
from peygir.core.persian import ascii_digits
from peygir.core.refusals import Missing, Refusal
from peygir.journey.sessions import call_off
from peygir.people.permissions import Permission
from peygir.people.rules import may_lead_centre
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city, zone
from peygir.web.kit.dates import example_day
from peygir.web.kit.form_fields import DayField, WallTime, set_choices
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.templatetags.ui import digits, language, named

BEHIND: Final = timedelta(days=120)
AHEAD: Final = timedelta(days=366)


class SessionForm(forms.Form):
    """Who answers, of which unit, when, and at which number."""

    who_fa = forms.CharField(label=gettext_lazy("Who is on the line"), max_length=80)
    who_en = forms.CharField(label=gettext_lazy("The name in English"), max_length=80, required=False)
    role_fa = forms.CharField(label=gettext_lazy("Their office"), max_length=120, required=False)
    role_en = forms.CharField(label=gettext_lazy("Their office in English"), max_length=120, required=False)
    unit = forms.ChoiceField(label=gettext_lazy("Unit"))
    line = forms.CharField(label=gettext_lazy("Number to call"), max_length=40)
    day = DayField(label=gettext_lazy("Day"))
    from_time = WallTime(label=gettext_lazy("From (time)"))
    to_time = WallTime(label=gettext_lazy("Until (time)"))
    places = forms.CharField(label=gettext_lazy("Places in the queue"), max_length=3)
    about = forms.CharField(label=gettext_lazy("About what"), max_length=300, required=False)

    def __init__(self, data: QueryDict | None = None, *, initial: dict[str, object] | None = None) -> None:
        super().__init__(
            data, initial={"day": example_day(), "line": digits("137"), "places": digits(20), **(initial or {})}
        )
        units = [(unit.code, named(unit)) for unit in city.units(current_city().id) if unit.is_open]
        set_choices(self, "unit", units)

    def clean_places(self) -> int:
        """Read a number in Persian, Arabic or ASCII digits."""
        text = ascii_digits(self.cleaned_data["places"].strip())
        if not text.isdecimal():
            raise forms.ValidationError(_("Write a whole number."))
        return int(text)

    def new(self) -> NewSession:
        """Return the session as the action takes it."""
        given = self.cleaned_data
        unit = city.unit_by_code(current_city().id, given["unit"])
        names = ("who_fa", "who_en", "role_fa", "role_en", "about", "places")
        return NewSession(
            unit_id=unit.id if unit else 0,
            line=ascii_digits(given["line"]),
            begins_at=datetime.combine(given["day"], given["from_time"], zone()),
            ends_at=datetime.combine(given["day"], given["to_time"], zone()),
            **{name: given[name] for name in names},
        )


class CallerForm(forms.Form):
    """A caller without a registration."""

    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=40, required=False)
    name = forms.CharField(label=gettext_lazy("The citizen's name"), max_length=120, required=False)
    words = forms.CharField(label=gettext_lazy("About what"), max_length=2000, required=False)

    def given(self) -> dict[str, Any]:
        """Return the values as keyword arguments of the action."""
        values = self.cleaned_data
        return {"phone": values["phone"], "name": values["name"], "text": values["words"]}


@staff(Permission.WORK_AT_CENTRE)
@require_GET
def centre_sessions(request: HttpRequest) -> HttpResponse:
    """List the coming sessions, and the past ones with their open orders."""
    now = clock.now()
    rows = queries.sessions_between(current_city().id, now - BEHIND, now + AHEAD)
    context = {
        "coming": [row for row in rows if row.state == "planned"],
        "may_plan": may_lead_centre(actor(request)),
        "past": [row for row in rows if row.state != "planned"][::-1],
        "now": now,
    }
    return render(request, "centre/sessions.html", context)


@staff(Permission.LEAD_CENTRE)
@require_http_methods(["GET", "POST"])
def centre_session_new(request: HttpRequest) -> HttpResponse:
    """Plan a session."""
    here, by = current_city(), actor(request)
    form = SessionForm(request.POST if request.method == "POST" else None)
    return _planned(request, form, None, lambda new: actions.plan_session(here.id, new, by=by))


@staff(Permission.LEAD_CENTRE)
@require_http_methods(["GET", "POST"])
def centre_session_edit(request: HttpRequest, session_id: int) -> HttpResponse:
    """Change a session that has not been held."""
    row, by = session_of(session_id), actor(request)
    form = SessionForm(request.POST if request.method == "POST" else None, initial=_filled(row))

    def change(new: NewSession) -> int:
        actions.change_session(session_id, new, by=by)
        return session_id

    return _planned(request, form, row, change)


@staff(Permission.WORK_AT_CENTRE)
@require_GET
def centre_session(request: HttpRequest, session_id: int) -> HttpResponse:
    """Show the queue, the notes and the orders."""
    return session_page(request, session_of(session_id))


@staff(Permission.WORK_AT_CENTRE)
@require_POST
def centre_session_press(request: HttpRequest, session_id: int, deed: str) -> HttpResponse:
    """Add an unregistered caller, save notes, end the session, or cancel it."""
    by, row, city_facts = actor(request), session_of(session_id), current_city()
    form = CallerForm(request.POST)
    deeds: dict[str, tuple[Callable[[], Any], Any]] = {
        "caller": (lambda: actions.take_call(session_id, **form.given(), by=by), _("They are in the queue.")),
        "notes": (
            lambda: actions.keep_notes(session_id, notes=request.POST.get("notes", "")[:4000], by=by),
            _("The notes are saved."),
        ),
        "end": (lambda: actions.end_session(session_id, by=by), _("The session is over; the orders go on.")),
        "off": (
            lambda: call_off(city_facts.id, session_id, by=by),
            _("The session is off; who had registered is told."),
        ),
    }
    if deed not in deeds or not form.is_valid():
        raise Http404
    act, done = deeds[deed]
    try:
        place_id = act()
    except Missing:
        raise
    except Refusal as refusal:
        return session_page(request, row, status=status_of(refusal), fault=words_of(refusal), caller=form)
    messages.success(request, done)
    return (
        redirect("centre_talk", place_id=place_id)
        if deed == "caller"
        else redirect("centre_session", session_id=session_id)
    )


@staff(Permission.WORK_AT_CENTRE)
@require_GET
def centre_session_report(request: HttpRequest, session_id: int) -> HttpResponse:
    """Show what was said and ordered and the results so far, for printing."""
    row, now = session_of(session_id), clock.now()
    orders = [(one, one.promise(now)) for one in queries.orders_of(session_id)]
    standing = [promise for _one, promise in orders]
    context = {
        "row": row,
        "queue": queries.queue_of(session_id),
        "orders": orders,
        "now": now,
        "kept": standing.count("kept"),
        "late": standing.count("late"),
        "running": standing.count("running"),
    }
    return render(request, "centre/session_report.html", context)


def session_of(session_id: int) -> SessionFacts:
    """Return a session. Raises NoSuchSession."""
    row = queries.session(current_city().id, session_id)
    if row is None:
        raise actions.NoSuchSession()
    return row


def session_page(
    request: HttpRequest, row: SessionFacts, *, status: int = 200, fault: str = "", caller: CallerForm | None = None
) -> HttpResponse:
    """Render a session; keeps what was typed about a caller."""
    now = clock.now()
    context = {
        "row": row,
        "queue": queries.queue_of(row.id),
        "fault": fault,
        "caller": caller or CallerForm(),
        "orders": [(one, one.promise(now)) for one in queries.orders_of(row.id)],
        "now": now,
        "is_running": row.is_running(now),
        "may_plan": may_lead_centre(actor(request)),
    }
    return render(request, "centre/session.html", context, status=status)


def _planned(
    request: HttpRequest, form: SessionForm, row: SessionFacts | None, act: Callable[[NewSession], int]
) -> HttpResponse:
    context = {"form": form, "row": row}
    if request.method != "POST" or not form.is_valid():
        return render(request, "centre/session_form.html", context, status=422 if form.is_bound else 200)
    try:
        session_id = act(form.new())
    except Missing:
        raise
    except Refusal as refusal:
        form.add_error(None, words_of(refusal))
        return render(request, "centre/session_form.html", context, status=status_of(refusal))
    messages.success(request, _("The session is shown on the public page."))
    return redirect("centre_session", session_id=session_id)


def _filled(row: SessionFacts) -> dict[str, Any]:
    begins, ends = row.begins_at.astimezone(zone()), row.ends_at.astimezone(zone())
    unit, day = city.unit(row.unit_id), begins.date()
    return {
        "who_fa": row.who[0],
        "who_en": row.who[1],
        "role_fa": row.role[0],
        "role_en": row.role[1],
        "unit": unit.code if unit else "",
        "line": digits(row.line),
        "places": digits(row.places),
        "about": row.about,
        "day": digits(format_numeric(day)) if language() == "fa" else day.isoformat(),
        "from_time": digits(f"{begins:%H:%M}"),
        "to_time": digits(f"{ends:%H:%M}"),
    }
