"""Live sessions with managers this week, and a citizen's place in the queue."""

from datetime import date, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from peygir.centre.sessions import actions, queries
from peygir.centre.sessions.queries import SessionFacts
from peygir.centre.sessions.rules import week_of
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.persian import ascii_digits
from peygir.core.refusals import Missing, Refusal
from peygir.people.rules import Actor
from peygir.web.kit import citizen_session
from peygir.web.kit.access import citizen, public
from peygir.web.kit.current_city import current_city, start_of, today, topic_groups
from peygir.web.kit.dates import day_in_address
from peygir.web.kit.form_fields import set_choices
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.templatetags.ui import in_language, language, named

WEEKS: Final = 8


class PlaceForm(forms.Form):
    """The subject of a citizen's conversation."""

    name = forms.CharField(label=gettext_lazy("Your name"), max_length=120, required=False)
    words = forms.CharField(
        label=gettext_lazy("What do you want to speak about?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("So that the manager can prepare; only the centre and the manager read it."),
        error_messages={"required": gettext_lazy("Please write in a few words what you want to speak about.")},
    )
    topic = forms.ChoiceField(label=gettext_lazy("Topic"), required=False)
    case_code = forms.CharField(
        label=gettext_lazy("Tracking code, if it is about a report of yours"), max_length=20, required=False
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        groups = [
            (in_language(name), [(one.code, named(one)) for one in topics]) for name, _code, topics in topic_groups()
        ]
        set_choices(self, "topic", [("", "—"), *groups])

    def clean_case_code(self) -> str:
        """Return the digits of the code."""
        return "".join(ascii_digits(self.cleaned_data["case_code"]).split()).replace("-", "")


@public()
@require_GET
def sessions(request: HttpRequest) -> HttpResponse:
    """List the week from Saturday on, day by day."""
    here, now, this = current_city(), clock.now(), week_of(today())
    first = _week(request.GET.get("week", ""), this)
    rows = queries.sessions_between(here.id, start_of(first), start_of(first + timedelta(days=7)))
    own = queries.own_places(citizen_session.phone_of(request), [row.id for row in rows])
    days = [
        {
            "on": on,
            "rows": [
                {
                    "one": row,
                    "is_open": row.is_open(now),
                    "is_running": row.is_running(now),
                    "own": own.get(row.id),
                    "is_past": row.ends_at <= now,
                }
                for row in rows
                if row.begins_at.astimezone(_zone()).date() == on
            ],
        }
        for on in (first + timedelta(days=number) for number in range(7))
    ]
    context = {
        "days": [one for one in days if one["rows"]],
        "first": first,
        "last": first + timedelta(days=6),
        "before": first - timedelta(days=7) if first > this - timedelta(weeks=WEEKS) else None,
        "after": first + timedelta(days=7) if first < this + timedelta(weeks=WEEKS) else None,
        "is_this": first == this,
    }
    return render(request, "public/sessions.html", context)


@public("live_session", limit=300, window_seconds=600)
@require_http_methods(["GET", "POST"])
def live_session(request: HttpRequest, session_id: int) -> HttpResponse:
    """Show one session; POST gives a citizen with a proven phone a place."""
    row, phone = _of(session_id), citizen_session.phone_of(request)
    if request.method != "POST":
        return _page(request, row, phone, PlaceForm())
    form = PlaceForm(request.POST)
    if not phone:
        form.add_error(None, _("First prove your mobile number; then send this again."))
    if not form.is_valid():
        return _page(request, row, phone, form, status=422)
    given = form.cleaned_data
    try:
        actions.register(
            session_id,
            phone=phone,
            name=given["name"],
            text=given["words"],
            topic_code=given["topic"],
            case_code=given["case_code"],
            language=language(),
            by=Actor("citizen"),
        )
    except Missing:
        raise
    except Refusal as refusal:
        form.add_error(None, words_of(refusal))
        return _page(request, row, phone, form, status=status_of(refusal))
    messages.success(request, _("You have a place in the queue. The centre calls you during the session."))
    return redirect("live_session", session_id=session_id)


@citizen
@require_POST
def session_leave(request: HttpRequest, place_id: int) -> HttpResponse:
    """Give up a place in the queue."""
    place = queries.place(place_id)
    if place is None:
        raise actions.NoSuchPlace()
    actions.withdraw(place_id, phone=citizen_session.phone_of(request), by=Actor("citizen"))
    messages.success(request, _("Your place is given up."))
    return redirect("live_session", session_id=place.session_id)


def _week(text: str, this: date) -> date:
    """Return the Saturday of the requested week; this week's if the date is invalid or too far away."""
    wished = week_of(day_in_address(text) or this)
    return wished if abs((wished - this).days) <= WEEKS * 7 else this


def _zone() -> Any:
    return start_of(today()).tzinfo


def _of(session_id: int) -> SessionFacts:
    row = queries.session(current_city().id, session_id)
    if row is None:
        raise actions.NoSuchSession()
    return row


def _page(request: HttpRequest, row: SessionFacts, phone: str, form: PlaceForm, *, status: int = 200) -> HttpResponse:
    now = clock.now()
    context = {
        "row": row,
        "form": form,
        "phone": phone,
        "own": queries.own_places(phone, [row.id]).get(row.id),
        "is_open": row.is_open(now),
        "is_running": row.is_running(now),
        "is_past": row.ends_at <= now,
        "prove": f"{reverse('me')}?{urlencode({'next': request.path})}",
        "unit": city.unit(row.unit_id),
    }
    return render(request, "public/session.html", context, status=status)
