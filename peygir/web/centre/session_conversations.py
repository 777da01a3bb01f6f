"""One conversation of a live session: what the citizen said, and the orders that the manager gave."""

from datetime import datetime, timedelta

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from peygir.centre.sessions import actions, queries
from peygir.centre.sessions.queries import QueuedCitizen
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.jalali import format_numeric
from peygir.core.persian import ascii_digits
from peygir.core.refusals import Missing, Refusal
from peygir.people.permissions import Permission
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city, last_second_of, today
from peygir.web.kit.dates import read_day
from peygir.web.kit.form_fields import set_choices
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.templatetags.ui import digits, language, named

USUAL = timedelta(days=7)


class TalkForm(forms.Form):
    """What the citizen said."""

    notes = forms.CharField(
        label=gettext_lazy("What was said"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    case_code = forms.CharField(label=gettext_lazy("Tracking code of the case"), max_length=20, required=False)

    def clean_case_code(self) -> str:
        """Return the digits of the code."""
        return "".join(ascii_digits(self.cleaned_data["case_code"]).split()).replace("-", "")


class OrderForm(forms.Form):
    """The manager's order: which unit does what by when."""

    words = forms.CharField(
        label=gettext_lazy("The order"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Please write what was ordered.")},
    )
    unit = forms.ChoiceField(label=gettext_lazy("Unit that carries it out"))
    due_day = forms.CharField(label=gettext_lazy("By the end of"), max_length=20)

    def __init__(self, data: QueryDict | None = None, *, unit_code: str = "") -> None:
        day = today() + USUAL
        usual = digits(format_numeric(day)) if language() == "fa" else day.isoformat()
        super().__init__(data, initial={"due_day": usual, "unit": unit_code})
        units = [(unit.code, named(unit)) for unit in city.units(current_city().id) if unit.is_open]
        set_choices(self, "unit", units)

    def clean_due_day(self) -> datetime:
        """Return the last moment of the day."""
        return last_second_of(read_day(self.cleaned_data["due_day"]))


@staff(Permission.WORK_AT_CENTRE)
@require_http_methods(["GET", "POST"])
def centre_talk(request: HttpRequest, place_id: int) -> HttpResponse:
    """Show the conversation; POST saves what was said, or that nobody answered."""
    place = _of(place_id)
    if request.method != "POST":
        return _page(request, place)
    form = TalkForm(request.POST)
    if not form.is_valid():
        return _page(request, place, talk=form, status=422)
    is_reached = request.POST.get("how") != "missed"
    try:
        actions.tell_talk(place_id, is_reached=is_reached, **form.cleaned_data, by=actor(request))
    except Missing:
        raise
    except Refusal as refusal:
        form.add_error(None, words_of(refusal))
        return _page(request, place, talk=form, status=status_of(refusal))
    messages.success(request, _("The conversation is recorded.") if is_reached else _("Recorded as not reached."))
    return (
        redirect("centre_talk", place_id=place_id)
        if is_reached
        else redirect("centre_session", session_id=place.session_id)
    )


@staff(Permission.WORK_AT_CENTRE)
@require_POST
def centre_talk_order(request: HttpRequest, place_id: int) -> HttpResponse:
    """Give an order."""
    place, form = _of(place_id), OrderForm(request.POST)
    if not form.is_valid():
        return _page(request, place, order=form, status=422)
    given = form.cleaned_data
    unit = city.unit_by_code(current_city().id, given["unit"])
    try:
        actions.give_order(
            place_id, unit_id=unit.id if unit else 0, text=given["words"], due_at=given["due_day"], by=actor(request)
        )
    except Missing:
        raise
    except Refusal as refusal:
        form.add_error(None, words_of(refusal))
        return _page(request, place, order=form, status=status_of(refusal))
    messages.success(request, _("The order is given and appears in the unit's list."))
    return redirect("centre_talk", place_id=place_id)


def _of(place_id: int) -> QueuedCitizen:
    place = queries.place(place_id)
    if place is None or queries.session(current_city().id, place.session_id) is None:
        raise actions.NoSuchPlace()
    return place


def _page(
    request: HttpRequest,
    place: QueuedCitizen,
    *,
    talk: TalkForm | None = None,
    order: OrderForm | None = None,
    status: int = 200,
) -> HttpResponse:
    row, now = queries.session(current_city().id, place.session_id), clock.now()
    unit = city.unit(row.unit_id) if row else None
    filled = {"notes": place.notes, "case_code": digits(place.case_code)}
    context = {
        "place": place,
        "row": row,
        "talk": talk or TalkForm(initial=filled),
        "order": order or OrderForm(unit_code=unit.code if unit else ""),
        "orders": [(one, one.promise(now)) for one in queries.orders_of(place.session_id) if one.place_id == place.id],
    }
    return render(request, "centre/session_conversation.html", context, status=status)
