"""The centre's settings: when a missed call is called back, and when a rule flags a caller."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from peygir.centre.contacts import actions, queries
from peygir.centre.contacts.rules import CentreSettings
from peygir.core import clock
from peygir.core.refusals import Refusal
from peygir.people.permissions import Permission
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city
from peygir.web.kit.form_fields import WallTime, WholeNumber
from peygir.web.kit.middleware.refusals import status_of, words_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def _number(label: "StrOrPromise", most: int = 10_000) -> WholeNumber:
    return WholeNumber(label=label, min_value=1, max_value=most)


class CentreSettingsForm(forms.Form):
    """The form of the centre's settings."""

    day_opens = WallTime(label=gettext_lazy("The day of the centre begins at"))
    day_closes = WallTime(label=gettext_lazy("The day of the centre ends at"))
    day_minutes = _number(gettext_lazy("Minutes to call back by day"), 1440)
    night_minutes = _number(gettext_lazy("Minutes after the day begins, for calls missed by night"), 1440)
    short_seconds = _number(gettext_lazy("Seconds below which a caller has changed their mind"), 60)
    most_tries = _number(gettext_lazy("Tries of a call-back"), 20)
    prank_calls = _number(gettext_lazy("Prank calls until a supervisor is asked"), 100)
    prank_days = _number(gettext_lazy("Days over which prank calls are counted"), 366)
    repeat_calls = _number(gettext_lazy("Calls of one number until a supervisor is asked"), 1000)
    repeat_days = _number(gettext_lazy("Days over which the calls of one number are counted"), 366)
    mark_days = _number(gettext_lazy("Days for which the supervisor's decision is valid"), 3660)
    area_code = forms.CharField(
        label=gettext_lazy("Area code of the city's landlines, without the zero"), max_length=4, required=False
    )


@staff(Permission.LEAD_CENTRE)
@require_http_methods(["GET", "POST"])
def centre_terms(request: HttpRequest) -> HttpResponse:
    """Show the settings in force; POST changes them from now on."""
    city_facts = current_city()
    if request.method != "POST":
        return render(request, "centre/centre_settings.html", {"form": CentreSettingsForm(initial=_now(city_facts.id))})
    form = CentreSettingsForm(request.POST)
    if not form.is_valid():
        return render(request, "centre/centre_settings.html", {"form": form}, status=422)
    try:
        actions.keep_centre_settings(city_facts.id, CentreSettings(**form.cleaned_data), by=actor(request))
    except Refusal as refusal:
        form.add_error(None, words_of(refusal))
        return render(request, "centre/centre_settings.html", {"form": form}, status=status_of(refusal))
    messages.success(request, _("From now on calls are dealt with so."))
    return redirect("centre_terms")


def _now(city_id: int) -> dict[str, Any]:
    return asdict(queries.centre_settings_at(city_id, clock.now()))
